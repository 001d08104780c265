import ArgumentParser
import Display

/// Explains the language.
struct HelpCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Lists the commands, or explains one.")
  static let group = CommandGroup.keep
  static let examples = [
    Example("help", "Every command with a line."),
    Example("help load synthetic", "What may follow, with defaults; `load synthetic?` does too."),
  ]

  @Argument(help: "A command, such as: load adult.") var command: [String] = []

  func run(in session: Session) throws -> Output { .show(.text(try Help.page(for: command))) }
}
