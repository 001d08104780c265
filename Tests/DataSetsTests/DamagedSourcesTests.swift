import ArgumentParser
import DataSets
import Numbers
import Testing

/// Every file of every source, with one damage of each kind: one row is counted as bad, or the
/// loading ends with file and line; and nothing half-built is left.
@Suite struct DamagedSourcesTests {
  enum Damage: String, CaseIterable, Sendable {
    case cutLine, wrongCount, zeroByte, badUTF8, hugeField, emptyFile, carriageReturns
    case missingHeader, outOfRange
  }

  private enum Outcome {
    /// One row is counted as bad; the others are all there.
    case badRow(line: Int)
    /// All good rows are there; with the values of the good files.
    case harmless, equal
    case error(line: Int)
  }

  private static let files = GoodFiles.all.flatMap(\.files)

  /// A byte that no UTF-8 text holds stands for this one, which Swift's strings can carry.
  private static let placeholder: UInt8 = 0x7f

  private func damaged(
    _ file: GoodFile, _ damage: Damage, _ random: inout RandomStream
  ) -> (text: String, outcome: Outcome) {
    var lines = file.headLines + file.rows
    // A file's first row may be what its layout is known by.
    let place = file.headLines.count + 1 + random.below(GoodFile.rowCount - 1)
    var fields = Self.fields(lines[place], file.separator)
    var outcome = Outcome.badRow(line: place + 1)
    switch damage {
    case .cutLine: fields = Array(fields.prefix(1 + random.below(fields.count - 1)))
    case .wrongCount:
      if random.below(2) == 0 {
        fields.remove(at: random.below(fields.count))
      } else {
        fields.append(fields[random.below(fields.count)])
      }
    case .zeroByte: fields[file.word] += "\0x"
    case .badUTF8: fields[file.word] += String(UnicodeScalar(Self.placeholder))
    case .hugeField: fields[file.word] = String(repeating: "x", count: 1_100_000)
    case .outOfRange:
      let number = ["1e39", "-1e400", "9" + String(repeating: "0", count: 60)][random.below(3)]
      fields[file.number ?? file.word] = number
      if file.number == nil { outcome = .harmless }
    case .emptyFile:
      return (String(repeating: "\n", count: random.below(3)), .error(line: 1))
    case .carriageReturns: return (lines.joined(separator: "\r\n") + "\r\n", .equal)
    case .missingHeader: return withoutHeader(file, count: fields.count)
    }
    lines[place] = fields.joined(separator: file.separator)
    return (lines.joined(separator: "\n"), outcome)
  }

  /// The file without its header, or with one where none belongs.
  private func withoutHeader(_ file: GoodFile, count: Int) -> (text: String, outcome: Outcome) {
    let rows = file.rows.joined(separator: "\n")
    switch file.head {
    case .needed: return (rows, .error(line: 1))
    case .optional: return (rows, .equal)
    case .none:
      let header = (1...count).map { "column\($0)" }.joined(separator: file.separator)
      return ("\(header)\n\(rows)", file.number == nil ? .harmless : .badRow(line: 1))
    }
  }

  private static func fields(_ line: String, _ separator: String) -> [String] {
    var fields = [""]
    var rest = Substring(line)
    while let character = rest.first {
      if rest.hasPrefix(separator) {
        fields.append("")
        rest = rest.dropFirst(separator.count)
      } else {
        fields[fields.count - 1].append(character)
        rest = rest.dropFirst()
      }
    }
    return fields
  }

  @Test func everySourceThatReadsTextIsHere() {
    let others: Set = ["synthetic", "funnel", "frame", "parquet", "sql"]
    #expect(
      Set(GoodFiles.all.map(\.source)) == Set(dataSources.map { $0.name }).subtracting(others))
    #expect(Self.files.count * Damage.allCases.count * 2 >= 200)
  }

  @Test(arguments: files, Damage.allCases)
  func endsInACountedRowOrInAnErrorWithFileAndLine(file: GoodFile, damage: Damage) throws {
    let all = try #require(GoodFiles.all.first { $0.files.contains { $0.name == file.name } })
    let folder = try TestFolder()
    try all.write(to: folder)
    let good = try #require(try all.load(folder, folder.context))
    #expect(good.notes.badRows.isEmpty, "\(good.notes)")
    for seed in UInt64(1)...2 {
      var random = RandomStream(seed: seed, purpose: "\(file.name) \(damage)")
      let (text, outcome) = damaged(file, damage, &random)
      let folder = try TestFolder()
      try all.write(to: folder)
      let path = try folder.write(text.utf8.map { $0 == Self.placeholder ? 0xff : $0 }, file.name)
      if case .error(let line) = outcome {
        for context in [folder.context, folder.filingContext] {
          let error = dataError { try all.load(folder, context) }
          #expect(error?.file == path && error?.line == line, "\(String(describing: error))")
        }
        #expect(folder.names(in: "cache").isEmpty)
        continue
      }
      let data = try #require(try all.load(folder, folder.context))
      try expect(data, outcome, file, good)
      let filed = try #require(try all.load(folder, folder.filingContext))
      #expect(filed.fingerprint == data.fingerprint && filed.notes == data.notes)
      #expect(folder.names(in: "cache").map { $0.hasSuffix(".columns") } == [true])
    }
  }

  private func expect(
    _ data: DataSet, _ outcome: Outcome, _ file: GoodFile, _ good: DataSet
  ) throws {
    let notes = data.notes.badRows
    switch outcome {
    case .badRow(let line):
      let isLost = file.isLog && line > 1
      #expect(data.rowCount == good.rowCount - (isLost ? 1 : 0))
      #expect(data.notes.badRow(of: file.name)?.line == line, "\(notes)")
    case .harmless: #expect(data.rowCount == good.rowCount && notes.isEmpty, "\(notes)")
    case .equal: #expect(data.fingerprint == good.fingerprint && data.notes == good.notes)
    case .error: break
    }
  }

  /// The layout of these is known by the first row: cut, it ends the reading, with a file and line.
  @Test(arguments: ["train.txt", "u.data"])
  func firstRowIsCut(name: String) throws {
    let all = try #require(GoodFiles.all.first { $0.files[0].name == name })
    let folder = try TestFolder()
    try all.write(to: folder)
    let rows = ["1"] + all.files[0].rows.dropFirst()
    try folder.write(Array(rows.joined(separator: "\n").utf8), name)
    let error = dataError { try all.load(folder, folder.filingContext) }
    #expect(error?.file?.hasPrefix(folder.path) == true && error?.line != nil)
    #expect(folder.names(in: "cache").isEmpty)
  }

  /// A file that is none of the source's names what the source needs, and how to give it.
  @Test(arguments: ["adult", "kuairand", "wechat-2021", "movielens", "ali-ccp"])
  func wrongFileAlone(source: String) throws {
    let folder = try TestFolder(["wrong.txt": "a,b\n1,2\n"])
    let files = GoodFiles(source: source, named: "wrong.txt", files: [])
    let error = dataError { try files.load(folder, folder.context) }
    #expect(error?.file == folder.path + "/wrong.txt")
    guard case .search(.companion(let name, let tried, source, _)) = error?.fault else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(tried == "\(folder.path)/\(source)/\(name)")
  }

  @Test func filesWithoutARowAreTold() throws {
    let folder = try TestFolder(["empty.csv": "", "header.csv": "a,y\n"])
    for (name, fault) in [("empty.csv", DataError.FileFault.empty), ("header.csv", .noRow)] {
      let error = dataError { try folder.csv(name, "--label", "y") }
      #expect(error?.fault == .file(fault) && error?.line == 1)
    }
  }
}
