import Display
import FoundationEssentials
import Glibc
import System
import Testing

@testable import Language

/// Whatever lies in the folder of runs, every command about them shows something or ends in an error.
@Suite struct DamagedRunTests {
  private let folder: ScratchFolder
  private let settings: SessionSettings
  private let journal: [UInt8]
  private let checkpoint: [UInt8]

  /// The files of a run that was interrupted.
  init() throws {
    folder = try ScratchFolder()
    settings = SessionSettings(runsFolder: folder.path + "/runs")
    let notebook = Notebook(settings: settings)
    try notebook.run("d = load synthetic --rows 1000\ns = build shared-bottom d")
    let line = "train s --epochs 1000 --batch-size 16 --seed 3"
    #expect(notebook.interrupted(line, atUpdate: 200).hasPrefix("Interrupted"))
    journal = try Self.bytes(folder.path + "/runs/1/journal.jsonl")
    checkpoint = try Self.bytes(folder.path + "/runs/1/checkpoint.safetensors")
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    Array(try #require(FileManager.default.contents(atPath: path)))
  }

  private func put(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(filePath: "\(folder.path)/runs/1/\(name)"))
  }

  /// The errors of all commands about runs; what they show is drawn.
  private func errors() -> [String] {
    _ = RunNotices(folder: settings.runsFolder)?.sentences
    let notebook = Notebook(settings: settings)
    let cells = [
      "runs", "attach run", "attach run 1", "d = load synthetic --rows 1000",
      "s = resume run 1 d", "s = resume run 1",
    ]
    return cells.map { cell in
      // Resumed training is ended at its first step.
      let error =
        cell.contains("resume")
        ? notebook.interrupted(cell, atUpdate: 1) : notebook.error(of: cell)
      for figure in notebook.figures + notebook.results { _ = figure.bundle.count }
      return error
    }
  }

  @Test(arguments: 0..<150) func aDamagedJournalTrapsNothing(seed: Int) throws {
    var random = FixedRandom(seed: UInt64(seed))
    try put(damaged(journal, &random), "journal.jsonl")
    #expect(errors()[0] == "(none)")
  }

  @Test(arguments: 0..<60) func aDamagedCheckpointTrapsNothing(seed: Int) throws {
    var random = FixedRandom(seed: UInt64(seed))
    try put(damaged(checkpoint, &random), "checkpoint.safetensors")
    let found = errors()
    #expect(found[0...3].allSatisfy { $0 == "(none)" } && found[4] != "(none)")
  }

  /// Cut, with other bytes, with numbers that no program wrote, or with lines twice.
  private func damaged(_ bytes: [UInt8], _ random: inout FixedRandom) -> [UInt8] {
    var result = bytes
    func place() -> Int { random.below(max(1, min(result.count, 6000))) }
    for _ in 0...random.below(4) where !result.isEmpty {
      switch random.below(5) {
      case 0: result.removeLast(min(result.count, place()))
      case 1: result[place()] = UInt8(random.below(256))
      case 2: result.insert(contentsOf: [0, 0, 0, 10], at: place())
      case 3: exaggerate(&result, from: place(), &random)
      default: result.insert(contentsOf: result.prefix(place()), at: place())
      }
    }
    return result
  }

  /// Puts a number beyond all reason in the place of the next one.
  private func exaggerate(_ bytes: inout [UInt8], from place: Int, _ random: inout FixedRandom) {
    let numbers = ["\(Int.max)", "\(Int.min)", "1e999", "-1", "0", "1e18", "null"]
    let isDigit = { (byte: UInt8) in UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9") }
    guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
    bytes.replaceSubrange(start..<end, with: numbers[random.below(numbers.count)].utf8)
  }

  @Test(arguments: ["journal.jsonl", "checkpoint.safetensors"])
  func foldersAndPipesInTheirPlace(name: String) throws {
    let path = "\(folder.path)/runs/1/\(name)"
    try FileManager.default.removeItem(atPath: path)
    #expect(mkfifo(path, 0o600) == 0)
    #expect(errors()[4] != "(none)")
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(errors()[4] != "(none)")
  }

  /// A journal of a terabyte that takes no room, and a folder whose number has no next one.
  @Test func hugeFilesAndNumbers() throws {
    #expect(truncate("\(folder.path)/runs/1/journal.jsonl", 1 << 40) == 0)
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/runs/\(Int.max)", withIntermediateDirectories: false)
    #expect(errors()[1].contains("There are no runs yet."))
    let notebook = Notebook(settings: settings)
    try notebook.run("d = load synthetic --rows 1000\ns = build shared-bottom d\ntrain s\nruns")
    #expect(notebook.warnings.isEmpty && notebook.table?[column: "run"] == [.number(2, .count)])
  }
}
