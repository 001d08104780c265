import FoundationEssentials
import Glibc

/// A plain file, open as long as the value lives.
///
/// Any thread may use it. System calls are repeated after a signal (EINTR) and after a partial read or
/// write.
package struct OpenFile: ~Copyable, Sendable {
  let descriptor: Int32

  /// Opens a file for reading.
  ///
  /// - Throws: `FileError`, also for a folder, a device or a pipe; it never waits for a pipe's other end.
  package init(reading path: String) throws(FileError) {
    try self.init(path, O_RDONLY)
  }

  /// Makes a new file for reading and writing, with the given permissions minus the process's umask.
  ///
  /// - Throws: `FileError`, also if something is at the path already.
  package init(new path: String, permissions: UInt32) throws(FileError) {
    try self.init(path, O_RDWR | O_CREAT | O_EXCL, permissions: permissions)
  }

  /// An unused path in `folder`.
  static func newPath(in folder: String) -> String { "\(folder)/.dephn-\(UUID().uuidString)" }

  /// Opens a plain file with the flags of `open(2)`.
  init(_ path: String, _ flags: Int32, permissions: UInt32 = 0o666) throws(FileError) {
    // Without `O_NONBLOCK`, a pipe would wait for its other end; plain files ignore the flag.
    let descriptor = Self.open(path, flags | O_NONBLOCK | O_CLOEXEC, permissions)
    guard descriptor >= 0 else { throw FileError(SystemError()) }
    let kind = FileStatus(descriptor: descriptor)?.kind
    guard kind == .plain else {
      close(descriptor)
      throw kind == .folder ? .folder : .notPlain
    }
    self.init(owning: descriptor)
  }

  private static func open(_ path: String, _ flags: Int32, _ permissions: UInt32) -> Int32 {
    while true {
      let descriptor = Glibc.open(path, flags, permissions)
      if descriptor >= 0 || errno != EINTR { return descriptor }
    }
  }

  /// Takes ownership of an open descriptor of any kind.
  package init(owning descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// The file's size in bytes.
  package var size: Int { FileStatus(descriptor: descriptor)?.size ?? 0 }

  // MARK: Reading

  /// Reads from the current position until `target` is full or the file ends.
  ///
  /// - Returns: The number of bytes read.
  package func read(into target: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    try repeated(target.count) { done in
      Glibc.read(descriptor, target.baseAddress?.advanced(by: done), target.count - done)
    }
  }

  /// Reads from byte `offset` until `target` is full or the file ends.
  ///
  /// - Returns: The number of bytes read.
  package func read(
    into target: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(SystemError) -> Int {
    try repeated(target.count) { done in
      pread(
        descriptor, target.baseAddress?.advanced(by: done), target.count - done, offset + done)
    }
  }

  // MARK: Writing

  /// Writes all bytes at the current position.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    try writeAll(bytes.count) { done in
      Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
    }
  }

  /// Writes all bytes at byte `offset` of the file.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(SystemError) {
    try writeAll(bytes.count) { done in
      pwrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, offset + done)
    }
  }

  /// Writes all bytes of an array at the current position.
  package func write(_ bytes: [UInt8]) throws(SystemError) {
    try bytes.withUnsafeBufferPointer { bytes throws(SystemError) in
      try write(UnsafeRawBufferPointer(bytes))
    }
  }

  /// Writes text in UTF-8 at the current position.
  package func write(_ text: String) throws(SystemError) { try write(Array(text.utf8)) }

  /// Truncates the file, or extends it with zeros.
  func resize(to size: Int) throws(SystemError) {
    while ftruncate(descriptor, size) != 0 {
      if errno != EINTR { throw SystemError() }
    }
  }

  /// Waits until all of the file is on the disk.
  func synchronize() throws(SystemError) {
    while fsync(descriptor) != 0 {
      if errno != EINTR { throw SystemError() }
    }
  }

  // MARK: Locks

  /// Locks the file until it is closed, which the end of the process does as well.
  ///
  /// - Throws: `SystemError`; `.wouldBlock` if another open file holds the lock.
  func lock(isShared: Bool = false) throws(SystemError) {
    while flock(descriptor, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0 {
      if errno != EINTR { throw SystemError() }
    }
  }
}

/// Repeats a system call that may do only a part of its work, until `count` bytes are done or it does
/// no more.
///
/// The call takes the number of bytes done so far and returns, as `read(2)` does, the number of further
/// ones, or -1.
///
/// - Returns: The number of bytes done.
func repeated(_ count: Int, _ call: (_ done: Int) -> Int) throws(SystemError) -> Int {
  var done = 0
  while done < count {
    let more = call(done)
    if more == 0 { break }
    if more > 0 {
      done += more
    } else if errno != EINTR {
      throw SystemError()
    }
  }
  return done
}

/// Like `repeated`, for writing: fewer than `count` bytes are an error.
func writeAll(_ count: Int, _ call: (_ done: Int) -> Int) throws(SystemError) {
  if try repeated(count, call) < count { throw .noSpace }
}
