import Dispatch
import System
import JSONText
import ZeroMQ

/// The thread that owns the shell socket: queues cells for the thread that runs them, and answers all
/// other requests at once, even while a cell runs.
struct ShellChannel: ~Copyable {
  private let socket: Socket
  private let cells: Socket
  private let line: PublisherLine
  private let services: Services
  private var waiting: [WaitingCell] = []
  private var cellIsRunning = false

  /// Milliseconds without a request before a failed cell is answered, so that cells sent together with
  /// it, one socket write after another, are given up as well.
  ///
  /// On a busy machine some milliseconds pass between two writes. The error is published before, so
  /// nobody notices the wait.
  private static let quietTime = 20
  /// The limit of that wait if requests keep coming.
  private static let longestWait = Duration.milliseconds(100)

  init(_ connection: ConnectionFile, services: Services, in context: Context) throws {
    let cells = try Socket.bound(.pair, to: CellRunner.endpoint, in: context)
    let socket = try connection.socket(.router, for: .shell, in: context)
    line = try PublisherLine(in: context)
    self.cells = cells
    self.socket = socket
    self.services = services
  }

  /// Serves requests until the context ends.
  mutating func serve() throws {
    while true {
      let ready = try waitForInput(socket, cells)
      if ready.second {
        try finishCell(cells.receive())  // may drain `socket`, so do not receive from it as well
      } else if ready.first {
        try accept(socket.receive())
      }
    }
  }

  private mutating func accept(_ frames: Frames) throws {
    guard let message = services.session.open(frames) else { return }
    if message.type == "execute_request" {
      waiting.append(WaitingCell(message))
      try startNextCell()
    } else {
      try line.publish(around: message) { try answer(message) }
      if message.type == "shutdown_request" { services.end.signal() }
    }
  }

  private mutating func startNextCell() throws {
    guard !cellIsRunning, !waiting.isEmpty else { return }
    cellIsRunning = true
    let cell = waiting.removeFirst()
    services.nextCell.withLock { $0 = cell }
    try cells.send([[]])
  }

  /// Sends the reply of the cell that ended; `frames` come from `CellRunner`.
  private mutating func finishCell(_ frames: Frames) throws {
    if frames.first == CellRunner.giveUp {
      let end = ContinuousClock.now + Self.longestWait
      while .now < end, let frames = try socket.receive(within: Self.quietTime) {
        try accept(frames)
      }
      for index in waiting.indices { waiting[index].isGivenUp = true }
    }
    try socket.send(Array(frames.dropFirst()))
    try cells.send([[]])
    cellIsRunning = false
    try startNextCell()
  }

  /// Sends the reply, if there is one, and returns type and content of a message to publish, if any.
  private func answer(_ message: Message) throws -> (type: String, content: JSON)? {
    switch message.type {
    case "comm_open": return closedComm(of: message).map { ("comm_close", $0) }
    case "comm_msg", "comm_close": return nil
    case "shutdown_request":
      let content = message.shutdownReply
      try socket.send(services.session.reply(to: message, content))
      return ("shutdown_reply", content)
    default:
      let content = services.answer(to: message)
      try socket.send(services.session.reply(to: message, content))
      return nil
    }
  }

  /// The content of `comm_close`, with which the protocol declines an unknown comm target: there are none
  /// here.
  private func closedComm(of message: Message) -> JSON? {
    guard let identifier = message.content["comm_id"]?.string else {
      report("\(MessageError.missing("comm_id")): comm_open")
      return nil
    }
    return ["comm_id": .string(identifier), "data": [:]]
  }
}

extension Message {
  /// The content of the reply to a `shutdown_request`.
  var shutdownReply: JSON {
    ["status": "ok", "restart": .bool(content["restart"]?.bool ?? false)]
  }
}
