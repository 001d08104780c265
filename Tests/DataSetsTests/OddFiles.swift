import DataSets

extension OddFile {
  /// Files whose form is odd.
  static let forms: [OddFile] = [
    OddFile("comma-separated values", text()),
    OddFile("TSV", text("\t")),
    OddFile("European Excel's semicolons", text(";")),
    OddFile("bars between fields", text("|")),
    OddFile("Excel's sep= line", "sep=;\n" + text(";")),
    OddFile("a separator that is given", text("~"), ["--label", "click", "--separator", "~"]),
    OddFile("UTF-8 with a byte order mark", "\u{feff}" + text()),
    OddFile("UTF-16 as Excel's Unicode text", bytes: utf16(text("\t"))),
    OddFile("UTF-16, big endian", bytes: utf16(text(), bigEndian: true)),
    OddFile("UTF-16 without a mark", bytes: utf16(text(), mark: false)),
    OddFile(
      "Latin-1", bytes: latin1(text { $1.map { $0 == "Lyon" ? "Orléans" : $0 } }),
      ["--label", "click"],
      base.merging([
        "city": .words((0..<rows).map { $0 % 4 == 3 ? "Orléans" : cities[$0 % 4] })
      ]) { $1 }),
    OddFile(
      "Latin-1 in the header", bytes: latin1(text(header: ["age", "cité", "prix à", "click"])),
      ["--label", "click", "--encoding", "latin-1"],
      ["age": ages, "cité": cityWords, "prix à": prices]),
    OddFile("Windows' line ends", text(end: "\r\n")),
    OddFile("the line ends of old Macs", text(end: "\r")),
    OddFile("comments before the header", "# exported 2024-01-01\n# by a tool\n" + text()),
    OddFile("a header after #", text(header: ["#age", "city", "price", "click"])),
    OddFile("a comma at the end of each row", text { $1 + [""] }),
    OddFile("a comma at the end of the header", text(header: header + [""])),
    OddFile("a comma at the end of all lines", text(header: header + [""]) { $1 + [""] }),
    OddFile("pandas' index", text(header: [""] + header) { ["\($0)"] + $1 }),
    OddFile("R's row names", text { ["\($0 + 1)"] + $1 }),
    OddFile(
      "no header", text(header: nil), ["--label", "column4"],
      ["column1": ages, "column2": cityWords, "column3": prices]),
    OddFile(
      "no header, with names", text(header: nil), ["--label", "click", "--names"] + header),
    OddFile("all fields quoted", text { $1.map { "\"\($0)\"" } }),
    OddFile("single quotes", text(header: header.map { "'\($0)'" }) { $1.map { "'\($0)'" } }),
    column(
      1, "backslashes before quotes", { "\"la \\\"\(cities[$0 % 4])\\\"\"" },
      .words((0..<rows).map { "la \"\(cities[$0 % 4])\"" })),
    column(
      1, "line breaks in quotes", { $0 % 4 == 0 ? "\"New\nYork, \"\"NY\"\"\"" : cities[$0 % 4] },
      .words((0..<rows).map { $0 % 4 == 0 ? "New\nYork, \"NY\"" : cities[$0 % 4] })),
    column(
      1, "inch marks", { $0 % 4 == 0 ? "16\" pipe" : cities[$0 % 4] },
      .words((0..<rows).map { $0 % 4 == 0 ? "16\" pipe" : cities[$0 % 4] })),
    OddFile("blank lines between rows", text().replacing("\n", with: "\n\n")),
    OddFile(
      "blanks around fields", text(header: header.map { " \($0) " }) { $1.map { " \($0)  " } }),
  ]

  /// Files whose values are odd.
  static let values: [OddFile] = [
    column(
      2, "decimal commas", { price($0).replacing(".", with: ",") }, prices, separator: ";"),
    column(
      2, "thousands with commas", { "\"\($0 + 1),234.50\"" },
      .numbers((0..<rows).map { Double($0 + 1) * 1000 + 234.5 })),
    column(
      2, "thousands with points, decimal commas", { "\($0 + 1).234,50" },
      .numbers((0..<rows).map { Double($0 + 1) * 1000 + 234.5 }), separator: ";"),
    column(
      2, "thousands with blanks", { "\($0 + 1) 234.5" },
      .numbers((0..<rows).map { Double($0 + 1) * 1000 + 234.5 })),
    OddFile(
      "ids beside thousands signs that are given",
      text(";", header: ["user_id", "city", "price", "click"]) {
        ["\(7_310_000_000_000_000_063 + $0 % 25)", $1[1], "\($0 + 1).234,5", $1[3]]
      }, ["--label", "click", "--thousands", "."],
      [
        "user_id": .words((0..<rows).map { "\(7_310_000_000_000_000_063 + $0 % 25)" }),
        "city": cityWords, "price": .numbers((0..<rows).map { Double($0 + 1) * 1000 + 234.5 }),
      ]),
    OddFile(
      "times beside a decimal comma that is given, which lets points part thousands",
      text(";", header: ["ts", "city", "price", "click"]) {
        ["\(1_700_000_000_000 + 3_600_000 * $0)", $1[1], "\($0 + 1).234,5", $1[3]]
      }, ["--label", "click", "--decimal", ","],
      [
        "ts.hour": .words((0..<rows).map { "\((22 + $0) % 24)" }),
        "ts.weekday": .words((0..<rows).map { $0 < 2 ? "Tue" : $0 < 26 ? "Wed" : "Thu" }),
        "city": cityWords, "price": .numbers((0..<rows).map { Double($0 + 1) * 1000 + 234.5 }),
      ]),
    OddFile(
      "times of which some are in seconds, others in milliseconds",
      text(header: ["ts", "city", "price", "click"]) { row, fields in
        ["\((1_700_000_000 + 3_600 * row) * (row % 3 == 0 ? 1 : 1_000))"] + fields.dropFirst()
      }, ["--label", "click"],
      [
        "ts.hour": .words((0..<rows).map { "\((22 + $0) % 24)" }),
        "ts.weekday": .words((0..<rows).map { $0 < 2 ? "Tue" : $0 < 26 ? "Wed" : "Thu" }),
        "city": cityWords, "price": prices,
      ]),
    OddFile(
      "a time of which one part is left out",
      text(header: ["ts", "city", "price", "click"]) {
        ["\(1_700_000_000 + 3_600 * $0)"] + $1.dropFirst()
      }, ["--label", "click", "--ignore", "ts.hour"],
      [
        "ts.weekday": .words((0..<rows).map { $0 < 2 ? "Tue" : $0 < 26 ? "Wed" : "Thu" }),
        "city": cityWords, "price": prices,
      ]),
    column(
      2, "decimal commas that are given", { "\"\($0),125\"" },
      .numbers((0..<rows).map { Double($0) + 0.125 }),
      options: ["--label", "click", "--decimal", ","]),
    column(2, "percent signs", { price($0) + "%" }, prices),
    column(2, "dollars", { "$" + price($0) }, prices),
    column(2, "euros after the number", { price($0) + " €" }, prices),
    column(2, "plus signs", { "+" + price($0) }, prices),
    column(
      2, "scientific notation", { "\($0).5e-3" },
      .numbers((0..<rows).map { (Double($0) + 0.5) / 1000 })),
    column(
      2, "missing words in any case",
      { row in
        let words = ["nan", "None", "NULL", "N/A", "\\N", "#N/A", "-", "?", "na", ""]
        return row < 21 ? price(row) : words[row % 10]
      }, .numbers((0..<rows).map { $0 < 21 ? Double($0) * 1.5 + 0.25 : .nan })),
    column(
      2, "one stray word", { $0 == 17 ? "unknown" : price($0) },
      .numbers((0..<rows).map { $0 == 17 ? .nan : Double($0) * 1.5 + 0.25 })),
    column(
      2, "one number beyond 32 bits", { $0 == 17 ? "1e302" : price($0) },
      .numbers((0..<rows).map { $0 == 17 ? .nan : Double($0) * 1.5 + 0.25 })),
    column(
      1, "Namibia", { ["NA", "NO", "DE", "FR"][$0 % 4] },
      .words((0..<rows).map { ["NA", "NO", "DE", "FR"][$0 % 4] })),
    column(
      1, "a missing city", { $0 % 4 == 0 ? "NA" : cities[$0 % 4] },
      .words((0..<rows).map { $0 % 4 == 0 ? "·" : cities[$0 % 4] })),
    column(
      0, "ids of 64 bits", { "\(1_234_567_890_123_456_789 + $0 % 25)" },
      .words((0..<rows).map { "\(1_234_567_890_123_456_789 + $0 % 25)" })),
    column(
      0, "ids above 2^24", { "\(20_000_000 + 977 * $0)" },
      .words((0..<rows).map { "\(20_000_000 + 977 * $0)" })),
    OddFile(
      "a column called user_id", text(header: ["user_id", "city", "price", "click"]),
      ["--label", "click"],
      ["user_id": .words((0..<rows).map { "\(20 + $0)" }), "city": cityWords, "price": prices]),
    column(
      0, "codes without gaps", { "\(($0 * 17 + 3) % 29)" },
      .words((0..<rows).map { "\(($0 * 17 + 3) % 29)" })),
    column(0, "a few numbers", { "\($0 % 5)" }, .words((0..<rows).map { "\($0 % 5)" })),
    column(
      0, "seconds since 1970", { "\(1_700_000_000 + 3_600 * $0)" }, nil,
      extra: [
        "age.hour": .words((0..<rows).map { "\((22 + $0) % 24)" }),
        "age.weekday": .words((0..<rows).map { $0 < 2 ? "Tue" : $0 < 26 ? "Wed" : "Thu" }),
      ]),
    column(
      0, "milliseconds since 1970", { "\(1_700_000_000_123 + 3_600_000 * $0)" }, nil,
      extra: [
        "age.hour": .words((0..<rows).map { "\((22 + $0) % 24)" }),
        "age.weekday": .words((0..<rows).map { $0 < 2 ? "Tue" : $0 < 26 ? "Wed" : "Thu" }),
      ]),
    column(
      0, "ISO dates", { "2024-01-\($0 < 9 ? "0" : "")\($0 + 1)" }, nil,
      extra: [
        "age.weekday": .words(
          (0..<rows).map { ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][$0 % 7] })
      ]),
    column(
      0, "times with a zone", { "2024-01-01T\($0 % 24 < 10 ? "0" : "")\($0 % 24):30:00+02:00" },
      nil,
      extra: [
        "age.hour": .words((0..<rows).map { "\(($0 + 22) % 24)" }),
        "age.weekday": .words((0..<rows).map { $0 % 24 < 2 ? "Sun" : "Mon" }),
      ]),
    column(
      0, "the parts of a time that are asked for", { "\(946_684_800 + 86_400 * $0)" }, nil,
      options: ["--label", "click", "--time", "age=weekday,age"],
      extra: [
        "age.weekday": .words(
          (0..<rows).map { ["Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri"][$0 % 7] }),
        "age.age": .numbers((0..<rows).map { Double(Float(Double($0) / 365.25)) }),
      ]),
    column(
      1, "lists between bars", { ["a|b", "b", "", "c|a|b"][$0 % 4] },
      .lists((0..<rows).map { [["a", "b"], ["b"], [], ["c", "a", "b"]][$0 % 4] }),
      options: ["--label", "click", "--multi", "city:|"]),
  ]

  /// Files whose labels are odd.
  static let targets: [OddFile] = [
    column(3, "true and false", { ["False", "TRUE"][$0 % 2] }, nil),
    column(3, "0 and 1 with decimals", { ["0.0", "1.0"][$0 % 2] }, nil),
    column(3, "two words", { ["skip", "view"][$0 % 2] }, nil),
    column(3, "2 and 10: the larger is 1", { ["2", "10"][$0 % 2] }, nil),
    column(3, "-2 and -1: the larger is 1", { ["-2", "-1"][$0 % 2] }, nil),
    column(3, "3 and 3.0 are one number", { $0 % 2 == 0 ? "2" : $0 % 3 == 0 ? "3" : "3.0" }, nil),
    column(
      3, "yes and Yes are one word", { $0 % 2 == 0 ? "no" : $0 % 3 == 0 ? "yes" : "Yes" }, nil),
    column(
      3, "labels that are missing", { $0 % 5 == 0 ? "nan" : "\($0 % 2)" }, nil,
      labels: (0..<rows).map { $0 % 5 == 0 ? .nan : Float($0 % 2) }),
    column(
      3, "-1 for a label that is missing", { $0 % 5 == 0 ? "-1" : "\($0 % 2)" }, nil,
      options: ["--label", "click", "--missing", "-1"],
      labels: (0..<rows).map { $0 % 5 == 0 ? .nan : Float($0 % 2) }),
    column(
      3, "a threshold", { "\($0 % 5 + 1)" }, nil, options: ["--label", "click>=4"],
      labels: (0..<rows).map { $0 % 5 + 1 >= 4 ? 1 : 0 }),
    column(
      3, "a decimal threshold", { ["0.1", "0.2", "0.3"][$0 % 3] }, nil,
      options: ["--label", "click>0.1"], labels: (0..<rows).map { $0 % 3 == 0 ? 0 : 1 }),
    column(
      3, "a decimal threshold that some reach", { ["4.1", "4.2"][$0 % 2] }, nil,
      options: ["--label", "click>=4.2"]),
    column(
      3, "a decimal threshold that none is above", { ["0.4", "0.3"][$0 % 2] }, nil,
      options: ["--label", "click<=0.3"]),
    column(
      3, "one decimal number against the rest", { ["0.2", "0.1"][$0 % 2] }, nil,
      options: ["--label", "click=0.1"]),
    column(
      3, "a threshold with a decimal comma", { ["4,25", "4,5"][$0 % 2] }, nil,
      options: ["--label", "click>=4,5"], separator: ";"),
    OddFile(
      "a threshold on a regression", text { $1.dropLast() + [["0.1", "0.2"][$0 % 2]] },
      ["--label", "click>0.1", "--regression", "click"]),
    OddFile(
      "a ratio that is the threshold",
      text { ["0.3", $1[1], ["1", "0.5"][$0 % 2], $1[3]] }, ["--label", "age/price>0.3"],
      ["city": cityWords, "click": .words((0..<rows).map { "\($0 % 2)" })]),
    column(
      3, "one class against the rest", { ["view", "cart", "buy"][$0 % 3] }, nil,
      options: ["--label", "click=buy"], labels: (0..<rows).map { $0 % 3 == 2 ? 1 : 0 }),
    OddFile(
      "a ratio of two columns", text(), ["--label", "age/price>2"],
      ["city": cityWords, "click": .words((0..<rows).map { "\($0 % 2)" })],
      labels: (0..<rows).map { Double(20 + $0) / (Double($0) * 1.5 + 0.25) > 2 ? 1 : 0 }),
  ]

  static let all = forms + titles + values + times + ids + targets
}
