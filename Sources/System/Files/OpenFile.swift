import FoundationEssentials
import Glibc

/// A plain file that is open as long as the value lives.
///
/// Any thread may use it. A call that a signal interrupts is made again, and one that does a part of
/// the work is followed by one for the rest.
package struct OpenFile: ~Copyable, Sendable {
  let descriptor: Int32

  /// Opens a file for reading.
  ///
  /// - Throws: `FileError` for a folder, a device or a pipe too, none of which is waited for.
  package init(reading path: String) throws(FileError) {
    try self.init(path, O_RDONLY)
  }

  /// Makes a file that is not there yet, for reading and writing, with these permissions less the
  /// process's mask.
  package init(new path: String, permissions: UInt32) throws(FileError) {
    try self.init(path, O_RDWR | O_CREAT | O_EXCL, permissions: permissions)
  }

  /// A path in `folder` that no file has.
  static func newPath(in folder: String) -> String { "\(folder)/.dephn-\(UUID().uuidString)" }

  /// Opens a plain file with flags of `open(2)`.
  init(_ path: String, _ flags: Int32, permissions: UInt32 = 0o666) throws(FileError) {
    // A pipe without `O_NONBLOCK` would wait for its other end; plain files take no notice.
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

  /// Takes over a descriptor, of whatever it is.
  package init(owning descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// A second descriptor of the file, for a library that closes it; -1 if the system gives none.
  package func duplicate() -> Int32 { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }

  /// The file's size in bytes.
  package var size: Int { FileStatus(descriptor: descriptor)?.size ?? 0 }

  // MARK: Reading

  /// Reads on, until `target` is full or the file ends.
  ///
  /// - Returns: How many bytes there are now.
  package func read(into target: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    try repeated(target.count) { done in
      Glibc.read(descriptor, target.baseAddress?.advanced(by: done), target.count - done)
    }
  }

  /// Reads from byte `offset` on, until `target` is full or the file ends.
  ///
  /// - Returns: How many bytes there are now.
  package func read(
    into target: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(SystemError) -> Int {
    try repeated(target.count) { done in
      pread(
        descriptor, target.baseAddress?.advanced(by: done), target.count - done, offset + done)
    }
  }

  // MARK: Writing

  /// Writes all bytes where the last writing ended.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    try writeAll(bytes.count) { done in
      Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
    }
  }

  /// Writes all bytes from byte `offset` of the file on.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(SystemError) {
    try writeAll(bytes.count) { done in
      pwrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, offset + done)
    }
  }

  /// Writes all of an array where the last writing ended.
  package func write(_ bytes: [UInt8]) throws(SystemError) {
    try bytes.withUnsafeBufferPointer { bytes throws(SystemError) in
      try write(UnsafeRawBufferPointer(bytes))
    }
  }

  /// Writes text where the last writing ended.
  package func write(_ text: String) throws(SystemError) { try write(Array(text.utf8)) }

  /// Cuts the file, or lengthens it with zeros.
  func resize(to size: Int) throws(SystemError) {
    while ftruncate(descriptor, size) != 0 {
      if errno != EINTR { throw SystemError() }
    }
  }

  /// Waits until the disk has all of the file.
  func synchronize() throws(SystemError) {
    while fsync(descriptor) != 0 {
      if errno != EINTR { throw SystemError() }
    }
  }

  // MARK: Locks

  /// Takes a lock that ends when the file is closed, however the process ends.
  ///
  /// - Throws: `SystemError.wouldBlock` if another one has it.
  func lock(isShared: Bool = false) throws(SystemError) {
    while flock(descriptor, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0 {
      if errno != EINTR { throw SystemError() }
    }
  }
}

/// Makes a call that does a part of `count` bytes of work until all is done, or it does nothing more.
///
/// The call takes how many are done, and answers as `read(2)` does: how many it did, or -1.
///
/// - Returns: How many bytes are done.
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

/// The same for writing, where less than all is an error.
func writeAll(_ count: Int, _ call: (_ done: Int) -> Int) throws(SystemError) {
  if try repeated(count, call) < count { throw .noSpace }
}
