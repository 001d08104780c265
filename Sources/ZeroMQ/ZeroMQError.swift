import CZeroMQ
import System

/// An error number of libzmq.
package struct ZeroMQError: Error, Equatable, CustomStringConvertible {
  /// The value of `zmq_errno`.
  package let code: Int32

  /// Takes `zmq_errno` of this thread, right after a call that failed.
  init() { code = zmq_errno() }

  /// True if the context was shut down, after which the calling thread should end.
  package var isTermination: Bool { code == ETERM }

  /// True if no peer of that identity is connected to the router.
  package var isUnknownReceiver: Bool { code == SystemError.hostUnreachable.code }

  /// True if another socket already listens on the address.
  package var isAddressInUse: Bool { code == SystemError.addressInUse.code }

  /// True if the call would have blocked.
  var isFullQueue: Bool { code == SystemError.wouldBlock.code }

  /// The message of libzmq.
  package var description: String { String(cString: zmq_strerror(code)) }
}

/// Repeats `body` while signals interrupt it, and throws if it returns -1 for another reason.
@discardableResult
func retrying(_ body: () -> Int32) throws(ZeroMQError) -> Int32 {
  while true {
    let answer = body()
    if answer != -1 { return answer }
    let error = ZeroMQError()
    if error.code != SystemError.interrupted.code { throw error }
  }
}
