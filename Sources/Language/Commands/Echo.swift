import ArgumentParser

/// Prints text.
struct Echo: Command {
  static let configuration = CommandConfiguration(
    commandName: "echo", abstract: "Prints text.")
  static let group = CommandGroup.session
  static let examples = [
    Example("echo hello", "Prints hello."),
    Example("for r in 1..3 { echo round $r }", "Prints three lines."),
  ]
  static let takesAnyWords = true

  @Argument(parsing: .postTerminator, help: "Text to print.") var words: [String] = []

  func run(in session: Session) -> Output { .say(words.joined(separator: " ")) }
}
