import CZeroMQ

/// The libzmq that this process uses.
package enum Library {
  /// The version at run time, such as "4.3.4".
  package static var version: String {
    var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
    zmq_version(&major, &minor, &patch)
    return "\(major).\(minor).\(patch)"
  }

  /// True if it was built with the capability, such as "curve" (encryption) or "ipc".
  package static func has(_ ability: String) -> Bool { zmq_has(ability) == 1 }
}
