import CZeroMQ

/// The libzmq that this process runs with.
package enum Library {
  /// As it says itself, such as "4.3.4".
  package static var version: String {
    var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
    zmq_version(&major, &minor, &patch)
    return "\(major).\(minor).\(patch)"
  }

  /// Whether it was built with `ability`: "curve" (encryption), "ipc".
  package static func has(_ ability: String) -> Bool { zmq_has(ability) == 1 }
}
