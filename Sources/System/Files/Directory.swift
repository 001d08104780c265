import FoundationEssentials
import Glibc

/// What can be done with a folder, and making one.
package enum Directory {
  /// Makes a folder that is not there yet, in one that is.
  ///
  /// - Throws: `SystemError.exists` if another process, or an earlier one, has made it.
  package static func makeNew(_ path: String, permissions: UInt32 = 0o777) throws(SystemError) {
    guard mkdir(path, permissions) == 0 else { throw SystemError() }
  }

  /// Removes a file; what is not there is removed.
  package static func remove(_ file: String) { unlink(file) }

  /// Why a folder cannot be used.
  package enum Problem: Sendable, Equatable {
    case missing
    /// Something else is there.
    case notFolder
    case unreadable
    case unwritable
    /// It is not there, and cannot be made.
    case unmakeable
  }

  /// Why files in a folder cannot be listed; nil if they can.
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

  /// Why no file can be put into a folder; nil if one can, or if the folder can be made.
  package static func problemWriting(_ path: String) -> Problem? {
    var nearest = URL(filePath: path).standardizedFileURL
    let isThere = FileStatus(nearest.path) != nil
    while FileStatus(nearest.path) == nil, nearest.path != "/" { nearest.deleteLastPathComponent() }
    guard FileStatus(nearest.path)?.kind == .folder else {
      return isThere ? .notFolder : .unmakeable
    }
    if access(nearest.path, W_OK | X_OK) == 0 { return nil }
    return isThere ? .unwritable : .unmakeable
  }
}
