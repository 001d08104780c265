import DataSets
import Numbers
import Testing

/// Random text of marks, blanks, damaged bytes and words, read as a loop over lines reads it.
@Suite struct PlainTextTests {
  private struct Rows: Equatable {
    var words: [[UInt8]?] = []
    var numbers: [Float] = []
    var lines: [Int] = []
    var badLines: [Int] = []
  }

  private static func trimmed(_ field: [UInt8], _ separator: UInt8) -> [UInt8] {
    let isBlank = { (byte: UInt8) in [32, 9, 13].contains(byte) && byte != separator }
    let field = Array(field.drop(while: isBlank))
    return Array(field.reversed().drop(while: isBlank).reversed())
  }

  /// The rows of a text without quotes: a number, a word and one more field on each line.
  private static func simple(_ text: [UInt8], _ format: TextFormat) -> Rows {
    var rows = Rows()
    for (place, line) in text.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      if line.first == format.comment { continue }
      let fields = line.split(separator: format.separator, omittingEmptySubsequences: false)
        .map { trimmed(Array($0), format.separator) }
      if fields.count == 1, fields[0].isEmpty { continue }
      let isGood = { (field: [UInt8]) in
        !field.contains(0) && String(validating: field, as: UTF8.self) != nil
      }
      guard fields.count == 3, isGood(fields[0]), isGood(fields[1]) else {
        rows.badLines.append(place + 1)
        continue
      }
      let isMissing = { (field: [UInt8]) in
        field.isEmpty || format.missing.contains { Array($0.utf8) == field }
      }
      let number = TextTable.number(String(decoding: fields[0], as: UTF8.self))
      guard let value = number ?? (isMissing(fields[0]) ? .nan : nil) else {
        rows.badLines.append(place + 1)
        continue
      }
      rows.numbers.append(value)
      rows.words.append(isMissing(fields[1]) ? nil : fields[1])
      rows.lines.append(place + 1)
    }
    return rows
  }

  private static func read(_ text: [UInt8], _ format: TextFormat) throws -> Rows {
    let folder = try TestFolder()
    let path = try folder.write(text, "t")
    let table = TextTable(
      names: ["n", "w", "x"], readings: ["n": .numbers, "x": .nothing])
    try table.append(file: path, format: format, context: folder.context)
    guard case .words(let codes, let words) = try table.feature("w").values else { return Rows() }
    let numbers = try table.numbers(0)
    var rows = Rows()
    for row in 0..<table.rowCount {
      rows.numbers.append(numbers[row])
      rows.words.append(codes[row] < 0 ? nil : Array(words[Int(codes[row])].utf8))
      rows.lines.append(table.location(ofRow: row).line)
    }
    if let bad = table.notes.badRows.first {
      let first = bad.first.map(\.line)
      rows.badLines = first + [Int](repeating: 0, count: bad.count - first.count)
    }
    // Codes count up in the order in which words are met.
    var next: Int32 = 0
    for row in 0..<table.rowCount where codes[row] >= next {
      #expect(codes[row] == next)
      next += 1
    }
    return rows
  }

  private static let formats: [TextFormat] = [
    TextFormat(hasHeader: false),
    TextFormat(isQuoted: false, hasHeader: false, missing: []),
    TextFormat(separator: 9, hasHeader: false, comment: UInt8(ascii: "|")),
    TextFormat(separator: 32, isQuoted: false, hasHeader: false, missing: ["-", "none", "?"]),
    TextFormat(separator: 59, hasHeader: false, missing: ["not available"]),
  ]

  @Test(arguments: formats.indices, 0..<8)
  func readAsALoopReadsIt(format place: Int, seed: UInt64) throws {
    let format = Self.formats[place]
    var random = RandomStream(seed: seed, purpose: "plain text")
    let separator = [format.separator]
    let parts: [[UInt8]] = [
      separator, separator, [10], [13, 10], [32], [9], [0], [0xc3, 0xa9], [0xc3], [0xff], [97],
    ]
    let words = [
      "a", "?", "-", "none", "not available", "12345678", "123456789", "1e3", ".5", "-7", "00",
      "long word of text", "exactly8", "ninebytes", "é", "日本語の言葉", "\u{7f}", "", "  ", " b ", "|",
    ].map { Array($0.utf8) }
    var text: [UInt8] = []
    func add(_ bytes: [UInt8]) { text += bytes }
    for _ in 0..<(seed < 6 ? 300 : 20_000) {
      // A line of anything, and lines enough that are good to let the bad ones pass.
      for _ in 0..<random.below(9) {
        let from = random.below(2) == 0 ? parts : words
        add(from[random.below(from.count)])
      }
      add([10])
      for _ in 0..<14 {
        let number = "\(random.below(random.below(2) == 0 ? 10 : 100_000_000))"
        let word = words[random.below(words.count)].filter { $0 != format.separator }
        add(Array(number.utf8) + separator + word + separator + (random.below(9) == 0 ? [13] : []))
        add([10])
      }
    }
    if seed % 2 == 1 { text.removeLast() }
    var expected = Self.simple(text, format)
    expected.badLines = expected.badLines.enumerated().map { $0 < 5 ? $1 : 0 }
    let rows = try Self.read(text, format)
    #expect(rows.words == expected.words && rows.lines == expected.lines)
    #expect(rows.numbers.map(\.bitPattern) == expected.numbers.map(\.bitPattern))
    #expect(rows.badLines == expected.badLines)
  }
}
