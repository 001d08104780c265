import ArgumentParser
import Display

/// Explains the commands.
struct HelpCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Lists the commands, or explains one.")
  static let group = CommandGroup.session
  static let examples = [
    Example("help", "All commands, one line each."),
    Example(
      "help load synthetic", "Arguments, options and defaults; `load synthetic?` does the same."),
  ]

  @Argument(help: "Command to explain, such as load adult.") var command: [String] = []

  func run(in session: Session) throws -> Output {
    .show(
      .page(plainText: try Help.page(for: command), html: try HelpHTML.page(for: command)))
  }
}
