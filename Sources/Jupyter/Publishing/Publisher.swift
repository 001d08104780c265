import JSONText
import ZeroMQ

/// The thread that owns the publishing socket: welcomes subscribers and sends other threads' messages.
///
/// Text and updates are merged to at most 20 per second, as front-ends cannot keep up with more; nothing
/// else is held back. A subscriber that does not read loses nothing for ten seconds and up to 32 MB of
/// queued output; after that it alone loses messages.
struct Publisher: ~Copyable {
  private let socket: Socket
  private let incoming: Socket
  private let session: MessageSession
  private var queue = PublicationQueue()
  /// The time at which text or an update was last sent.
  private var lastSent = ContinuousClock.now - Self.shortestPause
  /// The time since which a subscriber's queue has been full; nil if none is.
  private var blockedSince: ContinuousClock.Instant?
  /// The header of the running cell's request.
  private var runningCell: [UInt8]?
  /// The time until which messages are held back for a first subscriber; nil once one has come.
  private var silenceEnds: ContinuousClock.Instant? = .now + Self.longestWaitForSubscriber

  private static let shortestPause = Duration.milliseconds(50)
  /// The longest time that messages wait for a first subscriber.
  private static let longestWaitForSubscriber = Duration.seconds(2)
  /// Messages that libzmq queues per subscriber.
  private static let longestQueue: Int32 = 100
  private static let patience = Duration.seconds(10)
  private static let mostBytes = 32 << 20

  init(_ connection: ConnectionFile, session: MessageSession, in context: Context) throws {
    let incoming = try Socket.bound(.pull, to: PublisherLine.endpoint, in: context)
    let socket = try connection.socket(.extendedPublish, for: .publisher, in: context) { socket in
      try socket.reportEverySubscription()
      try socket.limitQueue(to: Self.longestQueue)
      try socket.dropsForFullSubscribers(false)
    }
    self.incoming = incoming
    self.socket = socket
    self.session = session
  }

  /// Sends publications until the one that ends it.
  mutating func serve() throws(ZeroMQError) {
    queue.add(Publication(.status(.starting, ofCell: false)))
    while true {
      let ready = try waitForInput(socket, incoming, within: timeUntilDue)
      if ready.first { try welcome() }
      if ready.second, let publication = Publication(try incoming.receive()) {
        take(publication)
        if publication.body == .end { return try takeRest() }
      }
      try sendWhatIsDue()
    }
  }

  /// Sends what other threads handed over before the end, which comes on a connection of its own.
  private mutating func takeRest() throws(ZeroMQError) {
    while let frames = try incoming.receive(within: 0) {
      if let publication = Publication(frames) { take(publication) }
    }
    try socket.dropsForFullSubscribers(true)
    try sendQueue()
  }

  /// Queues a publication.
  ///
  /// After the "idle" of another request, a running cell is reported busy again, as a front-end would
  /// otherwise think that the cell has ended.
  private mutating func take(_ publication: Publication) {
    queue.add(publication)
    switch publication.body {
    case .status(.busy, true): runningCell = publication.parent
    case .status(.idle, true): runningCell = nil
    case .status(.idle, false): addBusyCell()
    default: break
    }
  }

  private mutating func addBusyCell() {
    guard let runningCell else { return }
    queue.add(Publication(parent: runningCell, .status(.busy, ofCell: true)))
  }

  /// Welcomes a new subscriber (JEP 65); a subscription is byte 1 and the topic's prefix.
  private mutating func welcome() throws(ZeroMQError) {
    let frames = try socket.receive()
    silenceEnds = nil
    guard let frame = frames.first, frame.first == 1,
      let topic = String(validating: frame.dropFirst(), as: UTF8.self)
    else { return }
    queue.addFirst(Publication(.welcome(topic)))
    addBusyCell()
  }

  /// Milliseconds until `sendWhatIsDue` has something to send; -1 if the queue is empty.
  private var timeUntilDue: Int {
    if queue.isEmpty { return -1 }
    if let silenceEnds { return max(0, Int((silenceEnds - .now) / .milliseconds(1)) + 1) }
    let rest = lastSent + Self.shortestPause - .now
    if blockedSince != nil { return Int(Self.shortestPause / .milliseconds(1)) }
    return queue.isUrgent || rest <= .zero ? 0 : Int(rest / .milliseconds(1)) + 1
  }

  private mutating func sendWhatIsDue() throws(ZeroMQError) {
    if let silenceEnds {
      if .now < silenceEnds, queue.bytes <= Self.mostBytes { return }
      self.silenceEnds = nil
    }
    if queue.isUrgent || .now >= lastSent + Self.shortestPause { try sendQueue() }
  }

  /// Sends the queue, or as much as the slowest subscriber accepts.
  private mutating func sendQueue() throws(ZeroMQError) {
    while let publication = queue.first {
      guard try send(frames(of: publication)) else { return }
      queue.removeFirst()
      switch publication.body {
      case .stream, .update, .clear: lastSent = .now
      default: break
      }
    }
    queue.hasBeenSent()
  }

  private mutating func send(_ frames: Frames) throws(ZeroMQError) -> Bool {
    if try socket.sendIfPossible(frames) {
      blockedSince = nil
      return true
    }
    let start = blockedSince ?? .now
    blockedSince = start
    guard .now - start > Self.patience || queue.bytes > Self.mostBytes else { return false }
    // Once it has lost a message, libzmq skips a full subscriber until it reads again.
    report("a subscriber does not read and loses output")
    try socket.dropsForFullSubscribers(true)
    try socket.send(frames)
    try socket.dropsForFullSubscribers(false)
    blockedSince = nil
    return true
  }

  private func frames(of publication: Publication) -> Frames {
    let (type, content) = parts(of: publication.body)
    let topic =
      if case .welcome(let topic) = publication.body { topic } else {
        "kernel.\(session.name).\(type)"
      }
    return Message.frames(
      identities: [Array(topic.utf8)],
      parts: [session.header(type).bytes, publication.parent, Array("{}".utf8), content],
      signedBy: session.signature)
  }

  /// Type and JSON content of the message.
  private func parts(of body: Publication.Body) -> (String, [UInt8]) {
    switch body {
    case .message(let type, let content): return (type, content)
    case .status(let status, _):
      let content: JSON = ["execution_state": .string(status.rawValue)]
      return ("status", content.bytes)
    case .stream(let name, let text):
      let text = String(decoding: text, as: UTF8.self)
      let content: JSON = ["name": .string(name), "text": .string(text)]
      return ("stream", content.bytes)
    case .update(_, let content): return ("update_display_data", content)
    case .clear(let wait):
      let content: JSON = ["wait": .bool(wait)]
      return ("clear_output", content.bytes)
    case .welcome(let topic):
      let content: JSON = ["subscription": .string(topic)]
      return ("iopub_welcome", content.bytes)
    case .flush, .end: return ("", [])
    }
  }
}
