/// A queued cell, as the shell hands it to the thread that runs cells.
struct WaitingCell: Sendable {
  let message: Message
  /// The content of the message, read once, or the error in it.
  let request: Result<ExecuteRequest, MessageError>
  /// True if an earlier cell failed: this one is answered without being run.
  var isGivenUp = false

  init(_ message: Message) {
    self.message = message
    request = Result { () throws(MessageError) in try ExecuteRequest(message.content) }
  }
}
