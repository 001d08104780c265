#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is only ever added to, under a lock that ends with the process, however it ends.
final class LockedFile {
  private let descriptor: Int32

  /// Opens the file, or makes it; nil if that fails or another one has the lock.
  init?(_ path: String) {
    guard let descriptor = openFile(path, O_RDWR | O_CREAT | O_APPEND) else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      _ = close(descriptor)
      return nil
    }
    self.descriptor = descriptor
    endLine()
  }

  /// Ends a line that a process died over.
  private func endLine() {
    var last: UInt8 = 0
    let end = lseek(descriptor, 0, SEEK_END)
    guard end > 0, pread(descriptor, &last, 1, end - 1) == 1, last != UInt8(ascii: "\n") else {
      return
    }
    _ = append([UInt8(ascii: "\n")])
  }

  deinit { _ = close(descriptor) }

  /// Adds bytes; false if not all of them could be written.
  func append(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { put($0, to: descriptor) } }

  /// Whether a process has the lock of the file.
  static func isLocked(_ path: String) -> Bool {
    guard let descriptor = openFile(path, O_RDONLY) else { return false }
    defer { _ = close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }
}

/// Opens a file; nil for what is none, such as a pipe, which would wait for its other end.
private func openFile(_ path: String, _ flags: Int32) -> Int32? {
  let descriptor = open(path, flags | O_NONBLOCK | O_CLOEXEC, 0o600)
  if descriptor < 0 { return nil }
  var status = stat()
  if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG { return descriptor }
  _ = close(descriptor)
  return nil
}

/// The bytes of a file, or the last of them; nil if it cannot be read, or is larger than `most`.
func readFile(_ path: String, most: Int = .max, last: Int = .max) -> [UInt8]? {
  guard let descriptor = openFile(path, O_RDONLY) else { return nil }
  defer { _ = close(descriptor) }
  let size = Int(lseek(descriptor, 0, SEEK_END))
  guard size >= 0, size <= most else { return nil }
  let wanted = min(size, last)
  var filled = 0
  let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
    while filled < wanted, let start = buffer.baseAddress {
      let got = pread(descriptor, start + filled, wanted - filled, size - wanted + filled)
      if got < 0, errno == EINTR { continue }
      if got <= 0 { break }
      filled += got
    }
    count = filled
  }
  return bytes
}

/// Writes all bytes; false if that fails.
func put(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
  var rest = bytes
  while let start = rest.baseAddress, !rest.isEmpty {
    let count = write(descriptor, start, rest.count)
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return false }
    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
  }
  return true
}

/// Puts a file in the place of another at once: it is either the old one or the new one, whole.
enum WholeFile {
  struct Failure: Error {}

  /// `isSafe` waits until the disk has it, so that it survives the machine too.
  static func replace(
    _ path: String, isSafe: Bool,
    _ content: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    let beside = path + ".new"
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure() }
    do {
      defer { _ = close(descriptor) }
      try content { bytes in
        if !put(bytes, to: descriptor) { throw Failure() }
      }
      if isSafe && fsync(descriptor) != 0 { throw Failure() }
    } catch {
      _ = unlink(beside)
      throw error
    }
    guard rename(beside, path) == 0 else { throw Failure() }
    if isSafe { settle(folderOf: path) }
  }

  /// Waits until the disk knows the folder's new entry.
  private static func settle(folderOf path: String) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return }
    _ = fsync(descriptor)
    _ = close(descriptor)
  }
}
