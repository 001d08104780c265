/// A cell that a front-end wants run, as the shell hands it to the thread that runs cells.
struct WaitingCell: Sendable {
  let message: Message
  /// The message's content, read once; or why it cannot be.
  let request: Result<ExecuteRequest, MessageError>
  /// An earlier cell has failed: this one is answered without being run.
  var isGivenUp = false

  init(_ message: Message) {
    self.message = message
    request = Result { () throws(MessageError) in try ExecuteRequest(message.content) }
  }
}
