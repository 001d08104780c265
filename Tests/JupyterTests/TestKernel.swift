import Dispatch
import FoundationEssentials
import JSONText
import Jupyter
import System
import Testing
import ZeroMQ

/// A kernel with an `EchoInterpreter` in this process, on its own ipc sockets.
struct TestKernel: Sendable {
  let connection: ConnectionFile
  let file: JSON
  private let ended = DispatchSemaphore(value: 0)

  /// Starts the kernel, which listens some milliseconds later; sockets wait for that.
  init(
    keys: CurveKeys? = nil, historyFile: String? = nil, notices: [String] = []
  ) throws {
    let name = FileManager.default.temporaryDirectory.path + "/dephn-\(UUID().uuidString)"
    var file: [String: JSON] = [
      "transport": "ipc", "ip": .string(name), "key": "secret", "signature_scheme": "hmac-sha256",
      "shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5,
    ]
    if let keys {
      file["curve_publickey"] = .string(keys.publicKey)
      file["curve_secretkey"] = .string(keys.secretKey)
    }
    self.file = .object(file)
    connection = try ConnectionFile(.object(file))
    let flag = InterruptFlag()
    let kernel = Kernel(
      connection: connection, identity: .echo, assistant: EchoAssistant(),
      interrupt: flag, historyFile: historyFile, notices: notices,
      interpreter: { EchoInterpreter(flag.interrupt) })
    DispatchQueue(label: "kernel").async { [ended] in
      #expect(throws: Never.self) { try kernel.serve() }
      ended.signal()
    }
  }

  /// True if the kernel ends within three seconds.
  func hasEnded() -> Bool { ended.wait(timeout: .now() + 3) == .success }
}

extension KernelIdentity {
  static let echo = KernelIdentity(
    implementation: "echo", version: "1.0", banner: "An echo.",
    language: Language(
      name: "echo", version: "1.0", mimeType: "text/x-echo", fileExtension: ".echo",
      relatedMimeType: "text/x-sh", pygmentsLexer: "bash"))
}

/// A front-end for tests; every wait ends after five seconds.
final class TestClient {
  let shell: Socket
  let control: Socket
  let published: Socket
  let input: Socket
  let signature: Signature

  /// Connects to `kernel` and waits for its welcome, so that no output can be missed.
  init(
    _ kernel: TestKernel, keys: CurveKeys? = nil, waitsForWelcome: Bool = true,
    hasInput: Bool = true
  ) throws {
    let context = try Context()
    // A front-end's shell and input sockets have the same identity.
    let identity = Array(UUID().uuidString.utf8)
    func socket(
      _ kind: Socket.Kind, _ channel: ConnectionFile.Channel, isConnected: Bool = true
    ) throws -> Socket {
      let socket = try Socket(kind, in: context)
      try socket.setIdentity(identity)
      if let keys, let serverKey = kernel.connection.curveKeys?.publicKey {
        try socket.connectEncrypted(to: serverKey, with: keys)
      }
      if kind == .subscribe { try socket.subscribe() }
      if isConnected { try socket.connect(kernel.connection.endpoint(of: channel)) }
      return socket
    }
    let shell = try socket(.dealer, .shell)
    let control = try socket(.dealer, .control)
    let published = try socket(.subscribe, .publisher)
    let input = try socket(.dealer, .input, isConnected: hasInput)
    self.input = input
    self.shell = shell
    self.control = control
    self.published = published
    signature = kernel.connection.signature
    if waitsForWelcome { _ = try messages(through: "iopub_welcome") }
  }

  /// Sends a request and returns its `msg_id`.
  @discardableResult
  func send(
    _ type: String, _ content: JSON = [:], to channel: ConnectionFile.Channel = .shell
  ) throws -> String {
    let (identifier, frames) = request(type, content)
    try sendFrames(frames, to: channel)
    return identifier
  }

  /// The frames of a request, not sent yet, and its `msg_id`.
  func request(_ type: String, _ content: JSON = [:]) -> (identifier: String, frames: Frames) {
    let identifier = UUID().uuidString
    let header: JSON = [
      "msg_id": .string(identifier), "msg_type": .string(type), "session": "test",
      "username": "test", "date": "2026-01-01T00:00:00Z", "version": "5.5",
    ]
    return (identifier, Message(header: header, content: content).frames(signedBy: signature))
  }

  func sendFrames(_ frames: Frames, to channel: ConnectionFile.Channel = .shell) throws {
    if channel == .control { try control.send(frames) } else { try shell.send(frames) }
  }

  func execute(_ code: String, _ options: [String: JSON] = [:]) throws -> String {
    try send("execute_request", .object(options.merging(["code": .string(code)]) { $1 }))
  }

  /// The next reply on `channel`.
  func reply(on channel: ConnectionFile.Channel = .shell) throws -> Message {
    let frames =
      channel == .control
      ? try control.receive(within: 5000) : try shell.receive(within: 5000)
    return try Message(try #require(frames, "no reply in time"), signedBy: signature)
  }

  /// The next question to this front-end.
  func question() throws -> Message {
    let frames = try #require(try input.receive(within: 5000), "no question in time")
    return try Message(frames, signedBy: signature)
  }

  /// Answers a question.
  func type(_ text: String) throws {
    let header: JSON = ["msg_type": "input_reply", "msg_id": .string(UUID().uuidString)]
    let message = Message(header: header, content: ["value": .string(text)])
    try input.send(message.frames(signedBy: signature))
  }

  /// The next published message.
  func nextPublished() throws -> Message {
    let frames = try #require(try published.receive(within: 5000), "nothing published in time")
    return try Message(frames, signedBy: signature)
  }

  /// The published messages up to the first of `type` (caused by `request`, if given).
  func messages(through type: String, of request: String? = nil) throws -> [Message] {
    var messages: [Message] = []
    repeat {
      messages.append(try nextPublished())
    } while messages.last?.type != type
      || (request != nil && messages.last?.parentHeader["msg_id"]?.string != request)
    return messages
  }

  /// The published messages caused by `request`, from busy to idle.
  func outputs(of request: String) throws -> [Message] {
    var messages: [Message] = []
    while messages.last?.content["execution_state"] != "idle" {
      let message = try nextPublished()
      if message.parentHeader["msg_id"]?.string == request { messages.append(message) }
    }
    return messages
  }

  /// Runs a cell: its outputs from busy to idle, and its reply.
  func run(
    _ code: String, _ options: [String: JSON] = [:]
  ) throws -> (outputs: [Message], reply: Message) {
    let request = try execute(code, options)
    return (try outputs(of: request), try reply())
  }

  /// Asks the kernel to end and waits until it has.
  func end(_ kernel: TestKernel) throws {
    try send("shutdown_request", ["restart": false], to: .control)
    #expect(try reply(on: .control).type == "shutdown_reply")
    #expect(kernel.hasEnded())
  }
}
