import Glibc

/// Why a file cannot be used.
package enum FileError: Error, Equatable {
  /// Nothing is at the path.
  case missing
  /// A folder is at the path.
  case folder
  /// A device, a pipe or a socket is at the path: reading it might never end.
  case notPlain
  /// The file has more bytes than the reader takes.
  case tooLarge
  /// The file ended before its size, as it was cut while it was read.
  case cutShort
  /// The system refused.
  case system(SystemError)

  /// Sorts what the system answered to a path.
  init(_ error: SystemError) {
    switch error.code {
    case ENOENT, ENOTDIR: self = .missing
    case EISDIR: self = .folder
    case ENXIO, ENODEV: self = .notPlain
    default: self = .system(error)
    }
  }
}
