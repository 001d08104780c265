import ArgumentParser
import DataSets
import Numbers
import Testing

/// Damage done to a good file, by chance but with a seed: a bad row is counted, a bad file is an error.
@Suite struct DamagedInputTests {
  /// What is done to the lines of a good file (header and rows), and to its bytes.
  enum Damage: String, CaseIterable, Sendable {
    case cutLine, doubledField, lostField, zeroByte, badUTF8, unclosedQuote, textAfterQuote
    case emptyFile, onlyBlankLines, headerOnly, outOfRange, wordForNumber, thirdLabel
    case hugeField, otherSeparator, compressed, doubledName
    case missingHeader, unknownColumn

    /// Whether it is done to one row.
    var isOfARow: Bool {
      switch self {
      case .cutLine, .doubledField, .lostField, .zeroByte, .badUTF8, .unclosedQuote,
        .textAfterQuote, .outOfRange, .wordForNumber, .hugeField, .otherSeparator:
        true
      default: false
      }
    }
  }

  static let cases = Damage.allCases.flatMap { damage in (1...10).map { (damage, UInt64($0)) } }

  /// Header `id,size,color,click` and 40 rows; the seed chooses among spellings.
  private func lines(_ random: inout RandomStream) -> [String] {
    let quote = random.below(2) == 0 ? "\"" : ""
    return ["id,size,color,click"]
      + (1...40).map { row in
        let color = ["red", "blue", "green"][random.below(3)]
        return "\(row),\(random.below(1_000)).5,\(quote)\(color)\(quote),\(random.below(2))"
      }
  }

  private func damaged(_ damage: Damage, _ random: inout RandomStream) -> (
    bytes: [UInt8], line: Int
  ) {
    var lines = lines(&random)
    var line = 1 + random.below(40)
    var fields = lines[line].split(separator: ",").map(String.init)
    switch damage {
    case .cutLine:
      line = 40
      fields = Array(fields.prefix(1 + random.below(3)))
    case .doubledField: fields.append(fields[random.below(4)])
    case .lostField: fields.remove(at: random.below(4))
    case .zeroByte: fields[2] = "re\0d"
    case .badUTF8: fields[2] = "\u{1}"
    case .unclosedQuote: fields[2] = "\"red"
    case .textAfterQuote: fields[2] = "\"red\"dish"
    case .outOfRange:
      fields[1] = ["1e39", "-1e400", "9" + String(repeating: "0", count: 60)][random.below(3)]
    case .wordForNumber: fields[1] = ["big", "1.2.3", "0x1f", "ten", "1_000"][random.below(5)]
    case .thirdLabel: fields[3] = ["2", "yes", "-1", "0.5"][random.below(4)]
    case .hugeField: fields[2] = String(repeating: "x", count: 1_100_000)
    case .otherSeparator: fields = [fields.joined(separator: ";")]
    case .doubledName:
      line = 0
      fields = ["id", "size", "id", "click"]
    case .unknownColumn:
      line = 0
      fields = ["id", "width", "color", "click"]
    case .missingHeader: return (Array(lines.dropFirst().joined(separator: "\n").utf8), 1)
    case .headerOnly: return (Array(lines[0].utf8), 1)
    case .emptyFile: return ([], 1)
    case .onlyBlankLines: return (Array(repeating: 10, count: 1 + random.below(50)), 1)
    case .compressed: return ([0x1f, 0x8b, 8] + Array(lines.joined().utf8), 1)
    }
    lines[line] = fields.joined(separator: ",")
    if damage == .cutLine { lines = Array(lines.prefix(41)) }
    let end = random.below(2) == 0 ? "\n" : "\r\n"
    let bytes = Array(lines.joined(separator: end).utf8)
    // A byte that no UTF-8 text holds; Swift's strings cannot carry it.
    let damagedLine = damage.isOfARow ? line : line + 1
    return (bytes.map { damage == .badUTF8 && $0 == 1 ? 0xff : $0 }, damagedLine)
  }

  /// Damage to one row of forty leaves the other rows; damage to the file ends the reading.
  @Test(arguments: cases)
  func endsInACountedRowOrInAnErrorWithFileAndLine(damage: Damage, seed: UInt64) throws {
    var random = RandomStream(seed: seed, purpose: damage.rawValue)
    let (bytes, line) = damaged(damage, &random)
    let folder = try TestFolder()
    let path = try folder.write(bytes, "clicks.csv")
    if damage.isOfARow {
      let data = try folder.csv("clicks.csv", "--label", "click", "--numeric", "size")
      #expect(data.rowCount == 39)
      #expect(data.notes.badRow(of: "clicks.csv")?.line == line + 1, "\(data.notes)")
      return
    }
    let error = dataError { try folder.csv("clicks.csv", "--label", "click", "--numeric", "size") }
    #expect(error?.file == path)
    #expect(error?.line == line)
  }

  /// When more than a tenth of the rows is bad, something else is wrong with the file.
  @Test func manyBadRowsEndTheReading() throws {
    let rows = (0..<40).map { $0 % 8 == 5 ? "\($0)" : "\($0),1" }
    let folder = try TestFolder(["t.csv": "a,y\n" + rows.joined(separator: "\n")])
    let error = dataError { try folder.csv("t.csv", "--label", "y") }
    #expect(error?.line == 7)
    #expect(error?.fault == .row(.fieldCount(expected: 2, found: 1), others: 4))
  }

  @Test(arguments: 1...40)
  func flippedBytesNeverTrap(seed: UInt64) throws {
    var random = RandomStream(seed: seed, purpose: "bytes")
    var bytes = Array(lines(&random).joined(separator: "\n").utf8)
    for _ in 0...random.below(4) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
    bytes.removeLast(random.below(30))
    let folder = try TestFolder()
    try folder.write(bytes, "clicks.csv")
    do {
      let data = try folder.csv("clicks.csv", "--label", "click")
      #expect(data.rowCount <= data.labels[0].count)
      #expect((30...41).contains(data.rowCount))
    } catch let error as DataError {
      #expect(error.file?.hasSuffix("clicks.csv") == true)
      #expect(error.line != nil)
    }
  }

  @Test(arguments: 1...5)
  func lineEndsAndBlankLinesAreNoDamage(seed: UInt64) throws {
    var random = RandomStream(seed: seed, purpose: "ends")
    let text = lines(&random).map { line in
      line + ["\n", "\r\n", "\n\n", " \r\n\r\n"][random.below(4)]
    }.joined()
    let folder = try TestFolder(["clicks.csv": text])
    let data = try folder.csv("clicks.csv", "--label", "click", "--numeric", "id")
    #expect(data.rowCount == 40)
    #expect(data.numbers("id").raw == (1...40).map(Float.init))
  }

  private static let adultDamages:
    [(name: String, text: String, line: Int, fault: DataError.Fault)] = [
      (
        "adult.data", "39, State-gov, 77516", 1,
        .row(.fieldCount(expected: 15, found: 3), others: 0)
      ),
      (
        "adult.data", "x\(goodAdult.dropFirst(2))", 1,
        .row(.unexpected(column: "age", word: "x", expected: .number), others: 0)
      ),
      (
        "adult.data", "\(goodAdult)\n\(goodAdult.dropLast(3))", 2,
        .row(
          .unexpected(column: "income", word: "<=", expected: .words(["<=50K", ">50K"])), others: 0)
      ),
      (
        "adult.test", "|1x3 Cross\n\(goodAdult).\n\n\(goodAdult).,", 4,
        .row(.fieldCount(expected: 15, found: 16), others: 0)
      ),
      ("adult.test", "|1x3 Cross\n", 1, .file(.noRow)),
    ]

  @Test(arguments: adultDamages)
  func damagedAdult(name: String, text: String, line: Int, fault: DataError.Fault) throws {
    let folder = try TestFolder(["adult.data": Self.goodAdult, "adult.test": Self.goodAdult + "."])
    try folder.write(Array(text.utf8), name)
    let error = dataError { try Adult.parse([folder.path]).load(from: folder.context) }
    #expect(error?.file == folder.path + "/" + name)
    #expect(error?.line == line)
    #expect(error?.fault == fault)
  }

  /// Bytes of one of Ali-CCP's four files are changed, and its end is cut off.
  @Test(arguments: 1...40)
  func damagedAliCCP(seed: UInt64) throws {
    var random = RandomStream(seed: seed, purpose: "ali-ccp")
    let names = AliCCPTests.files.keys.sorted()
    let name = names[random.below(names.count)]
    var bytes = Array((AliCCPTests.files[name] ?? "").utf8)
    for _ in 0...random.below(4) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
    bytes.removeLast(random.below(bytes.count / 3))
    let folder = try TestFolder(AliCCPTests.files)
    try folder.write(bytes, name)
    do {
      let data = try AliCCP.parse([folder.path]).load(from: folder.context)
      #expect(data.rowCount <= 12)
    } catch let error as DataError {
      #expect(error.file?.hasPrefix(folder.path) == true && error.line != nil)
    }
    _ = try? AliCCP.parse([folder.path]).load(from: folder.filingContext)
    #expect(folder.names(in: "cache").allSatisfy { $0.hasSuffix(".columns") })
  }

  static let goodAdult =
    "39, State-gov, 77516, Bachelors, 13, Never-married, Adm-clerical, Not-in-family, White, Male, "
    + "2174, 0, 40, United-States, <=50K"
}
