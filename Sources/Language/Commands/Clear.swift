import ArgumentParser

/// Clears the output of the cell.
struct Clear: Command {
  static let configuration = CommandConfiguration(
    commandName: "clear", abstract: "Clears the output of the cell so far.")
  static let group = CommandGroup.session
  static let examples = [
    Example("clear", "Clears what the lines above have shown."),
    Example("clear --wait", "Clears it when the next output arrives, to avoid flicker."),
  ]

  @Flag(help: "Clears only when the next output arrives.") var wait = false

  func run(in session: Session) -> Output {
    session.sink.clear(wait: wait)
    return Output()
  }
}
