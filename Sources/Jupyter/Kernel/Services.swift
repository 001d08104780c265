import Dispatch
import System
import ZeroMQ

/// State shared by the threads of a kernel; all of it is thread-safe.
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

/// Writes a line to standard error, for the terminal or the front-end's log.
///
/// Drops the line if it would block, as nobody may be reading the pipe.
func report(_ sentence: String) {
  guard StandardStreams.takesErrors else { return }
  let printable = sentence.unicodeScalars.prefix(300).map { $0.value < 32 ? "?" : String($0) }
  StandardStreams.writeError("dephn: \(printable.joined())\n")
}

extension ConnectionFile {
  /// The largest accepted frame in bytes, far larger than any cell.
  private static let largestFrame: Int64 = 64 << 20

  /// A new socket that listens at the address of `channel`, encrypted if the file has keys.
  ///
  /// `prepare` sets options that must be set before the socket listens. As another process may still be
  /// releasing the port, this retries for 0.2 s.
  /// - Throws: `KernelError` if the address is in use; `ZeroMQError`.
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
