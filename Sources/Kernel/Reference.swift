import ArgumentParser
import Language

/// Prints `docs/commands.md`.
struct Reference: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the reference of all commands as Markdown.", shouldDisplay: false)

  func run() { print(CommandReference.markdown, terminator: "") }
}
