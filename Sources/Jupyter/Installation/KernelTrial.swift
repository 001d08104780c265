import FoundationEssentials
import JSONText
import System
import ZeroMQ

/// A trial run of a kernel: started as Jupyter would start it, asked for its version, and ended.
package struct KernelTrial: Sendable {
  /// The name and version of the program that answered.
  package let implementation: String
  /// The version of the Jupyter protocol that it speaks.
  package let protocolVersion: String
  /// The time from the start of the process to its answer.
  package let time: Duration

  /// Starts the kernel with `command` and a connection file in a temporary folder.
  ///
  /// - Throws: `KernelError` if it cannot be started or does not answer within `patience`.
  package init(
    of command: [String], environment: [String: String], patience: Duration = .seconds(20)
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "dephn-trial-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "connection.json")
    let content = try Self.connection()
    try Data(content.bytes).write(to: file)
    let words = command.map { $0 == "{connection_file}" ? file.path : $0 }
    // A trial is not a session: it writes no history, and does not watch the process that launched it.
    let own = ["DEPHN_HISTORY": "", "JPY_PARENT_PID": ""]
    let start = ContinuousClock.now
    var child: ChildProcess
    do throws(SystemError) {
      child = try ChildProcess(words, environment: environment.merging(own) { $1 })
    } catch { throw KernelError("'\(words.first ?? "")' cannot be started: \(error).") }
    let front = try Front(ConnectionFile(content))
    let answer = try front.answer(of: &child, until: start + patience)
    time = .now - start
    implementation = ["implementation", "implementation_version"]
      .compactMap { answer.content[$0]?.string }.joined(separator: " ")
    protocolVersion = answer.content["protocol_version"]?.string ?? ""
    try front.end()
    _ = child.hasEnded(within: .seconds(3))
  }

  /// The content of a connection file with free ports and a new key.
  private static func connection() throws -> JSON {
    let context = try Context()
    var file: [String: JSON] = [
      "transport": "tcp", "ip": "127.0.0.1", "signature_scheme": "hmac-sha256",
      "key": .string(UUID().uuidString),
    ]
    // All ports are held at the same time, so that none is chosen twice.
    let sockets = try ConnectionFile.Channel.allCases.map { _ in
      try Reservation(Socket.bound(.router, to: "tcp://127.0.0.1:*", in: context))
    }
    for (channel, socket) in zip(ConnectionFile.Channel.allCases, sockets) {
      file[channel.rawValue] = .integer(socket.port)
    }
    return .object(file)
  }

  /// A port that is held until this object is released.
  private final class Reservation {
    private let socket: Socket
    let port: Int

    init(_ socket: consuming Socket) throws {
      port = try Int(socket.lastEndpoint().split(separator: ":").last ?? "") ?? 0
      self.socket = socket
    }
  }

  /// The front-end's end of the connection.
  private struct Front: ~Copyable {
    private let shell: Socket
    private let control: Socket
    private let session: MessageSession

    init(_ connection: ConnectionFile) throws {
      let context = try Context()
      let shell = try Socket.connected(.dealer, to: connection.endpoint(of: .shell), in: context)
      control = try Socket.connected(.dealer, to: connection.endpoint(of: .control), in: context)
      self.shell = shell
      session = MessageSession(signature: connection.signature)
    }

    func answer(
      of child: inout ChildProcess, until end: ContinuousClock.Instant
    ) throws -> Message {
      try shell.send(request("kernel_info_request", [:]))
      while .now < end {
        if let frames = try shell.receive(within: 20) {
          if let message = session.open(frames) { return message }
        } else if child.hasEnded(within: .zero) {
          throw KernelError("It ended at once.\(Self.quoted(child.written()))")
        }
      }
      throw KernelError("It did not answer in time.\(Self.quoted(child.written()))")
    }

    func end() throws { try control.send(request("shutdown_request", ["restart": false])) }

    private func request(_ type: String, _ content: JSON) -> Frames {
      Message(header: session.header(type), content: content).frames(signedBy: session.signature)
    }

    /// The last line of a program's output, as a sentence.
    private static func quoted(_ text: String) -> String {
      text.split(separator: "\n").last.map { " It said: \($0)" } ?? ""
    }
  }
}
