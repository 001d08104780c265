import ArgumentParser
import System

/// Says which program this is.
struct Version: Command {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Says which version this is.")
  static let group = CommandGroup.keep
  static let examples = [Example("version", "Name and number.")]

  func run(in session: Session) -> Output { .say("DEPHN \(programVersion)") }
}
