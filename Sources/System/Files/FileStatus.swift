import Glibc

/// The file at a path, with links followed: its kind, size, time and permissions.
package struct FileStatus: Sendable, Equatable {
  /// The kind of a file.
  package enum Kind: Sendable, Equatable {
    case plain
    case folder
    /// A device, a pipe or a socket.
    case other
  }

  /// Plain file, folder or anything else.
  package let kind: Kind
  /// In bytes.
  package let size: Int
  /// Time of the last change of the content: seconds since 1970, plus nanoseconds.
  package let changed: (seconds: Int, nanoseconds: Int)
  /// Time of the last change of any kind, which no program can set: as above.
  package let altered: (seconds: Int, nanoseconds: Int)
  /// The nine permission bits: read, write and execute for owner, group and others.
  package let permissions: UInt32
  /// True if it belongs to the user that this process runs as.
  package let isOwn: Bool
  /// The file's inode number.
  let node: UInt64
  let device: UInt64

  /// Compares all properties.
  package static func == (one: FileStatus, other: FileStatus) -> Bool {
    (one.kind, one.size, one.permissions, one.isOwn, one.node, one.device)
      == (other.kind, other.size, other.permissions, other.isOwn, other.node, other.device)
      && one.changed == other.changed
  }

  /// The status of the file at a path; nil if there is none, or if this process may not see it.
  package init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// The status of an open file; nil if the system does not report it.
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
    altered = (status.st_ctim.tv_sec, status.st_ctim.tv_nsec)
    permissions = status.st_mode & 0o777
    isOwn = status.st_uid == geteuid()
    (node, device) = (UInt64(status.st_ino), UInt64(status.st_dev))
  }

  /// True if both describe the same file, even if its content changed in between.
  package func isSameFile(as other: FileStatus) -> Bool {
    (node, device) == (other.node, other.device)
  }
}
