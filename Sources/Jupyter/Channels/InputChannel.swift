import JSONText
import System
import ZeroMQ

/// The input socket of the thread that runs cells, which asks a cell's front-end for text and waits.
final class InputChannel {
  private let socket: Socket
  private let services: Services

  /// Milliseconds between two checks of the interrupt while waiting.
  private static let glance = 20
  /// Time for a front-end to connect to this socket, which it may do after it has sent the cell.
  private static let longestWaitForConnection = Duration.seconds(1)

  init(_ connection: ConnectionFile, services: Services, in context: Context) throws {
    let socket = try connection.socket(.router, for: .input, in: context) {
      try $0.refuseUnknownReceivers()
    }
    self.socket = socket
    self.services = services
  }

  /// Asks the front-end that sent `request` for a line of text; nil if it has no input connection.
  ///
  /// The answer comes without a line feed.
  ///
  /// - Throws: `ZeroMQError`; `CancellationError` after an interrupt.
  func answer(to prompt: String, for request: Message) throws -> String? {
    // Discards late answers to earlier questions.
    while try socket.receive(within: 0) != nil {}
    guard try send(prompt, for: request) else { return nil }
    while true {
      try services.activity.cellInterrupt.check()
      guard let frames = try socket.receive(within: Self.glance),
        let message = services.session.open(frames),
        message.type == "input_reply", message.identities == request.identities
      else { continue }
      return message.content["value"]?.string ?? ""
    }
  }

  /// Sends the question; false if that front-end has no input connection.
  private func send(_ prompt: String, for request: Message) throws -> Bool {
    let message = Message(
      identities: request.identities, header: services.session.header("input_request"),
      parentHeader: request.header, content: ["prompt": .string(prompt), "password": false])
    let end = ContinuousClock.now + Self.longestWaitForConnection
    while true {
      do throws(ZeroMQError) {
        try socket.send(message.frames(signedBy: services.session.signature))
        return true
      } catch {
        guard error.isUnknownReceiver else { throw error }
        try services.activity.cellInterrupt.check()
        if .now > end { return false }
        _ = try socket.receive(within: Self.glance)
      }
    }
  }
}
