import Glibc

/// The reason why a file cannot be used.
package enum FileError: Error, Equatable {
  /// Nothing is at the path.
  case missing
  /// A folder is at the path.
  case folder
  /// A device, a pipe or a socket is at the path: reading it might never end.
  case notPlain
  /// The file is larger than the reader allows.
  case tooLarge
  /// The file was truncated while it was read.
  case cutShort
  /// Any other error of the system.
  case system(SystemError)

  /// Maps the system's error for a path to a case.
  init(_ error: SystemError) {
    switch error.code {
    case ENOENT, ENOTDIR: self = .missing
    case EISDIR: self = .folder
    case ENXIO, ENODEV: self = .notPlain
    default: self = .system(error)
    }
  }
}
