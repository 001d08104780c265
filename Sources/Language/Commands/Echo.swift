import ArgumentParser

/// Prints words.
struct Echo: Command {
  static let configuration = CommandConfiguration(
    commandName: "echo", abstract: "Prints its words.")
  static let group = CommandGroup.keep
  static let examples = [
    Example("echo hello", "Prints hello."),
    Example("for r in 1..3 { echo round $r }", "Prints three lines."),
  ]
  static let takesAnyWords = true

  @Argument(parsing: .postTerminator, help: "Words to print.") var words: [String] = []

  func run(in session: Session) -> Output { .say(words.joined(separator: " ")) }
}
