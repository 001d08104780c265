import FoundationEssentials
import Glibc

/// Folders: making one, removing files, and why a folder cannot be read or written.
package enum Directory {
  /// Makes a new folder in an existing one.
  ///
  /// - Throws: `SystemError`; `.exists` if something is at the path already.
  package static func makeNew(_ path: String, permissions: UInt32 = 0o777) throws(SystemError) {
    guard mkdir(path, permissions) == 0 else { throw SystemError() }
  }

  /// Removes a file; does nothing if there is none.
  package static func remove(_ file: String) { unlink(file) }

  /// The reason why a folder cannot be used.
  package enum Problem: Sendable, Equatable {
    case missing
    /// The path leads to something else.
    case notFolder
    case unreadable
    case unwritable
    /// It does not exist and cannot be made.
    case unmakeable
  }

  /// The reason why the files in a folder cannot be listed; nil if they can.
  package static func problemReading(_ path: String) -> Problem? {
    if let folder = opendir(path) {
      closedir(folder)
      return nil
    }
    switch errno {
    case ENOENT: return .missing
    case ENOTDIR: return .notFolder
    default: return .unreadable
    }
  }

  /// The reason why no file can be written into a folder; nil if one can, or if the folder can be made.
  package static func problemWriting(_ path: String) -> Problem? {
    var nearest = URL(filePath: path).standardizedFileURL
    let exists = FileStatus(nearest.path) != nil
    while FileStatus(nearest.path) == nil, nearest.path != "/" { nearest.deleteLastPathComponent() }
    guard FileStatus(nearest.path)?.kind == .folder else {
      return exists ? .notFolder : .unmakeable
    }
    if access(nearest.path, W_OK | X_OK) == 0 { return nil }
    return exists ? .unwritable : .unmakeable
  }
}
