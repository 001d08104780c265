import CLinux
import FoundationEssentials
import Glibc
import Synchronization

/// A file that is written beside another one, whose place it then takes at once.
///
/// Whoever looks finds the old content or the new, whole, also after a crash. A file that did not take
/// its place goes with the value.
package final class Replacement: Sendable {
  /// How the file is called until it takes its place.
  package enum Name: Sendable {
    /// As no other file is: for folders in which people keep their own files.
    case unique
    /// The name of the file it replaces with `.part`: all who replace it take turns, and what a crash
    /// left is written over.
    case inTurn
  }

  /// Bytes that the disk takes between two looks at the interrupt.
  private static let piece = 4 << 20

  /// Where it is written.
  package let path: String
  /// Whose place it takes: the end of all links.
  private let target: String
  private let file: OpenFile
  private let isPlaced = Atomic(false)

  /// Makes the file, with the permissions of the one that it replaces; without one, with these less
  /// the process's mask.
  ///
  /// - Throws: `FileError` if none can be made there, or a folder or a device would be replaced;
  ///   `CancellationError` when interrupted while it waits for its turn.
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

  /// Waits until no other process writes the file at `path`.
  private static func inTurn(
    _ path: String, _ permissions: UInt32, _ interrupt: Interrupt
  ) throws -> OpenFile {
    while true {
      try interrupt.check()
      let file = try OpenFile(path, O_RDWR | O_CREAT, permissions: permissions)
      // The one before may have given the file its place, or removed it.
      if try isLocked(file), let own = FileStatus(descriptor: file.descriptor),
        let named = FileStatus(path), named.isSameFile(as: own)
      {
        try file.resize(to: 0)
        return file
      }
      Thread.sleep(for: .milliseconds(50))
    }
  }

  /// Whether this process has got the lock.
  private static func isLocked(_ file: borrowing OpenFile) throws(SystemError) -> Bool {
    do throws(SystemError) {
      try file.lock()
      return true
    } catch {
      if error == .wouldBlock { return false }
      throw error
    }
  }

  deinit { if !isPlaced.load(ordering: .relaxed) { unlink(path) } }

  /// Writes all bytes where the last writing ended.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) { try file.write(bytes) }

  /// Writes all bytes from byte `offset` of the file on; threads may do so at once.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(SystemError) {
    try file.write(bytes, at: offset)
  }

  /// Writes all bytes, piece by piece, so that an interrupt need not wait for them all.
  package func write(_ bytes: [UInt8], _ interrupt: Interrupt) throws {
    try bytes.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: PlainFile.piece) {
        try interrupt.check()
        let end = min(bytes.count, start + PlainFile.piece)
        try write(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      }
    }
  }

  /// Has the disk take what is written so far, piece by piece: the wait for all at once, which
  /// `place` is otherwise, could not be interrupted.
  package func writeBack(_ interrupt: Interrupt) throws(CancellationError) {
    for start in stride(from: 0, to: file.size, by: Self.piece) {
      try interrupt.check()
      _ = linux_write_back(file.descriptor, Int64(start), Int64(Self.piece))
    }
  }

  /// Gives the file its place.
  ///
  /// With `isSafe` it waits until the disk has file and folder, so that a crash of the machine cannot
  /// take the new content back.
  package func place(isSafe: Bool = true) throws(SystemError) {
    if isSafe { try file.synchronize() }
    guard rename(path, target) == 0 else { throw SystemError() }
    isPlaced.store(true, ordering: .relaxed)
    if isSafe { Self.synchronize(folder: Self.folder(of: target)) }
  }

  /// Replaces a file by these bytes; the folders above it are made.
  ///
  /// - Throws: `FileError`, `SystemError`; `CancellationError` when interrupted, which it looks at
  ///   before each megabyte. Nothing is left behind then.
  package static func write(
    _ bytes: [UInt8], to path: String, permissions: UInt32 = 0o666, interrupt: Interrupt = .never
  ) throws {
    try? FileManager.default.createDirectory(
      atPath: folder(of: endOfLinks(path)), withIntermediateDirectories: true)
    let replacement = try Replacement(of: path, permissions: permissions)
    try replacement.write(bytes, interrupt)
    try replacement.writeBack(interrupt)
    try replacement.place()
  }

  /// The path that a chain of links ends at, whether a file is there or not.
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

  /// Waits until the disk knows what the folder holds; some file systems cannot do that.
  private static func synchronize(folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { return }
    fsync(descriptor)
    close(descriptor)
  }
}
