import Glibc

/// What the system answered instead of doing what it was asked for.
package struct SystemError: Error, Equatable, CustomStringConvertible {
  /// The number that the call left in `errno`.
  package let code: Int32

  /// Takes a number of `errno`.
  package init(code: Int32) { self.code = code }

  /// Takes the number of the last failure on this thread.
  package init() { code = errno }

  /// A signal came before the call did anything: it is to be made again.
  package static let interrupted = SystemError(code: EINTR)
  /// Nothing is at the path.
  package static let missing = SystemError(code: ENOENT)
  /// Something is at the path already.
  package static let exists = SystemError(code: EEXIST)
  /// The disk is full.
  package static let noSpace = SystemError(code: ENOSPC)
  /// The file would be larger than the process may make one.
  package static let fileTooLarge = SystemError(code: EFBIG)
  /// The call would have to wait.
  package static let wouldBlock = SystemError(code: EAGAIN)
  /// Another process holds the network address.
  package static let addressInUse = SystemError(code: EADDRINUSE)
  /// No peer is known by that name.
  package static let hostUnreachable = SystemError(code: EHOSTUNREACH)

  /// The C library's words: "No space left on device".
  package var description: String { String(cString: strerror(code)) }
}
