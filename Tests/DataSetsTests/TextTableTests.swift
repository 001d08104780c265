import DataSets
import Testing

/// Reading delimited text: what counts as a field, a record, a missing value.
@Suite struct TextTableTests {
  /// The words of each column, "·" where missing.
  private func read(_ text: String, _ format: TextFormat) throws -> [String: [String]] {
    let folder = try TestFolder(["t": text])
    let table = TextTable()
    try table.append(file: folder.path + "/t", format: format, context: folder.context)
    var result: [String: [String]] = [:]
    for name in table.names {
      guard case .words(let codes, let words) = try table.feature(name).values else { continue }
      result[name] = (0..<codes.count).map { codes[$0] < 0 ? "·" : words[Int(codes[$0])] }
    }
    return result
  }

  @Test(arguments: [
    ("a,b\n1,2\n", ["1"], ["2"]),
    ("a,b\n1,2", ["1"], ["2"]),
    ("a,b\r\n1,2\r\n3,4\r\n", ["1", "3"], ["2", "4"]),
    ("a,b\n\n1,2\n  \n\n3,4\n\n", ["1", "3"], ["2", "4"]),
    ("\u{feff}a,b\n1,2\n", ["1"], ["2"]),
    ("a, b\n 1 ,\t2 \n", ["1"], ["2"]),
    ("a,b\n1,\n,2\n?,x\n", ["1", "·", "·"], ["·", "2", "x"]),
    ("\"a\",\"b\"\n\"1,5\",\"x\ny\"\n", ["1,5"], ["x\ny"]),
    ("a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", ["say \"hi\""], ["\""]),
    ("a,b\n\"\",\" \"\n", ["·"], [" "]),
    ("a,b\n5\" pipe,x\"y\n", ["5\" pipe"], ["x\"y"]),
    ("a,b\n\"1\" , \"2\"\r\n", ["1"], ["2"]),
    ("a,b\nß,日本\n", ["ß"], ["日本"]),
  ])
  func fields(text: String, a: [String], b: [String]) throws {
    let table = try read(text, TextFormat())
    #expect(table == ["a": a, "b": b])
  }

  @Test func otherFormats() throws {
    let tabs = TextFormat(separator: UInt8(ascii: "\t"), hasHeader: false)
    #expect(try read("1\t\t3\n", tabs) == ["column1": ["1"], "column2": ["·"], "column3": ["3"]])
    let plain = TextFormat(isQuoted: false, hasHeader: false, comment: UInt8(ascii: "|"))
    #expect(try read("|x\n\"1\", 2\n|y\n", plain) == ["column1": ["\"1\""], "column2": ["2"]])
    let missing = TextFormat(missing: ["NA", "-"])
    #expect(try read("a,b\nNA,?\n-,N\n", missing) == ["a": ["·", "·"], "b": ["?", "N"]])
  }

  @Test func namelessColumnIsNamedByItsPlace() throws {
    #expect(try read(",b\n0,1\n", TextFormat()) == ["column1": ["0"], "b": ["1"]])
  }

  @Test func linesAreCountedThroughQuotesCommentsAndBlankLines() throws {
    let folder = try TestFolder(["t": "a,b\n\"x\ny\",1\n\n2,3\n4\n"])
    let table = TextTable()
    let error = dataError {
      try table.append(file: folder.path + "/t", format: TextFormat(), context: folder.context)
    }
    #expect(error?.line == 6)
    #expect(error?.row?.reason == .fieldCount(expected: 2, found: 1))
    #expect(table.location(ofRow: 0).line == 2)
    #expect(table.location(ofRow: 1).line == 5)
  }

  @Test func manyWordsKeepTheirCodes() throws {
    let lines = (0..<20_000).map { "w\($0 % 7_001),\($0)" }
    let table = try read("a,b\n" + lines.joined(separator: "\n"), TextFormat())
    #expect(table["a"] == (0..<20_000).map { "w\($0 % 7_001)" })
    #expect(table["b"] == (0..<20_000).map { "\($0)" })
  }

  @Test(
    arguments: [
      ("1", 1), ("-2.5", -2.5), ("+3", 3), (".5", 0.5), ("1e-3", 0.001), ("16777217", 16_777_216),
      ("1e999", nil), ("1e39", nil), ("nan", nil), ("inf", nil), ("0x10", nil), ("1,5", nil),
      ("1 2", nil), ("", nil), ("-", nil), ("1e", nil), ("--1", nil), ("٣", nil),
    ] as [(String, Float?)])
  func numbers(word: String, value: Float?) { #expect(TextTable.number(word) == value) }
}
