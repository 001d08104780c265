import CZeroMQ

/// A libzmq socket, which closes at the end of its scope; only the thread that makes it may use it.
package struct Socket: ~Copyable {
  /// The socket types that a Jupyter kernel and its tests use.
  package enum Kind: Sendable {
    case router, dealer, pair, push, pull, extendedPublish, subscribe

    var code: Int32 {
      switch self {
      case .router: ZMQ_ROUTER
      case .dealer: ZMQ_DEALER
      case .pair: ZMQ_PAIR
      case .push: ZMQ_PUSH
      case .pull: ZMQ_PULL
      case .extendedPublish: ZMQ_XPUB
      case .subscribe: ZMQ_SUB
      }
    }
  }

  let handle: UnsafeMutableRawPointer
  /// Keeps the context alive until the socket is closed.
  private let context: Context

  /// Makes a socket without a limit on queued messages; when closed, it sends for at most half a second.
  ///
  /// - Throws: `ZeroMQError`.
  package init(_ kind: Kind, in context: Context) throws(ZeroMQError) {
    guard let handle = zmq_socket(context.handle, kind.code) else { throw ZeroMQError() }
    // A subscriber only sends subscriptions. Setting these options cannot fail.
    let linger: Int32 = kind == .subscribe ? 0 : 500
    for (option, value) in [(ZMQ_LINGER, linger), (ZMQ_SNDHWM, 0)] {
      _ = withUnsafeBytes(of: value) { zmq_setsockopt(handle, option, $0.baseAddress, $0.count) }
    }
    self.handle = handle
    self.context = context
  }

  deinit { zmq_close(handle) }

  /// A new socket that listens on `endpoint`.
  package static func bound(
    _ kind: Kind, to endpoint: String, in context: Context
  ) throws(ZeroMQError) -> Socket {
    let socket = try Socket(kind, in: context)
    try socket.bind(endpoint)
    return socket
  }

  /// A new socket that is connected to `endpoint`.
  package static func connected(
    _ kind: Kind, to endpoint: String, in context: Context
  ) throws(ZeroMQError) -> Socket {
    let socket = try Socket(kind, in: context)
    try socket.connect(endpoint)
    return socket
  }

  /// Listens on `endpoint`, for instance `tcp://127.0.0.1:5555` or `inproc://cells`.
  package func bind(_ endpoint: String) throws(ZeroMQError) {
    try retrying { zmq_bind(handle, endpoint) }
  }

  /// Connects to `endpoint`, which may be bound later.
  package func connect(_ endpoint: String) throws(ZeroMQError) {
    try retrying { zmq_connect(handle, endpoint) }
  }

  /// The address of the last `bind`, with the port that the system chose for `tcp://…:*`.
  package func lastEndpoint() throws(ZeroMQError) -> String {
    var text = [UInt8](repeating: 0, count: 256)
    var count = text.count
    try retrying { zmq_getsockopt(handle, ZMQ_LAST_ENDPOINT, &text, &count) }
    return String(decoding: text.prefix(max(count - 1, 0)), as: UTF8.self)
  }

  /// Subscribes to all messages whose first frame starts with `prefix`.
  package func subscribe(to prefix: String = "") throws(ZeroMQError) {
    try set(ZMQ_SUBSCRIBE, to: Array(prefix.utf8))
  }

  /// Makes an extended publisher report every subscription, including repeated ones.
  package func reportEverySubscription() throws(ZeroMQError) {
    try set(ZMQ_XPUB_VERBOSE, to: 1)
  }

  /// Lets a peer that reconnects under its identity replace its old connection.
  ///
  /// Otherwise a front-end whose connection broke unnoticed would receive no further replies.
  package func acceptReturningPeers() throws(ZeroMQError) {
    try set(ZMQ_ROUTER_HANDOVER, to: 1)
  }

  /// Sets the identity by which routers know this socket; otherwise they choose one.
  package func setIdentity(_ name: [UInt8]) throws(ZeroMQError) {
    try set(ZMQ_ROUTING_ID, to: name)
  }

  /// Makes sending to a peer that is not connected fail with an error that `isUnknownReceiver`.
  package func refuseUnknownReceivers() throws(ZeroMQError) {
    try set(ZMQ_ROUTER_MANDATORY, to: 1)
  }

  /// Disconnects a peer that announces a frame of more than `bytes`.
  ///
  /// libzmq allocates the announced size before any of the message can be checked.
  package func limitFrames(to bytes: Int64) throws(ZeroMQError) {
    var bytes = bytes
    try retrying { zmq_setsockopt(handle, ZMQ_MAXMSGSIZE, &bytes, MemoryLayout<Int64>.size) }
  }

  /// Queues at most `count` outgoing messages per peer; the default is no limit.
  package func limitQueue(to count: Int32) throws(ZeroMQError) {
    try set(ZMQ_SNDHWM, to: count)
  }

  /// Queues at most `count` incoming messages, and about `bytes` in the system's receive buffer.
  package func limitIntake(to count: Int32, bytes: Int32) throws(ZeroMQError) {
    try set(ZMQ_RCVHWM, to: count)
    try set(ZMQ_RCVBUF, to: bytes)
  }

  /// Makes an extended publisher drop a message for the subscribers whose queue is full (`true`, the
  /// default), or fail to send it to anybody (`false`).
  package func dropsForFullSubscribers(_ drops: Bool) throws(ZeroMQError) {
    try set(ZMQ_XPUB_NODROP, to: drops ? 0 : 1)
  }

  /// Accepts only encrypted connections (CurveZMQ), as the server that owns `keys`.
  package func serveEncrypted(with keys: CurveKeys) throws(ZeroMQError) {
    try set(ZMQ_CURVE_SERVER, to: 1)
    try set(ZMQ_CURVE_PUBLICKEY, to: Array(keys.publicKey.utf8))
    try set(ZMQ_CURVE_SECRETKEY, to: Array(keys.secretKey.utf8))
  }

  /// Connects only to the server that owns `serverKey`, as the client that owns `keys`.
  package func connectEncrypted(to serverKey: String, with keys: CurveKeys) throws(ZeroMQError) {
    try set(ZMQ_CURVE_SERVERKEY, to: Array(serverKey.utf8))
    try set(ZMQ_CURVE_PUBLICKEY, to: Array(keys.publicKey.utf8))
    try set(ZMQ_CURVE_SECRETKEY, to: Array(keys.secretKey.utf8))
  }

  private func set(_ option: Int32, to value: Int32) throws(ZeroMQError) {
    var value = value
    try retrying { zmq_setsockopt(handle, option, &value, MemoryLayout<Int32>.size) }
  }

  private func set(_ option: Int32, to value: [UInt8]) throws(ZeroMQError) {
    try retrying { zmq_setsockopt(handle, option, value, value.count) }
  }
}

/// A pair of CurveZMQ keys in Z85, 40 characters each.
package struct CurveKeys: Sendable, Equatable {
  /// The public half.
  package let publicKey: String
  /// The secret half.
  package let secretKey: String

  /// Takes existing keys.
  package init(publicKey: String, secretKey: String) {
    self.publicKey = publicKey
    self.secretKey = secretKey
  }

  /// Generates a key pair.
  ///
  /// - Throws: `ZeroMQError` if libzmq was built without encryption.
  package static func random() throws(ZeroMQError) -> CurveKeys {
    var publicKey = [CChar](repeating: 0, count: 41)
    var secretKey = [CChar](repeating: 0, count: 41)
    try retrying { zmq_curve_keypair(&publicKey, &secretKey) }
    return CurveKeys(publicKey: text(of: publicKey), secretKey: text(of: secretKey))
  }

  private static func text(of characters: [CChar]) -> String {
    String(decoding: characters.prefix(40).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
