import DataSets
import Numbers
import Testing

/// Text that is cut into windows and chunks, and text that is packed.
@Suite struct LargeTextTests {
  private static let threads = [1, 2, 7]

  /// Three megabytes with line feeds in quotes, blank lines, bad rows and quotes that never close.
  private static func text() -> (
    text: String, rows: [(word: String, number: Float, line: Int)], bad: [Int]
  ) {
    var random = RandomStream(seed: 3, purpose: "large text")
    var text = "word,number\n"
    var rows: [(word: String, number: Float, line: Int)] = []
    var bad: [Int] = []
    var line = 2
    while text.utf8.count < 3_000_000 {
      let number = random.below(100_000)
      switch random.below(200) {
      case 0:
        text += "\n"
        line += 1
      case 1:
        text += "a,b,c\n"
        bad.append(line)
        line += 1
      case 2:
        text += "\"open,\(number)\n"
        bad.append(line)
        line += 1
      case 3...40:
        let word = "w\(number)\nsecond, \"\"line\"\""
        text += "\"\(word)\",\(number)\n"
        rows.append((word.replacing("\"\"", with: "\""), Float(number), line))
        line += 2
      default:
        text += "w\(number % 911), \(number)\r\n"
        rows.append(("w\(number % 911)", Float(number), line))
        line += 1
      }
    }
    return (text, rows, bad)
  }

  private static let sample = text()

  private func check(_ table: TextTable) throws {
    let rows = Self.sample.rows
    #expect(table.rowCount == rows.count)
    guard case .words(let codes, let words) = try table.feature("word").values,
      case .numbers(let numbers) = try table.number("number").values
    else { return }
    var firstCode: [String: Int32] = [:]
    for (place, row) in rows.enumerated() where place < table.rowCount {
      let expected = firstCode[row.word, default: Int32(firstCode.count)]
      firstCode[row.word] = expected
      #expect(codes[place] == expected && numbers[place] == row.number)
      if words[Int(codes[place])] != row.word { Issue.record("row \(place)") }
    }
    for place in stride(from: 0, to: rows.count, by: 997) {
      #expect(table.location(ofRow: place).line == rows[place].line)
    }
    let bad = table.notes.badRows.first
    #expect(bad?.count == Self.sample.bad.count)
    #expect(bad?.first.map(\.line) == Array(Self.sample.bad.prefix(5)))
  }

  /// Every number of threads gives the same codes, rows and lines.
  @Test(arguments: threads)
  func recordsDoNotDependOnThreads(threads: Int) throws {
    let folder = try TestFolder(["t.csv": Self.sample.text])
    let before = Threads.count
    defer { Threads.count = before }
    Threads.count = threads
    let table = TextTable(readings: ["number": .numbers])
    try table.append(file: folder.path + "/t.csv", format: TextFormat(), context: folder.context)
    try check(table)
  }

  @Test func packedTextIsTheSame() throws {
    let folder = try TestFolder(["t.csv": Self.sample.text])
    Packing.write(Array(Self.sample.text.utf8), to: folder.path + "/t.csv.gz")
    let table = TextTable(readings: ["number": .numbers])
    try table.append(file: folder.path + "/t.csv.gz", format: TextFormat(), context: folder.context)
    try check(table)
  }

  @Test func limitTakesTheFirstRows() throws {
    let folder = try TestFolder(["t.csv": Self.sample.text])
    for limit in [500, 5_000, 50_000] {
      let table = TextTable()
      try table.append(
        file: folder.path + "/t.csv", format: TextFormat(), limit: limit, context: folder.context)
      #expect(table.rowCount == limit)
      let lastLine = Self.sample.rows[limit - 1].line
      let bad = Self.sample.bad.count { $0 < lastLine }
      #expect((table.notes.badRows.first?.count ?? 0) == bad)
    }
  }
}
