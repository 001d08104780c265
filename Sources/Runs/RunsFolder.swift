import FoundationEssentials
import System

/// Where the runs of all kernels of a person are recorded, a folder a run with its number as name.
package struct RunsFolder: Sendable {
  /// Runs that are kept.
  package static let mostRuns = 100
  /// Bytes that checkpoints may take together; the newest is kept in any case.
  package static let largestCheckpoints = 4 << 30

  /// A folder of a larger number is not ours.
  private static let largestNumber = 1 << 40

  package let path: String

  package init(_ path: String) { self.path = path }

  /// The numbers of the runs, ascending.
  package var numbers: [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.compactMap { Int($0) }.filter { 0 < $0 && $0 <= Self.largestNumber }.sorted()
  }

  /// Whether there is something that cannot be read as a folder.
  package var isBroken: Bool {
    switch Directory.problemReading(path) {
    case nil, .missing: false
    default: true
    }
  }

  package func files(of number: Int) -> RunFiles { RunFiles("\(path)/\(number)") }

  /// What is known of a run; nil if there is none of that number, or its journal is damaged.
  package func record(of number: Int) -> RunRecord? { RunRecord(number, files(of: number)) }

  /// A number that no other run has or had, with its folder made; nil if none can be made.
  ///
  /// Two kernels cannot make the same folder, so they have different numbers.
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

  /// Removes the oldest runs and checkpoints beyond what is kept.
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

/// The files of one run.
package struct RunFiles: Sendable {
  let folder: String

  init(_ folder: String) { self.folder = folder }

  package var journal: String { folder + "/journal.jsonl" }
  package var checkpoint: String { folder + "/checkpoint.safetensors" }

  /// Whether a process is training it.
  var isRunning: Bool { LockedFile.isLocked(journal) }

  /// Bytes of a file; 0 if it is not there.
  package var checkpointSize: Int { FileStatus(checkpoint)?.size ?? 0 }
  package var journalSize: Int { FileStatus(journal)?.size ?? 0 }

  func removeCheckpoint() { Directory.remove(checkpoint) }
}
