import FoundationEssentials
import System

/// The temporary file of a query's rows, locked as long as its process lives.
struct QueryFile {
  let path: String
  private let lock: LockedFile?

  private static let lockEnding = ".lock"

  /// A new name in a folder, from which the files of killed processes are removed.
  init(in folder: String) {
    Self.removeLeftovers(in: folder)
    path = "\(folder)/query-\(UUID().uuidString).csv"
    lock = LockedFile(path + Self.lockEnding)
  }

  /// Removes the file and its lock.
  func remove() { Self.remove(path) }

  private static func remove(_ path: String) {
    for name in [path, path + lockEnding] { try? FileManager.default.removeItem(atPath: name) }
  }

  private static func removeLeftovers(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix("query-") && name.hasSuffix(".csv" + lockEnding) {
      let lock = "\(folder)/\(name)"
      if !LockedFile.isLocked(lock) { remove(String(lock.dropLast(lockEnding.count))) }
    }
  }
}
