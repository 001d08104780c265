import CZeroMQ

/// A libzmq context, from which every thread makes its own sockets.
///
/// Unchecked: contexts are thread-safe (`zmq_ctx_new(3)`), which the compiler cannot see.
package final class Context: @unchecked Sendable {
  let handle: UnsafeMutableRawPointer

  /// Makes a context without sockets.
  ///
  /// - Throws: `ZeroMQError`.
  package init() throws(ZeroMQError) {
    guard let handle = zmq_ctx_new() else { throw ZeroMQError() }
    self.handle = handle
  }

  /// Ends every blocked call on a socket of this context with an error that `isTermination`.
  package func shutDown() {
    zmq_ctx_shutdown(handle)
  }

  /// Waits until all messages are sent, at most each socket's linger time.
  deinit {
    while zmq_ctx_term(handle) == -1, zmq_errno() == EINTR {}
  }
}
