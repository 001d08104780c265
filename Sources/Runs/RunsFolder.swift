import FoundationEssentials
import System

/// The folder with the records of all runs of a person, one subfolder per run, named by its number.
package struct RunsFolder: Sendable {
  /// The number of runs that are kept.
  package static let mostRuns = 100
  /// Largest total size of all checkpoints in bytes; the newest one is always kept.
  package static let largestCheckpoints = 4 << 30

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

  /// Makes the folder of a new run and returns its number; nil if that fails.
  ///
  /// Two kernels get different numbers, as only one of them can make a folder.
  func begin() -> Int? {
    let files = FileManager.default
    try? files.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let numbers = numbers
    var number = (numbers.last ?? 0) + 1
    while true {
      do throws(SystemError) {
        try Directory.makeNew("\(path)/\(number)", permissions: 0o700)
        tidy(numbers)
        return number
      } catch {
        if error != .exists { return nil }
        number += 1
      }
    }
  }

  /// Removes the oldest runs and checkpoints beyond the limits, unless they are running.
  private func tidy(_ numbers: [Int]) {
    for number in numbers.dropLast(Self.mostRuns - 1) {
      let files = files(of: number)
      if !files.isRunning { try? FileManager.default.removeItem(atPath: files.folder) }
    }
    var size = 0
    for number in numbers.suffix(Self.mostRuns - 1).reversed() {
      let files = files(of: number)
      let own = files.checkpointSize
      if size > 0, size + own > Self.largestCheckpoints, !files.isRunning {
        files.removeCheckpoint()
      } else {
        size += own
      }
    }
  }
}

/// The paths of the files of one run.
package struct RunFiles: Sendable {
  let folder: String

  init(_ folder: String) { self.folder = folder }

  /// The journal: JSON lines.
  package var journal: String { folder + "/journal.jsonl" }
  /// The checkpoint: a saved model with the state of its training.
  package var checkpoint: String { folder + "/checkpoint.safetensors" }

  /// True if a process is training the run.
  var isRunning: Bool { LockedFile.isLocked(journal) }

  /// Size of the checkpoint in bytes; 0 if there is none.
  package var checkpointSize: Int { FileStatus(checkpoint)?.size ?? 0 }
  /// Size of the journal in bytes; 0 if there is none.
  package var journalSize: Int { FileStatus(journal)?.size ?? 0 }

  func removeCheckpoint() { Directory.remove(checkpoint) }
}
