import FoundationEssentials
package import JSONText
package import ZeroMQ

/// Where a kernel listens and how its messages are signed, as the file says that a front-end hands it.
package struct ConnectionFile: Sendable, Equatable {
  /// The five sockets of a kernel; the raw value is the key of the port.
  package enum Channel: String, CaseIterable, Sendable {
    case shell = "shell_port"
    case control = "control_port"
    case publisher = "iopub_port"
    case input = "stdin_port"
    case heartbeat = "hb_port"
  }

  private let transport: String
  private let address: String
  private let ports: [Channel: Int]
  /// How the front-end signs its messages and wants ours signed.
  package let signature: Signature
  /// The keys to encrypt all five sockets with; nil for plain ones.
  package let curveKeys: CurveKeys?

  /// Reads the file at `path`.
  package init(path: String) throws {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw ConnectionFileError(sentence: "The connection file '\(path)' cannot be read.")
    }
    do {
      try self.init(JSON(data))
    } catch let error as JSONError {
      throw ConnectionFileError(sentence: "The connection file '\(path)' is no JSON: \(error).")
    }
  }

  /// Takes the values of a connection file that was read already.
  package init(_ file: JSON) throws(ConnectionFileError) {
    guard let address = file["ip"]?.string else { throw .missing("ip") }
    self.address = address
    transport = file["transport"]?.string ?? "tcp"
    guard ["tcp", "ipc"].contains(transport) else {
      throw ConnectionFileError(sentence: "The transport '\(transport)' is neither tcp nor ipc.")
    }
    var ports: [Channel: Int] = [:]
    for channel in Channel.allCases {
      guard let port = file[channel.rawValue]?.integer, (1...65535).contains(port) else {
        throw .missing(channel.rawValue)
      }
      ports[channel] = port
    }
    self.ports = ports
    signature = try Signature(
      scheme: file["signature_scheme"]?.string ?? "hmac-sha256", key: file["key"]?.string ?? "")
    curveKeys = try Self.curveKeys(of: file)
  }

  /// The address to bind the socket of `channel` to.
  package func endpoint(of channel: Channel) -> String {
    let port = ports[channel] ?? 0
    return transport == "ipc" ? "ipc://\(address)-\(port)" : "tcp://\(address):\(port)"
  }

  private static func curveKeys(of file: JSON) throws(ConnectionFileError) -> CurveKeys? {
    let publicKey = file["curve_publickey"]?.string
    let secretKey = file["curve_secretkey"]?.string
    guard publicKey != nil || secretKey != nil else { return nil }
    guard let publicKey, let secretKey, publicKey.utf8.count == 40, secretKey.utf8.count == 40
    else {
      throw ConnectionFileError(
        sentence: "An encrypted kernel needs 'curve_publickey' and 'curve_secretkey',"
          + " 40 characters each.")
    }
    return CurveKeys(publicKey: publicKey, secretKey: secretKey)
  }
}

/// What is wrong with a connection file, in one sentence.
package struct ConnectionFileError: Error, Equatable, CustomStringConvertible {
  let sentence: String

  package var description: String { sentence }

  static func missing(_ key: String) -> ConnectionFileError {
    ConnectionFileError(sentence: "The connection file has no usable '\(key)'.")
  }
}
