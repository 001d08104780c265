import ArgumentParser
import Language

/// Prints the vocabulary for editors.
struct Words: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the words of the language as JSON, for editors.", shouldDisplay: false)

  func run() throws { print(try Vocabulary().json()) }
}
