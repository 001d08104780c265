import ArgumentParser

/// Takes back what the cell has shown.
struct Clear: Command {
  static let configuration = CommandConfiguration(
    commandName: "clear", abstract: "Takes back what the cell has shown so far.")
  static let group = CommandGroup.keep
  static let examples = [
    Example("clear", "What the lines before it showed is gone."),
    Example("clear --wait", "It goes when the next output comes, so that nothing flickers."),
  ]

  @Flag(help: "Not before the next output comes.") var wait = false

  func run(in session: Session) -> Output {
    session.sink.clear(wait: wait)
    return Output()
  }
}
