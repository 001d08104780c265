import Glibc

/// A file of lines that is only ever added to, under a lock that ends with the process, however it
/// ends.
package final class LockedFile: Sendable {
  private let file: OpenFile

  /// Opens the file, or makes it; nil if that fails or another one has the lock.
  ///
  /// Ends a line over which a process died.
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

  /// Adds bytes; they may be there in part if it throws.
  package func append(_ bytes: [UInt8]) throws(SystemError) { try file.write(bytes) }

  /// Whether a process has the lock of the file.
  package static func isLocked(_ path: String) -> Bool {
    guard let file = try? OpenFile(reading: path) else { return false }
    do throws(SystemError) {
      try file.lock(isShared: true)
      return false
    } catch { return error == .wouldBlock }
  }
}
