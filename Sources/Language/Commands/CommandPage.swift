import ArgumentParser
import DataSets
import Options
import System

/// A description of a command: the single source of help, completion and error texts.
struct CommandPage: Sendable {
  var name: String
  var summary: String
  /// Further sentences; often empty.
  var discussion: String
  var group: CommandGroup
  var makes: ValueKind?
  var paper: String?
  var examples: [Example]
  var parameters: [DeclaredOption]
  var takesAnyWords: Bool

  var positionals: [DeclaredOption] { parameters.filter { $0.form == .argument } }
  var options: [DeclaredOption] { parameters.filter { $0.form != .argument } }

  /// The option that a word such as `--epochs` names.
  func option(_ word: some StringProtocol) -> DeclaredOption? {
    options.first { $0.word == word }
  }

  /// The page of a command; created on first use.
  static func of(_ type: any Command.Type) -> CommandPage {
    if let page = made.withLock({ $0[type.name] }) { return page }
    let page = CommandPage(reading: type)
    made.withLock { $0[type.name] = page }
    return page
  }

  private static let made = Lock<[String: CommandPage]>([:])

  private init(reading type: any Command.Type) {
    name = type.name
    summary = type.configuration.abstract
    discussion = type.configuration.discussion.split(separator: "\n").joined(separator: " ")
    group = type.group
    makes = type.makes
    paper = type.paper
    examples = type.examples
    takesAnyWords = type.takesAnyWords
    parameters = DeclaredOption.all(of: type)
    guard let help = type.source?.argumentHelp,
      let index = parameters.firstIndex(where: { $0.form == .argument })
    else { return }
    parameters[index].help = help
  }
}
