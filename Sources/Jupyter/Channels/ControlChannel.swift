import Dispatch
import JSONText
import ZeroMQ

/// The thread that owns the control socket: interrupts, ends and measures the kernel while cells run.
struct ControlChannel: ~Copyable {
  private let socket: Socket
  private let line: PublisherLine
  private let services: Services
  private var usage = Usage()

  init(_ connection: ConnectionFile, services: Services, in context: Context) throws {
    let socket = try connection.socket(.router, for: .control, in: context)
    line = try PublisherLine(in: context)
    self.socket = socket
    self.services = services
  }

  /// Answers requests until the context ends.
  mutating func serve() throws {
    while true {
      guard let message = services.session.open(try socket.receive()) else { continue }
      let ends = message.type == "shutdown_request"
      try line.publish(around: message) {
        let content = answer(message)
        try socket.send(services.session.reply(to: message, content))
        return ends ? ("shutdown_reply", content) : nil
      }
      if ends { services.end.signal() }
    }
  }

  private mutating func answer(_ message: Message) -> JSON {
    switch message.type {
    case "interrupt_request":
      services.activity.interrupt()
      return .ok
    case "shutdown_request": return message.shutdownReply
    case "usage_request": return usage.measured()
    default: return services.answer(to: message)
    }
  }
}
