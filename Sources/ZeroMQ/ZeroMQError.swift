import CZeroMQ
import System

/// What libzmq answered instead of doing what it was asked for.
package struct ZeroMQError: Error, Equatable, CustomStringConvertible {
  /// The number that `zmq_errno` gave.
  package let code: Int32

  /// Takes the number of the last failure on this thread.
  init() { code = zmq_errno() }

  /// True if the context was shut down: the thread that sees it should end.
  package var isTermination: Bool { code == ETERM }

  /// True if a router knows no peer of that identity.
  package var isUnknownReceiver: Bool { code == SystemError.hostUnreachable.code }

  /// True if another process holds the address.
  package var isAddressInUse: Bool { code == SystemError.addressInUse.code }

  /// True if it would have had to wait.
  var isFullQueue: Bool { code == SystemError.wouldBlock.code }

  package var description: String { String(cString: zmq_strerror(code)) }
}

/// Calls `body` until no signal interrupts it, and throws if it still answers -1.
@discardableResult
func retrying(_ body: () -> Int32) throws(ZeroMQError) -> Int32 {
  while true {
    let answer = body()
    if answer != -1 { return answer }
    let error = ZeroMQError()
    if error.code != SystemError.interrupted.code { throw error }
  }
}
