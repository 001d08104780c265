import ZeroMQ

/// Something for all front-ends to see, on its way from the thread that made it to the publisher.
struct Publication: Equatable {
  enum Body: Equatable {
    /// A whole message: its type and content.
    case message(String, JSON)
    /// More text on `stdout` or `stderr`.
    case stream(String, [UInt8])
    /// The new state of a display.
    case update(String, JSON)
    /// The publisher should send what it holds back.
    case flush
    /// The publisher should send what it holds back and end.
    case end
  }

  /// The header of the request that led to this.
  let parent: JSON
  var body: Body

  init(parent: JSON, _ body: Body) {
    self.parent = parent
    self.body = body
  }

  /// What came out of `frames`; nil for anything that `frames` below does not make.
  init?(_ frames: Frames) {
    guard frames.count == 4, let parent = try? JSON(frames[1]) else { return nil }
    let name = String(decoding: frames[2], as: UTF8.self)
    switch (frames[0], try? JSON(frames[3])) {
    case (Self.message, let content?): self.init(parent: parent, .message(name, content))
    case (Self.update, let content?): self.init(parent: parent, .update(name, content))
    case (Self.stream, _): self.init(parent: parent, .stream(name, frames[3]))
    case (Self.flush, _): self.init(parent: parent, .flush)
    case (Self.end, _): self.init(parent: parent, .end)
    default: return nil
    }
  }

  /// Kind, parent, name and content, for the inner socket.
  var frames: Frames {
    switch body {
    case .message(let type, let content):
      [Self.message, parent.bytes, Array(type.utf8), content.bytes]
    case .stream(let name, let text): [Self.stream, parent.bytes, Array(name.utf8), text]
    case .update(let display, let content):
      [Self.update, parent.bytes, Array(display.utf8), content.bytes]
    case .flush: [Self.flush, parent.bytes, [], []]
    case .end: [Self.end, parent.bytes, [], []]
    }
  }

  /// This and the later `next` as one publication; nil if both must be sent.
  ///
  /// Text of one stream is joined; of two states of a display only the later one counts.
  func joined(with next: Publication) -> Publication? {
    guard parent == next.parent else { return nil }
    switch (body, next.body) {
    case (.stream(let name, let text), .stream(let nextName, let more)) where name == nextName:
      return Publication(parent: parent, .stream(name, text + more))
    case (.update(let display, _), .update(let nextDisplay, _)) where display == nextDisplay:
      return next
    default: return nil
    }
  }

  private static let message = Array("message".utf8)
  private static let stream = Array("stream".utf8)
  private static let update = Array("update".utf8)
  private static let flush = Array("flush".utf8)
  private static let end = Array("end".utf8)
}

/// A thread's own way to the publisher.
final class PublisherLine {
  static let endpoint = "inproc://publisher"
  private let socket: Socket

  init(in context: Context) throws {
    socket = try .connected(.push, to: Self.endpoint, in: context)
  }

  func publish(_ body: Publication.Body, parent: JSON = [:]) throws(ZeroMQError) {
    try socket.send(Publication(parent: parent, body).frames)
  }

  /// Says that the kernel works for `request`, or no longer does.
  func publish(_ status: Status, for request: Message) throws(ZeroMQError) {
    try publish(
      .message("status", ["execution_state": .string(status.rawValue)]), parent: request.header)
  }

  enum Status: String {
    case busy, idle
  }
}
