import ArgumentParser
import Training

/// Says which program this is.
struct Version: Command {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Says which version this is.")
  static let group = CommandGroup.keep
  static let examples = [Example("version", "Name and number.")]

  func run(in session: Session) -> Output { .say("DEPHN \(languageVersion)") }
}

/// The version of the program, its language and the files that it writes.
package let languageVersion = Checkpoint.version
