import ZeroMQ

/// The thread that owns the publishing socket: welcomes subscribers and sends what other threads hand it.
///
/// Text and progress that come faster than twenty times a second are joined, since front-ends drop
/// or choke on more; nothing else is ever held back, and nothing at all is dropped.
struct Publisher: ~Copyable {
  private let socket: Socket
  private let incoming: Socket
  private let session: Session
  private var pending: Publication?
  /// When the last stream or update left.
  private var lastSent = ContinuousClock.now - Self.shortestPause

  private static let shortestPause = Duration.milliseconds(50)
  /// What a kernel says before its first subscriber has come waits this long for one.
  private static let longestWaitForSubscriber = 2000

  init(_ connection: ConnectionFile, session: Session, in context: Context) throws {
    let incoming = try Socket.bound(.pull, to: PublisherLine.endpoint, in: context)
    let socket = try connection.socket(.extendedPublish, for: .publisher, in: context)
    self.incoming = incoming
    self.socket = socket
    self.session = session
  }

  /// Works until it is told to end.
  mutating func serve() throws(ZeroMQError) {
    try send("status", ["execution_state": "starting"], parent: [:])
    if try waitForInput(socket, within: Self.longestWaitForSubscriber) { try welcome() }
    while true {
      let pause = pending == nil ? -1 : Self.milliseconds(until: lastSent + Self.shortestPause)
      let ready = try waitForInput(socket, incoming, within: pause)
      if ready.first { try welcome() }
      if ready.second {
        guard let publication = Publication(try incoming.receive()) else { continue }
        try take(publication)
        if publication.body == .end { return try takeRest() }
      } else if pending != nil, Self.milliseconds(until: lastSent + Self.shortestPause) == 0 {
        try flush()
      }
    }
  }

  /// Other threads may have handed over more before the order to end came by its own way.
  private mutating func takeRest() throws(ZeroMQError) {
    while let frames = try incoming.receive(within: 0) {
      if let publication = Publication(frames) { try take(publication) }
    }
    try flush()
  }

  private mutating func take(_ publication: Publication) throws(ZeroMQError) {
    if let joined = pending?.joined(with: publication) {
      pending = joined
    } else {
      try flush()
      pending = publication
    }
    switch publication.body {
    case .stream, .update:
      if Self.milliseconds(until: lastSent + Self.shortestPause) == 0 { try flush() }
    case .message, .flush, .end: try flush()
    }
  }

  private mutating func flush() throws(ZeroMQError) {
    guard let publication = pending else { return }
    pending = nil
    let parent = publication.parent
    switch publication.body {
    case .message(let type, let content): try send(type, content, parent: parent)
    case .stream(let name, let text):
      let text = String(decoding: text, as: UTF8.self)
      try send("stream", ["name": .string(name), "text": .string(text)], parent: parent)
      lastSent = .now
    case .update(_, let content):
      try send("update_display_data", content, parent: parent)
      lastSent = .now
    case .flush, .end: break
    }
  }

  /// Answers a subscription: byte 1 and the wanted prefix (JEP 65).
  private func welcome() throws(ZeroMQError) {
    let frames = try socket.receive()
    guard let frame = frames.first, frame.first == 1,
      let topic = String(validating: frame.dropFirst(), as: UTF8.self)
    else { return }
    let message = Message(
      identities: [Array(topic.utf8)], header: session.header("iopub_welcome"),
      content: ["subscription": .string(topic)])
    try socket.send(message.frames(signedBy: session.signature))
  }

  private func send(_ type: String, _ content: JSON, parent: JSON) throws(ZeroMQError) {
    let message = Message(
      identities: [Array("kernel.\(session.name).\(type)".utf8)], header: session.header(type),
      parentHeader: parent, content: content)
    try socket.send(message.frames(signedBy: session.signature))
  }

  private static func milliseconds(until time: ContinuousClock.Instant) -> Int {
    let rest = time - .now
    return rest > .zero ? Int(rest / .milliseconds(1)) + 1 : 0
  }
}
