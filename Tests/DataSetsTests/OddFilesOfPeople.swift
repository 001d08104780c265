import DataSets

extension OddFile {
  /// Files whose header or first lines are odd.
  static let titles: [OddFile] = [
    OddFile("a report's title above the header", "Report of 2024\nSource: shop\n\n" + text()),
    OddFile("a title padded by a spreadsheet", "Report,,,\n,,,\n" + text()),
    OddFile("Hive's control characters", text("\u{1}")),
    OddFile("blanks between fields", text(" "), ["--label", "click", "--separator", "space"]),
    OddFile(
      "quotes in a column's name", text(header: ["age", "\"the \"\"city\"\"\"", "price", "click"]),
      ["--label", "click"], ["age": ages, "the \"city\"": cityWords, "price": prices]),
    OddFile(
      "a column named as an option", text(header: ["--age", "load", "price", "click"]),
      ["--label", "click"], ["--age": ages, "load": cityWords, "price": prices]),
    OddFile(
      "two columns of one name, named anew", text(header: ["a", "a", "price", "click"]),
      ["--label", "click", "--header", "--names"] + header),
    OddFile(
      "Excel's export: a mark, CR LF, quotes with line breaks",
      "\u{feff}"
        + text(end: "\r\n") { row, fields in
          [fields[0], "\"one\r\ntwo, \"\"\(row % 2)\"\"\""] + fields.dropFirst(2)
        }, ["--label", "click"],
      base.merging(["city": words { "one\r\ntwo, \"\($0 % 2)\"" }]) { $1 }),
    OddFile(
      "a column without any value",
      text(header: ["age", "city", "price", "note", "click"]) {
        Array($1.dropLast()) + ["", $1[3]]
      }, ["--label", "click"],
      base.merging(["note": .words([String](repeating: "·", count: rows))]) { $1 }),
    column(
      1, "emoji", { ["😀", "🤷‍♀️", "👍🏽"][$0 % 3] }, words { ["😀", "🤷‍♀️", "👍🏽"][$0 % 3] }),
  ]

  /// Columns of dates and times.
  static let times: [OddFile] = [
    column(
      0, "days before months", { "\($0 + 1).01.2024" }, nil,
      extra: ["age.weekday": weekdays { $0 }]),
    column(
      0, "months before days, with a time", { "1/\($0 + 1)/24 9:05 PM" }, nil,
      extra: ["age.weekday": weekdays { $0 }]),
    column(
      0, "dates whose first number could be the month, as told",
      { "0\($0 % 9 + 1)/02/2024" }, nil,
      options: ["--label", "click", "--time", "age=day-first,weekday"],
      extra: ["age.weekday": weekdays { 31 + $0 % 9 }]),
    column(
      0, "ISO times with one digit for the hour and PM",
      { "2024-01-\($0 < 9 ? "0" : "")\($0 + 1) 9:05:30.25 PM" }, nil,
      extra: ["age.weekday": weekdays { $0 }]),
    column(
      0, "days before months, with fractions of a second and the day's end",
      { "\($0 + 1).01.2024 \($0 % 2 == 0 ? "24:00" : "21:05:30.25")" }, nil,
      extra: [
        "age.weekday": weekdays { $0 % 2 == 0 ? $0 + 1 : $0 },
        "age.hour": words { $0 % 2 == 0 ? "0" : "21" },
      ]),
    column(
      0, "seconds with decimals", { "\(1_704_067_200 + 86_400 * $0).5" }, nil,
      extra: ["age.weekday": weekdays { $0 }]),
    column(
      0, "times with one odd word", { $0 == 5 ? "unknown" : "\(1_704_067_200 + 86_400 * $0)" }, nil,
      extra: ["age.weekday": weekdays { $0 == 5 ? nil : $0 }]),
  ]

  /// Columns of ids, of missing words and of lists.
  static let ids: [OddFile] = [
    column(
      0, "postal codes with leading zeros", { "0\(1_000 + 37 * $0)" },
      words { "0\(1_000 + 37 * $0)" }),
    column(
      2, "infinities and dots among numbers",
      { $0 % 6 == 5 ? ["inf", "-inf", "."][$0 / 6 % 3] : price($0) },
      numbers { $0 % 6 == 5 ? .nan : Double($0) * 1.5 + 0.25 }),
    column(
      2, "pandas' missing values", { $0 % 10 == 3 ? "<NA>" : $0 % 10 == 7 ? "NaT" : price($0) },
      numbers { [3, 7].contains($0 % 10) ? .nan : Double($0) * 1.5 + 0.25 }),
    column(
      2, "negative zeros", { $0 % 5 == 0 ? "-0.0" : price($0) },
      numbers { $0 % 5 == 0 ? -0.0 : Double($0) * 1.5 + 0.25 }),
    OddFile(
      "ids that a spreadsheet rounded",
      text(header: ["user_id", "city", "price", "click"]) { row, fields in
        ["\(row % 9 + 1).23457E+11"] + fields.dropFirst()
      }, ["--label", "click"],
      [
        "user_id": words { "\($0 % 9 + 1).23457E+11" }, "city": cityWords,
        "price": prices,
      ]),
    column(
      0, "large numbers in scientific notation are no ids", { "\($0 + 1).5e30" },
      numbers { (Double($0) + 1.5) * 1e30 }),
    column(
      0, "users with as many rows each", { "\($0 % 25)" }, words { "\($0 % 25)" }),
    column(
      1, "true and false as a feature", { ["True", "False"][$0 % 2] },
      words { ["True", "False"][$0 % 2] }),
    column(
      1, "Python's lists", { "\"\(["['a', 'b']", "['b']", "[]", "['c', 'a', 'b']"][$0 % 4])\"" },
      lists { [["a", "b"], ["b"], [], ["c", "a", "b"]][$0 % 4] },
      options: ["--label", "click", "--multi", "city:,"]),
  ]

  private static func words(_ word: (Int) -> String) -> Column { .words((0..<rows).map(word)) }
  private static func numbers(_ number: (Int) -> Double) -> Column {
    .numbers((0..<rows).map(number))
  }
  private static func lists(_ list: (Int) -> [String]) -> Column { .lists((0..<rows).map(list)) }

  /// The weekdays of days after 1 January 2024, a Monday.
  private static func weekdays(_ day: (Int) -> Int?) -> Column {
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    return words { row in day(row).map { names[$0 % 7] } ?? "·" }
  }
}
