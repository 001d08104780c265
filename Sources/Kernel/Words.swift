import ArgumentParser
import Language

/// Prints what `scripts/words.sh` keeps for editors.
struct Words: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the words of the language as JSON, for editors.", shouldDisplay: false)

  func run() throws { print(try Vocabulary().json()) }
}
