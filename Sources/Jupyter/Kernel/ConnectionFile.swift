import FoundationEssentials
package import JSONText
import System
package import ZeroMQ

/// A connection file, with which a front-end tells a kernel where to listen and how to sign messages.
package struct ConnectionFile: Sendable, Equatable {
  /// The five sockets of a kernel; raw values are the keys of their ports in the file.
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
  /// The signature of messages in both directions.
  package let signature: Signature
  /// The keys that encrypt all five sockets; nil without encryption.
  package let curveKeys: CurveKeys?

  /// Reads the file at `path`.
  ///
  /// - Throws: `ConnectionFileError`.
  package init(path: String) throws {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw ConnectionFileError(sentence: "The connection file '\(path)' cannot be read.")
    }
    do {
      try self.init(JSON(data))
    } catch let error as JSONError {
      throw ConnectionFileError(
        sentence: "The connection file '\(path)' is not valid JSON: \(error).")
    }
  }

  /// Takes the content of a connection file.
  ///
  /// - Throws: `ConnectionFileError` for a missing or invalid value.
  package init(_ file: JSON) throws(ConnectionFileError) {
    guard let address = file["ip"]?.string else { throw .missing("ip") }
    transport = file["transport"]?.string ?? "tcp"
    guard ["tcp", "ipc"].contains(transport) else {
      throw ConnectionFileError(sentence: "The transport '\(transport)' is neither tcp nor ipc.")
    }
    self.address = try transport == "tcp" ? Self.numeric(address) : address
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

  /// The address that the socket of `channel` binds to.
  package func endpoint(of channel: Channel) -> String {
    let port = ports[channel] ?? 0
    return transport == "ipc" ? "ipc://\(address)-\(port)" : "tcp://\(address):\(port)"
  }

  /// The address in numbers, since libzmq binds to no name of a machine; `*` is any address.
  private static func numeric(_ address: String) throws(ConnectionFileError) -> String {
    if address == "*" { return address }
    guard let numeric = HostName.address(of: address) else {
      throw ConnectionFileError(sentence: "No machine has the name or address '\(address)'.")
    }
    return numeric.contains(":") ? "[\(numeric)]" : numeric
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

/// An error in a connection file, in one sentence.
package struct ConnectionFileError: Error, Equatable, CustomStringConvertible {
  let sentence: String

  /// The sentence.
  package var description: String { sentence }

  static func missing(_ key: String) -> ConnectionFileError {
    ConnectionFileError(sentence: "The connection file has no usable '\(key)'.")
  }
}
