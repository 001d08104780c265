import ArgumentParser

/// Ends the console.
struct Quit: Command {
  static let configuration = CommandConfiguration(
    commandName: "quit", abstract: "Ends the console or script; a notebook's kernel keeps running.")
  static let group = CommandGroup.session
  static let examples = [Example("quit", "`exit` does the same.")]

  func run(in session: Session) -> Output {
    session.sink.endSession()
    return Output()
  }
}

/// `quit` under the other name that people try.
struct Exit: Command {
  static let configuration = CommandConfiguration(
    commandName: "exit", abstract: Quit.configuration.abstract)
  static let group = Quit.group
  static let examples = [Example("exit", "`quit` does the same.")]

  func run(in session: Session) -> Output { Quit().run(in: session) }
}
