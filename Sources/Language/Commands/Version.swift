import ArgumentParser
import System

/// Prints the version of the program.
struct Version: Command {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Prints the version of the program.")
  static let group = CommandGroup.session
  static let examples = [Example("version", "Name and version number.")]

  func run(in session: Session) -> Output { .say("DEPHN \(programVersion)") }
}
