import FoundationEssentials
import Options

/// The words of the language, for editors that color them.
package struct Vocabulary: Encodable, Sendable {
  /// First words of a line, `for` and its `in` among them.
  private let commands: [String]
  /// Second words, by the first: the sources of `load`, the models of `build`.
  private let kinds: [String: [String]]
  /// Options of any command, with their dashes.
  private let options: [String]
  /// Values that an option or argument chooses from.
  private let values: [String]

  package init() {
    let pages = CommandList.all.map { CommandPage.of($0) }
    commands = CommandList.verbs + ["for", "in"]
    kinds = CommandList.families
    options = Set(pages.flatMap(\.options).map(\.word)).sorted()
    values = Set(pages.flatMap(\.parameters).flatMap(\.choices)).sorted()
  }

  /// As JSON, a word a line, so that a change of it reads well.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
