import Glibc

/// What is at a path, through links.
package struct FileStatus: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case plain
    case folder
    /// A device, a pipe or a socket.
    case other
  }

  package let kind: Kind
  /// In bytes.
  package let size: Int
  /// When the content changed last: seconds since 1970, and nanoseconds after them.
  package let changed: (seconds: Int, nanoseconds: Int)
  /// The nine bits that say who may read, write and execute it.
  package let permissions: UInt32
  /// Whether it belongs to the user that this process runs as.
  package let isOwn: Bool
  /// The number of the file on its device.
  let node: UInt64
  let device: UInt64

  package static func == (one: FileStatus, other: FileStatus) -> Bool {
    (one.kind, one.size, one.permissions, one.isOwn, one.node, one.device)
      == (other.kind, other.size, other.permissions, other.isOwn, other.node, other.device)
      && one.changed == other.changed
  }

  /// nil if nothing is there that this process may look at.
  package init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// That of an open file; nil if the system does not say.
  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .plain
      case S_IFDIR: .folder
      default: .other
      }
    size = Int(status.st_size)
    changed = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    permissions = status.st_mode & 0o777
    isOwn = status.st_uid == geteuid()
    (node, device) = (UInt64(status.st_ino), UInt64(status.st_dev))
  }

  /// Whether both are of one file, whatever changed in it.
  func isSameFile(as other: FileStatus) -> Bool {
    (node, device) == (other.node, other.device)
  }
}
