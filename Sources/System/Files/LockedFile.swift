import Glibc

/// An append-only file of lines, locked by this process; the lock is released when the process ends,
/// even if it crashes.
package final class LockedFile: Sendable {
  private let file: OpenFile

  /// Opens the file or makes it; nil if that fails or if another process holds the lock.
  ///
  /// Completes a last line that a crashed process left without its line feed.
  package init?(_ path: String) {
    guard let file = try? OpenFile(path, O_RDWR | O_CREAT | O_APPEND, permissions: 0o600),
      (try? file.lock()) != nil
    else { return nil }
    self.file = file
    var last = UInt8(ascii: "\n")
    _ = try? withUnsafeMutableBytes(of: &last) { last in
      try self.file.read(into: last, at: max(0, self.file.size - 1))
    }
    if last != UInt8(ascii: "\n") { try? append([UInt8(ascii: "\n")]) }
  }

  /// Appends bytes.
  ///
  /// - Throws: `SystemError`; some of the bytes may have been written then.
  package func append(_ bytes: [UInt8]) throws(SystemError) { try file.write(bytes) }

  /// True if a process holds the file's lock.
  package static func isLocked(_ path: String) -> Bool {
    guard let file = try? OpenFile(reading: path) else { return false }
    do throws(SystemError) {
      try file.lock(isShared: true)
      return false
    } catch { return error == .wouldBlock }
  }
}
