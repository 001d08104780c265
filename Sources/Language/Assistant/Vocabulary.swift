import FoundationEssentials
import Options

/// The words of the language, for syntax highlighting in editors.
package struct Vocabulary: Encodable, Sendable {
  /// First words of a line, `for` and its `in` among them.
  private let commands: [String]
  /// Second words by first word: the sources of `load`, the kinds of `build`.
  private let kinds: [String: [String]]
  /// Options of all commands, with their dashes.
  private let options: [String]
  /// Values of options and arguments with a fixed set of choices.
  private let values: [String]

  package init() {
    let pages = CommandList.all.map { CommandPage.of($0) }
    commands = CommandList.verbs + ["for", "in"]
    kinds = CommandList.families
    options = Set(pages.flatMap(\.options).map(\.word)).sorted()
    values = Set(pages.flatMap(\.parameters).flatMap(\.choices)).sorted()
  }

  /// The vocabulary as JSON with one word per line, so that changes are easy to review.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
