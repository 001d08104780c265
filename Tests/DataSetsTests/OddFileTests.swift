import ArgumentParser
import DataSets
import Options
import Testing

/// Files as people have them are read as a person would read them.
@Suite struct OddFileTests {
  @Test func thereAreManyAndEachHasItsName() {
    #expect(OddFile.all.count >= 90)
    #expect(Set(OddFile.all.map(\.name)).count == OddFile.all.count)
  }

  @Test(arguments: OddFile.all) func isReadAsAPersonWould(file: OddFile) throws {
    let folder = try TestFolder()
    try folder.write(file.bytes, "t.csv")
    let data = try OptionParser.parse(CSV.self, ["t.csv"] + file.options).load(from: folder.context)
    expect(data, file)
  }

  /// The same after gzip, and from a columnar file.
  @Test(arguments: [OddFile.forms[1], OddFile.forms[7], OddFile.values[7], OddFile.values[19]])
  func packedAndFiled(file: OddFile) throws {
    let folder = try TestFolder()
    Packing.write(file.bytes, to: folder.path + "/t.csv.gz")
    let source = try OptionParser.parse(CSV.self, ["t.csv.gz"] + file.options)
    let read = try source.load(from: folder.context)
    expect(read, file)
    for _ in 1...2 {
      let filed = try source.load(from: folder.filingContext)
      expect(filed, file)
      #expect(filed.notes == read.notes && filed.fingerprint == read.fingerprint)
    }
  }

  private func expect(_ data: DataSet, _ file: OddFile) {
    #expect(data.notes.badRows.isEmpty, "\(data.notes.badRows)")
    #expect(data.rowCount == OddFile.rows)
    #expect(Set(data.schema.features.map(\.name)) == Set(file.features.keys))
    for (name, column) in file.features {
      switch column {
      case .numbers(let numbers):
        let raw = data.numbers(name).raw
        #expect(
          raw.elementsEqual(numbers.map { Float($0) }) { $0 == $1 || ($0.isNaN && $1.isNaN) },
          "\(name): \(raw)")
      case .words(let words): #expect(data.words(name) == words, "\(name)")
      case .lists(let lists): #expect(data.lists(name) == lists, "\(name)")
      }
    }
    #expect(
      data.labels[0].elementsEqual(file.labels) { $0 == $1 || ($0.isNaN && $1.isNaN) },
      "\(Array(data.labels[0]))")
  }

  /// What cannot be read says what it is, or what to type.
  @Test(
    arguments: [
      ("a Parquet file", Array("PAR1".utf8) + [21, 4, 0, 200], .file(.foreign(.parquet))),
      (
        "an Excel workbook", [0x50, 0x4b, 3, 4] + Array("....xl/workbook.xml".utf8),
        .file(.foreign(.excel))
      ),
      ("a zip archive", [0x50, 0x4b, 3, 4] + Array("....a.csv".utf8), .file(.foreign(.zip))),
      (
        "a web page", Array("<!DOCTYPE html>\n<html><title>404, not found</title>".utf8),
        .file(.foreign(.html))
      ),
      (
        "a Git LFS pointer", Array("version https://git-lfs.github.com/spec/v1\noid x\n".utf8),
        .file(.foreign(.gitLFS))
      ),
      ("JSON lines", Array("{\"a\": 1, \"click\": 0}\n".utf8), .file(.foreign(.jsonLines))),
      ("a SQLite database", Array("SQLite format 3\0....".utf8), .file(.foreign(.sqlite))),
      ("a NumPy array", [0x93] + Array("NUMPY....".utf8), .file(.foreign(.numpy))),
      ("an empty file", [], .file(.empty)),
    ] as [(String, [UInt8], DataError.Fault)])
  func isNamedForWhatItIs(name: String, bytes: [UInt8], fault: DataError.Fault) throws {
    let folder = try TestFolder()
    try folder.write(bytes, "t.csv")
    let error = dataError { try folder.csv("t.csv", "--label", "click") }
    #expect(error?.fault == fault)
    #expect(error?.line == 1)
  }

  @Test func aWrongSeparatorIsToldFromTheRightOne() throws {
    let folder = try TestFolder(["t.csv": OddFile.text(";")])
    let error = dataError { try folder.csv("t.csv", "--label", "click", "--separator", ",") }
    let behind = DataError.Named.columnBehind(separator: UInt8(ascii: ";"), isRecognised: true)
    #expect(error?.fault == .unknown(behind, "click", known: ["age;city;price;click"]))
  }

  @Test(arguments: [" ", "~", "::", "^"])
  func aSeparatorThatIsNotRecognisedIsNamed(separator: String) throws {
    let folder = try TestFolder(["t.csv": OddFile.text(separator)])
    let error = dataError { try folder.csv("t.csv", "--label", "click") }
    let behind = DataError.Named.columnBehind(
      separator: separator.utf8.first ?? 0, isRecognised: false)
    let known = [OddFile.header.joined(separator: separator)]
    #expect(error?.fault == .unknown(behind, "click", known: known))
    let word = separator == " " ? "space" : String(separator.prefix(1))
    let data = try folder.csv("t.csv", "--label", "click", "--separator", word)
    #expect(Set(data.schema.features.map(\.name)) == ["age", "city", "price"])
  }

  /// A guess that may be wrong, or a value that was lost, has its note.
  @Test(
    arguments: [
      (
        OddFile.column(0, "", { $0 == 5 ? "soon" : "\(1_704_067_200 + 86_400 * $0)" }, nil),
        .oddTimes(column: "age", [WordLine(word: "soon", line: 7)], rows: 1)
      ),
      (
        OddFile.column(0, "", { "\($0 + 1).01.2024" }, nil), .dates(column: "age", dayFirst: true)
      ),
      (
        OddFile.column(0, "", { "\($0 % 12 + 1)/\($0 % 11 + 1)/2024" }, nil),
        .ambiguousDates(column: "age")
      ),
      (
        OddFile.column(0, "", { $0 < 10 ? "a\($0)" : "\(100 + $0)" }, nil),
        .mixed(
          column: "age", (0..<3).map { WordLine(word: "a\($0)", line: $0 + 2) }, rows: 10, of: 30)
      ),
      (OddFile.column(1, "", { $0 == 7 ? "3.0" : "3" }, nil), .twins(column: "city", "3", "3.0")),
      (
        OddFile(
          "",
          OddFile.text(header: ["user_id", "city", "price", "click"]) {
            ["\($0 % 9 + 1).23457E+11"] + $1.dropFirst()
          }), .roundedIDs(column: "user_id", "1.23457E+11")
      ),
      (OddFile.column(0, "", { "0\(1_000 + 37 * $0)" }, nil), .taken(["age"], .leadingZeros)),
      (
        OddFile.column(3, "", { _ in "1" }, nil),
        .suspicion(.constantLabel(task: "click", value: 1))
      ),
      (OddFile.column(1, "", { _ in "" }, nil), .suspicion(.noValue(feature: "city"))),
    ] as [(OddFile, DataNote)])
  func whatIsOddIsSaid(file: OddFile, note: DataNote) throws {
    let folder = try TestFolder()
    try folder.write(file.bytes, "t.csv")
    let data = try folder.csv("t.csv", "--label", "click")
    #expect(data.notes.contains(note), "\(data.notes)")
  }

  @Test(arguments: [["--time", "age"], ["--split", "time", "--time-column", "age"]])
  func datesThatCouldBeginWithDayOrMonthAreNoTimes(words: [String]) throws {
    let file = OddFile.column(0, "", { "\($0 % 12 + 1)/\($0 % 11 + 1)/2024" }, nil)
    let folder = try TestFolder()
    try folder.write(file.bytes, "t.csv")
    let source = try OptionParser.parse(CSV.self, ["t.csv", "--label", "click"] + words)
    let error = dataError { try source.load(from: folder.context) }
    #expect(error?.fault == .split(.ambiguousDates(column: "age")))
  }

  /// A test file without a header, of a file without one; and one that lacks columns.
  @Test func testFilesAreReadAsTheFirstFile() throws {
    let folder = try TestFolder([
      "t.csv": OddFile.text(header: nil), "u.csv": "|a remark\n" + OddFile.text(header: nil),
      "h.csv": OddFile.text(), "short.csv": "age,city\n30,Rome\n",
    ])
    let data = try folder.csv("t.csv", "--label", "column4", "--test", "u.csv")
    #expect(data.split.test.count == 30 && data.rowCount == 60)
    let error = dataError { try folder.csv("h.csv", "--label", "click", "--test", "short.csv") }
    #expect(error?.fault == .header(.lacks(["price", "click"])))
  }

  @Test func aFirstLineOfDataIsSaidToBeOne() throws {
    let folder = try TestFolder(["t.csv": OddFile.text(header: nil)])
    let error = dataError { try folder.csv("t.csv", "--label", "click") }
    let known = (1...4).map { "column\($0)" }
    #expect(error?.fault == .unknown(.columnWithoutHeader, "click", known: known))
  }

  /// The first thousands sign stands on line 152: neither guessed nor named columns lose their prices above 1,000.
  @Test(arguments: [[], ["--numeric", "price"], ["--decimal", ","], ["--thousands", "."]])
  func thousandsSignsMayComeLate(words: [String]) throws {
    let rows = (0..<200).map { "\($0 < 150 ? "\($0)" : "1.\(100 + $0)"),5;\($0 % 2);\($0 % 7)\n" }
    let folder = try TestFolder(["t.csv": "price;click;age\n" + rows.joined()])
    let source = try OptionParser.parse(CSV.self, ["t.csv", "--label", "click"] + words)
    let data = try source.load(from: folder.context)
    let expected = (0..<200).map { Float($0 < 150 ? $0 : 1_100 + $0) + 0.5 }
    #expect(data.numbers("price").raw == expected)
    #expect(data.notes.badRows.isEmpty)
    let file = try ScoringFile(folder.path + "/t.csv", schema: data.schema, keeping: [])
    let (unknown, _) = try file.forEachWindow(folder.context) { rows in
      #expect(rows.data.numbers("price").raw == expected)
    }
    #expect(unknown.isEmpty)
  }

  /// Unicode's minus is one: features, labels and text windows have the numbers of the hyphen's.
  @Test func unicodesMinusIsAMinus() throws {
    func text(_ minus: String) -> String {
      "price,flag,spend,click\n"
        + (0..<80).map { row in
          "\(row % 3 == 0 ? minus : "")\(row).25,\(row % 2 == 0 ? "1" : minus + "1"),"
            + "\(minus)\(row % 7)e1,\(row % 2)\n"
        }.joined()
    }
    let folder = try TestFolder(["a.csv": text("-"), "b.csv": text("\u{2212}")])
    func load(_ name: String, _ words: String...) throws -> DataSet {
      try CSV.parse(
        [name, "--label", "click", "--regression", "spend", "--numeric", "flag"] + words
      ).load(from: folder.context)
    }
    let (plain, data) = (try load("a.csv"), try load("b.csv"))
    #expect(data.notes == plain.notes)
    #expect(data.numbers("price").raw == plain.numbers("price").raw)
    #expect(data.numbers("price").raw.prefix(4) == [-0.25, 1.25, 2.25, -3.25])
    #expect(data.numbers("flag").raw == plain.numbers("flag").raw)
    #expect(data.labels.map { Array($0) } == plain.labels.map { Array($0) })
    #expect(data.labels[1].contains(-60))
    for word in ["\u{2212}", "\u{2212}-1", "\u{2212}\u{2212}1", "\u{2212}+1", "1\u{2212}"] {
      #expect(TextTable.number(word) == nil, "\(word)")
    }
  }

  /// Counts since 1970 in another unit than the others are read in their own, and said.
  @Test func mixedUnitsOfTimeAreSaid() throws {
    let rows = (0..<60).map { row in
      "\((1_700_000_000 + 3_600 * row) * (row % 20 == 5 ? 1 : 1_000)),\(row % 2)\n"
    }
    let folder = try TestFolder(["t.csv": "ts,click\n" + rows.joined()])
    let data = try folder.csv(
      "t.csv", "--label", "click", "--split", "time", "--time-column", "ts")
    let lines = [5, 25, 45].map { WordLine(word: "\(1_700_000_000 + 3_600 * $0)", line: $0 + 2) }
    #expect(data.notes.contains(.otherUnits(column: "ts", lines, rows: 3)), "\(data.notes)")
    #expect(data.split.train == Array(0..<48) && data.split.test == Array(54..<60))
    let from = try folder.csv(
      "t.csv", "--label", "click", "--split", "column", "--split-by", "ts", "--validation-from",
      "\(1_700_000_000 + 3_600 * 40)", "--test-from", "\((1_700_000_000 + 3_600 * 50) * 1_000)")
    #expect(from.split.train == Array(0..<40) && from.split.test == Array(50..<60))
  }

  @Test func weightsThatAreAllZeroAreRefused() throws {
    let folder = try TestFolder([
      "t.csv": OddFile.text(header: ["age", "city", "w", "click"]) { [$1[0], $1[1], "0", $1[3]] }
    ])
    let error = dataError { try folder.csv("t.csv", "--label", "click", "--weight", "w") }
    #expect(error?.fault == .noWeight(column: "w"))
  }

  @Test(arguments: ["-1", "1e39", "inf", ""]) func weightsThatAreNoneAreRefused(word: String) throws
  {
    let folder = try TestFolder([
      "t.csv": OddFile.text(header: ["age", "city", "w", "click"]) { row, cells in
        [cells[0], cells[1], row == 7 ? word : "2", cells[3]]
      }
    ])
    let error = dataError { try folder.csv("t.csv", "--label", "click", "--weight", "w") }
    #expect(error?.fault == .wrongWeight(column: "w") && error?.line == 9)
  }

  /// The word that does not fit is named, with its line.
  @Test(arguments: [("-1", 2), ("50", 17)])
  func aStrangeLabelIsNamed(word: String, row: Int) throws {
    let folder = try TestFolder([
      "t.csv": OddFile.text { $0 == row ? $1.dropLast() + [word] : $1 }
    ])
    let error = dataError { try folder.csv("t.csv", "--label", "click") }
    #expect(error?.line == row + 2)
    guard case .label(.notBinary(let values)) = error?.fault else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(values.odd == word && values.oddRows == 1 && values.isNumeric)
  }

  /// Whole numbers of 64 bits are read, split and standardised with all their digits.
  @Test func largeNumbersKeepTheirDigits() throws {
    let text =
      "stamp,click\n" + (0..<100).map { "\(1_700_000_000_000_000 + $0 * 7),\($0 % 2)\n" }.joined()
    let folder = try TestFolder(["t.csv": text])
    let data = try folder.csv(
      "t.csv", "--label", "click", "--numeric", "stamp", "--split", "column", "--split-by", "stamp",
      "--validation-from", "1700000000000560", "--test-from", "1700000000000630")
    #expect(
      [data.split.train.count, data.split.validation.count, data.split.test.count] == [80, 10, 10])
    let transformed = data.numbers("stamp").transformed
    #expect(Set(transformed).count == 100)
    #expect(transformed == transformed.sorted())
  }
}

extension DataSet {
  /// A categorical feature's word in each row, `·` where it is missing and `?` where nobody knows it.
  func words(_ feature: String) -> [String] {
    let words = (vocabulary(feature) ?? []) + strangers[index(of: feature)].strings
    return ids(feature).map { id in
      id == 0 ? "·" : words.indices.contains(Int(id) - 1) ? words[Int(id) - 1] : "?"
    }
  }

  /// A multi-valued feature's words in each row.
  func lists(_ feature: String) -> [[String]] {
    let index = index(of: feature)
    guard case .lists(let lists) = columns[index],
      case .multiple(let vocabulary) = schema.features[index].kind
    else { return [] }
    let words = vocabulary + strangers[index].strings
    return lists.lists.indices.map { row in
      lists.items(ofRow: row).map { item -> String in
        let index = Int(lists.ids[item]) - 1
        return words.indices.contains(index) ? words[index] : "?"
      }
    }
  }

  private func index(of feature: String) -> Int {
    schema.features.firstIndex { $0.name == feature } ?? 0
  }
}
