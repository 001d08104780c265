import CLinux
import FoundationEssentials
import Glibc
import Synchronization

/// A new version of a file, written beside the old one and then renamed over it.
///
/// Readers see either the old content or the new, complete, even after a crash. Without `commit` the
/// new file is removed with this object.
package final class Replacement: Sendable {
  /// The name of the new file until `commit`.
  package enum Name: Sendable {
    /// A unique name, for folders in which people keep their own files.
    case unique
    /// The old file's name plus `.part`: writers take turns, and what a crash left is overwritten.
    case inTurn
  }

  /// Bytes written back to the disk between two checks of the interrupt.
  private static let piece = 4 << 20

  /// The path of the new file.
  package let path: String
  /// The path that it is renamed to, with links followed.
  private let target: String
  private let file: OpenFile
  private let isCommitted = Atomic(false)

  /// Makes the new file, with the permissions of the old one; if there is none, with `permissions` minus
  /// the process's umask.
  ///
  /// - Throws: `FileError` if no file can be made there, or if a folder or a device would be replaced;
  ///   `CancellationError` when interrupted while waiting for its turn.
  package init(
    of target: String, _ name: Name = .unique, permissions: UInt32 = 0o666,
    interrupt: Interrupt = .never
  ) throws {
    self.target = try Self.endOfLinks(target)
    let old = FileStatus(self.target)
    switch old?.kind {
    case nil, .plain: break
    case .folder: throw FileError.folder
    case .other: throw FileError.notPlain
    }
    let folder = Self.folder(of: self.target)
    switch name {
    case .unique:
      path = OpenFile.newPath(in: folder)
      file = try OpenFile(new: path, permissions: permissions)
    case .inTurn:
      path = self.target + ".part"
      file = try Self.inTurn(path, permissions, interrupt)
    }
    if let old { fchmod(file.descriptor, old.permissions) }
  }

  /// Opens the file at `path` once no other process writes it.
  private static func inTurn(
    _ path: String, _ permissions: UInt32, _ interrupt: Interrupt
  ) throws -> OpenFile {
    while true {
      try interrupt.check()
      let file = try OpenFile(path, O_RDWR | O_CREAT, permissions: permissions)
      // The previous writer may have renamed or removed the file.
      if try takeLock(of: file), let own = FileStatus(descriptor: file.descriptor),
        let named = FileStatus(path), named.isSameFile(as: own)
      {
        try file.resize(to: 0)
        return file
      }
      Thread.sleep(for: .milliseconds(50))
    }
  }

  /// Takes the file's lock; false if another process holds it.
  private static func takeLock(of file: borrowing OpenFile) throws(SystemError) -> Bool {
    do throws(SystemError) {
      try file.lock()
      return true
    } catch {
      if error == .wouldBlock { return false }
      throw error
    }
  }

  deinit { if !isCommitted.load(ordering: .relaxed) { unlink(path) } }

  /// Writes all bytes at the current position.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) { try file.write(bytes) }

  /// Writes all bytes at byte `offset` of the file; several threads may do so at a time.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(SystemError) {
    try file.write(bytes, at: offset)
  }

  /// Writes all bytes at the current position, with a check of the interrupt before each megabyte.
  ///
  /// - Throws: `SystemError`; `CancellationError` when interrupted.
  package func write(_ bytes: [UInt8], _ interrupt: Interrupt) throws {
    try bytes.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: PlainFile.piece) {
        try interrupt.check()
        let end = min(bytes.count, start + PlainFile.piece)
        try write(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      }
    }
  }

  /// Writes the file's pages back to the disk piece by piece, so that `commit`, which cannot be
  /// interrupted, has little left to wait for.
  package func writeBack(_ interrupt: Interrupt) throws(CancellationError) {
    for start in stride(from: 0, to: file.size, by: Self.piece) {
      try interrupt.check()
      _ = linux_write_back(file.descriptor, Int64(start), Int64(Self.piece))
    }
  }

  /// Renames the new file over the old one.
  ///
  /// With `isSafe` it waits until file and folder are on the disk, so that the new content survives a
  /// crash of the machine.
  package func commit(isSafe: Bool = true) throws(SystemError) {
    if isSafe { try file.synchronize() }
    guard rename(path, target) == 0 else { throw SystemError() }
    isCommitted.store(true, ordering: .relaxed)
    if isSafe { Self.synchronize(folder: Self.folder(of: target)) }
  }

  /// Replaces the content of a file, and makes missing folders above it.
  ///
  /// - Throws: `FileError`, `SystemError`; `CancellationError` when interrupted, checked before each
  ///   megabyte. The old file is unchanged then, and no new one is left.
  package static func write(
    _ bytes: [UInt8], to path: String, permissions: UInt32 = 0o666, interrupt: Interrupt = .never
  ) throws {
    try? FileManager.default.createDirectory(
      atPath: folder(of: endOfLinks(path)), withIntermediateDirectories: true)
    let replacement = try Replacement(of: path, permissions: permissions)
    try replacement.write(bytes, interrupt)
    try replacement.writeBack(interrupt)
    try replacement.commit()
  }

  /// The path at the end of a chain of links, whether or not a file is there.
  private static func endOfLinks(_ path: String) throws(FileError) -> String {
    var path = path
    for _ in 0..<40 {
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
        return path
      }
      path = next.hasPrefix("/") ? next : "\(folder(of: path))/\(next)"
    }
    throw .system(SystemError(code: ELOOP))
  }

  /// The folder that a path lies in.
  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Waits until the folder's entries are on the disk; some file systems cannot do that.
  private static func synchronize(folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { return }
    fsync(descriptor)
    close(descriptor)
  }
}
