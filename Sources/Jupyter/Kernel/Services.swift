import Dispatch
import System
import ZeroMQ

/// What the threads of a kernel share; everything here may be used by all of them at once.
struct Services: Sendable {
  let session: MessageSession
  let identity: KernelIdentity
  let assistant: any Assistant
  let notices: Notices
  let history: CellHistory
  let activity: Activity
  /// The cell that the shell hands to the thread that runs cells.
  let nextCell = Lock<WaitingCell?>(nil)
  /// Signalled when the kernel should end.
  let end = DispatchSemaphore(value: 0)

  init(
    signature: Signature, identity: KernelIdentity, assistant: any Assistant,
    interrupt: InterruptFlag, historyFile: String?, notices: [String]
  ) {
    session = MessageSession(signature: signature)
    self.identity = identity
    self.assistant = assistant
    activity = Activity(interrupt)
    self.notices = Notices(notices)
    history = CellHistory(file: historyFile, notices: self.notices)
  }
}

/// Tells the person who looks at the terminal or the log of the front-end.
///
/// Says nothing where nobody reads: a full pipe must not stop a thread.
func report(_ sentence: String) {
  guard StandardStreams.takesErrors else { return }
  let printable = sentence.unicodeScalars.prefix(300).map { $0.value < 32 ? "?" : String($0) }
  StandardStreams.writeError("dephn: \(printable.joined())\n")
}

extension ConnectionFile {
  /// In bytes; far more than any cell.
  private static let largestFrame: Int64 = 64 << 20

  /// A new socket that listens where this file says for `channel`, encrypted if it has keys.
  ///
  /// What must be set before a socket listens, `prepare` sets. Another process may hold the port
  /// for a moment longer: tries for a fifth of a second.
  func socket(
    _ kind: Socket.Kind, for channel: Channel, in context: Context,
    prepare: (borrowing Socket) throws -> Void = { _ in }
  ) throws -> Socket {
    let socket = try Socket(kind, in: context)
    if let curveKeys { try socket.serveEncrypted(with: curveKeys) }
    try socket.limitFrames(to: Self.largestFrame)
    if kind == .router { try socket.acceptReturningPeers() }
    try prepare(socket)
    let endpoint = endpoint(of: channel)
    var attempts = 0
    while true {
      do throws(ZeroMQError) {
        try socket.bind(endpoint)
        return socket
      } catch {
        attempts += 1
        guard error.isAddressInUse, attempts < 10 else {
          throw KernelError("cannot listen at \(endpoint): \(error)")
        }
        Thread.sleep(for: .milliseconds(20))
      }
    }
  }
}
