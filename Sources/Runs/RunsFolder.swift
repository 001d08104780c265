import FoundationEssentials
import System

/// The folder with the records of all runs of a person, one subfolder per run, named by its number.
package struct RunsFolder: Sendable {
  /// The number of runs that are kept.
  package static let mostRuns = 100
  /// Largest total size in bytes of all checkpoints and models; the newest run always keeps its own.
  package static let largestWeights = 4 << 30

  /// Subfolders with a larger number are ignored.
  private static let largestNumber = 1 << 40

  /// The path of the folder, which need not exist.
  package let path: String

  /// Takes the path of the folder, which need not exist.
  package init(_ path: String) { self.path = path }

  /// The numbers of the runs, ascending.
  package var numbers: [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.compactMap { Int($0) }.filter { 0 < $0 && $0 <= Self.largestNumber }.sorted()
  }

  /// True if the path exists but cannot be read as a folder.
  package var isBroken: Bool {
    switch Directory.problemReading(path) {
    case nil, .missing: false
    default: true
    }
  }

  /// The paths of a run's files, which need not exist.
  package func files(of number: Int) -> RunFiles { RunFiles("\(path)/\(number)") }

  /// The record of a run; nil if there is none of that number, or if its journal is damaged.
  package func record(of number: Int) -> RunRecord? { RunRecord(number, files(of: number)) }

  /// The first line of a run's journal, which alone is read; nil if there is none, or if it is damaged.
  package func start(of number: Int) -> RunStart? {
    let journal = files(of: number).journal
    let feed = UInt8(ascii: "\n")
    // A line that names many columns is longer than a page.
    for size in [1 << 12, 1 << 20] {
      guard let start = try? PlainFile.bytes(of: journal, .first(size)) else { return nil }
      guard let end = start.firstIndex(of: feed) else { continue }
      if case .start(let content) = JournalLine(start[..<end]) { return content }
      return nil
    }
    return nil
  }

  /// Makes the folder of a new run and returns its number; nil if that fails.
  ///
  /// Two kernels get different numbers, as only one of them can make a folder.
  func begin(isOfLoop: Bool) -> Int? {
    let files = FileManager.default
    try? files.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let numbers = numbers
    var number = (numbers.last ?? 0) + 1
    while true {
      do throws(SystemError) {
        try Directory.makeNew("\(path)/\(number)", permissions: 0o700)
        // Without the mark, it is tidied away as late as a run of its own.
        if isOfLoop { try? Self.write(self.files(of: number).loopMark) }
        tidy(numbers)
        return number
      } catch {
        if error != .exists { return nil }
        number += 1
      }
    }
  }

  /// Keeps a run, or no longer: tidying passes over runs that are kept.
  ///
  /// - Throws: `FileError` or `SystemError` if the mark cannot be written.
  package func keep(_ number: Int, _ isKept: Bool = true) throws {
    let files = files(of: number)
    if isKept { try Self.write(files.mark) } else { Directory.remove(files.mark) }
  }

  /// Writes an empty file.
  private static func write(_ mark: String) throws {
    try Replacement(of: mark, .inTurn, permissions: 0o600).commit(isSafe: false)
  }

  /// Removes a run with its files; false if a process is training it, or if they cannot be removed.
  package func remove(_ number: Int) -> Bool {
    let files = files(of: number)
    if files.isRunning { return false }
    return (try? FileManager.default.removeItem(atPath: files.folder)) != nil
  }

  /// Removes runs, checkpoints and models beyond the limits, unless they are running or kept.
  ///
  /// Runs of loops go first, so that a sweep does not push out older work; of each sort the oldest.
  private func tidy(_ numbers: [Int]) {
    var numbers = numbers
    if numbers.count >= Self.mostRuns {
      let free = numbers.filter { !files(of: $0).isKept }
      let sweeps = free.filter { files(of: $0).isOfLoop }
      let others = free.filter { !files(of: $0).isOfLoop }
      for number in (sweeps + others).prefix(numbers.count - Self.mostRuns + 1)
      where remove(number) {
        numbers.removeAll { $0 == number }
      }
    }
    var size = 0
    for number in numbers.reversed() {
      let files = files(of: number)
      let own = files.checkpointSize + files.modelSize
      if size > 0, size + own > Self.largestWeights, !files.isRunning, !files.isKept {
        files.removeCheckpoint()
        files.removeModel()
      } else {
        size += own
      }
    }
  }
}

/// The paths of the files of one run.
package struct RunFiles: Sendable {
  /// The run's own folder.
  package let folder: String

  init(_ folder: String) { self.folder = folder }

  /// The journal: JSON lines.
  package var journal: String { folder + "/journal.jsonl" }
  /// The checkpoint: a saved model with the state of its training.
  package var checkpoint: String { folder + "/checkpoint.safetensors" }
  /// The model with the weights that a run ended with, as `save` writes it.
  package var model: String { folder + "/model.safetensors" }
  /// An empty file that marks a run as kept.
  var mark: String { folder + "/kept" }
  /// An empty file that marks a run of a loop or search.
  var loopMark: String { folder + "/of-loop" }

  /// True if a process is training the run.
  var isRunning: Bool { LockedFile.isLocked(journal) }

  /// Size of the checkpoint in bytes; 0 if there is none.
  package var checkpointSize: Int { FileStatus(checkpoint)?.size ?? 0 }
  /// Size of the journal in bytes; 0 if there is none.
  package var journalSize: Int { FileStatus(journal)?.size ?? 0 }

  /// Size of the model in bytes; 0 if there is none.
  package var modelSize: Int { FileStatus(model)?.size ?? 0 }
  /// True if the run is kept whatever else is trained.
  package var isKept: Bool { FileStatus(mark) != nil }
  /// True if it was one of the runs of a loop or search.
  var isOfLoop: Bool { FileStatus(loopMark) != nil }

  func removeCheckpoint() { Directory.remove(checkpoint) }
  func removeModel() { Directory.remove(model) }
}
