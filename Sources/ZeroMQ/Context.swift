import CZeroMQ

/// The home of all sockets of a kernel; every thread makes its own sockets from it.
///
/// libzmq promises that a context may be used by all threads at once (`zmq_ctx_new(3)`), which
/// the compiler cannot see: hence the one unchecked conformance.
package final class Context: @unchecked Sendable {
  let handle: UnsafeMutableRawPointer

  /// Makes an empty context.
  package init() throws(ZeroMQError) {
    guard let handle = zmq_ctx_new() else { throw ZeroMQError() }
    self.handle = handle
  }

  /// Wakes every blocked call on a socket of this context with `isTermination`.
  package func shutDown() {
    zmq_ctx_shutdown(handle)
  }

  /// Waits until what was sent has left, at most each socket's linger time.
  deinit {
    while zmq_ctx_term(handle) == -1, zmq_errno() == EINTR {}
  }
}
