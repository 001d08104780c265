import JSONText
import ZeroMQ

/// A message to all front-ends, as a thread hands it to the publisher.
struct Publication: Equatable {
  enum Body: Equatable {
    /// A whole message: its type, and its content as JSON text.
    case message(String, [UInt8])
    /// The kernel's status during a request, which may be a cell.
    case status(Status, ofCell: Bool)
    /// More text on `stdout` or `stderr`.
    case stream(String, [UInt8])
    /// The new state of a display: its identifier, and the content as JSON text.
    case update(String, [UInt8])
    /// Clears the cell's output; with `wait`, only when the next output comes.
    case clear(wait: Bool)
    /// A front-end has subscribed to this topic.
    case welcome(String)
    /// Makes the publisher send what it holds back.
    case flush
    /// Makes the publisher send what it holds back, and end.
    case end
  }

  enum Status: String {
    case starting, busy, idle
  }

  /// The header of the request that caused this, as JSON text.
  let parent: [UInt8]
  var body: Body

  /// Takes the header of the request that caused this; by default none did.
  init(parent: [UInt8] = Array("{}".utf8), _ body: Body) {
    self.parent = parent
    self.body = body
  }

  /// Decodes the property `frames`; nil if they are invalid.
  init?(_ frames: Frames) {
    guard frames.count == 4, let kind = Kind(rawValue: String(decoding: frames[0], as: UTF8.self))
    else { return nil }
    let name = String(decoding: frames[2], as: UTF8.self)
    let content = frames[3]
    let body: Body
    switch kind {
    case .message: body = .message(name, content)
    case .stream: body = .stream(name, content)
    case .update: body = .update(name, content)
    case .welcome: body = .welcome(name)
    case .clear: body = .clear(wait: name == Self.wait)
    case .cellStatus, .status:
      guard let status = Status(rawValue: name) else { return nil }
      body = .status(status, ofCell: kind == .cellStatus)
    case .flush: body = .flush
    case .end: body = .end
    }
    self.init(parent: frames[1], body)
  }

  /// Kind, parent, name and content, for the socket between threads.
  var frames: Frames {
    switch body {
    case .message(let type, let content): frames(.message, type, content)
    case .status(let status, let ofCell): frames(ofCell ? .cellStatus : .status, status.rawValue)
    case .stream(let name, let text): frames(.stream, name, text)
    case .update(let display, let content): frames(.update, display, content)
    case .clear(let wait): frames(.clear, wait ? Self.wait : "")
    case .welcome(let topic): frames(.welcome, topic)
    case .flush: frames(.flush)
    case .end: frames(.end)
    }
  }

  /// Approximate size in memory, in bytes.
  var size: Int {
    switch body {
    case .message(_, let content), .stream(_, let content), .update(_, let content):
      parent.count + content.count
    default: parent.count
    }
  }

  private enum Kind: String {
    case message, status, cellStatus, stream, update, clear, welcome, flush, end
  }

  private static let wait = "wait"

  private func frames(_ kind: Kind, _ name: String = "", _ content: [UInt8] = []) -> Frames {
    [Array(kind.rawValue.utf8), parent, Array(name.utf8), content]
  }
}

/// A thread's connection to the publisher; it blocks a thread that is too fast for the publisher.
final class PublisherLine {
  static let endpoint = "inproc://publisher"
  private static let longestQueue: Int32 = 1000
  private let socket: Socket

  init(in context: Context) throws {
    let socket = try Socket(.push, in: context)
    try socket.limitQueue(to: Self.longestQueue)
    try socket.connect(Self.endpoint)
    self.socket = socket
  }

  func publish(_ publication: Publication) throws(ZeroMQError) {
    try socket.send(publication.frames)
  }

  /// Publishes a message caused by `request`.
  func publish(_ type: String, _ content: JSON, for request: Message) throws(ZeroMQError) {
    try publish(Publication(parent: request.header.bytes, .message(type, content.bytes)))
  }

  /// Publishes the status "busy", the message that `work` returns, and the status "idle".
  ///
  /// For quick requests, `work` sends the reply before any status: statuses wake the publishing thread,
  /// which would take a processor from the waiting front-end.
  func publish(
    around request: Message, _ work: () throws -> (type: String, content: JSON)?
  ) throws {
    let isQuick = Self.quickRequests.contains(request.type)
    if !isQuick { try publish(.busy, for: request) }
    let message = try work()
    if isQuick { try publish(.busy, for: request) }
    if let (type, content) = message { try publish(type, content, for: request) }
    try publish(.idle, for: request)
  }

  private static let quickRequests: Set<String> = [
    "kernel_info_request", "complete_request", "inspect_request", "is_complete_request",
    "comm_info_request",
  ]

  /// Publishes the kernel's status for `request`.
  func publish(
    _ status: Publication.Status, for request: Message, ofCell: Bool = false
  ) throws(ZeroMQError) {
    try publish(Publication(parent: request.header.bytes, .status(status, ofCell: ofCell)))
  }
}
