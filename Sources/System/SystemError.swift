import Glibc

/// An error number (`errno`) of the operating system.
package struct SystemError: Error, Equatable, CustomStringConvertible {
  /// The value of `errno`.
  package let code: Int32

  /// Takes a value of `errno`.
  package init(code: Int32) { self.code = code }

  /// Takes `errno` of this thread, right after a call that failed.
  package init() { code = errno }

  /// EINTR: a signal interrupted the call, which can be repeated.
  package static let interrupted = SystemError(code: EINTR)
  /// ENOENT: nothing is at the path.
  package static let missing = SystemError(code: ENOENT)
  /// EEXIST: something is at the path already.
  package static let exists = SystemError(code: EEXIST)
  /// ENOSPC: the disk is full.
  package static let noSpace = SystemError(code: ENOSPC)
  /// EFBIG: the file would exceed the size limit.
  package static let fileTooLarge = SystemError(code: EFBIG)
  /// EAGAIN: the call would block.
  package static let wouldBlock = SystemError(code: EAGAIN)
  /// EADDRINUSE: another process uses the network address.
  package static let addressInUse = SystemError(code: EADDRINUSE)
  /// EHOSTUNREACH: there is no such peer.
  package static let hostUnreachable = SystemError(code: EHOSTUNREACH)

  /// The C library's message, such as "No space left on device".
  package var description: String { String(cString: strerror(code)) }
}
