import DataSets
import Models

/// All commands, in the order of the help pages.
enum CommandList {
  static let all: [any Command.Type] =
    dataSources.map { load($0) } + [LoadPredictions.self]
    + [
      Derive<RelatedTasks>.self, Derive<UnrelatedTasks>.self, Show.self, Head.self,
      CheckData.self,
    ]
    + modelKinds.map { build($0) } + [
      Train.self, ResumeRun.self, Evaluate.self, Compare.self, Predict.self,
      CorrelationCommand.self, GatesCommand.self, ExpertsCommand.self, SelectionGatesCommand.self,
      VirtualGradientCommand.self, HistoryCommand.self, AttachRun.self, Plot.self, SQLCommand.self,
      Save.self, Open.self, Export.self, Embeddings.self, ListRuns.self, List.self, Drop.self,
      HelpCommand.self, Version.self, ThreadsCommand.self, Echo.self, Clear.self, Quit.self,
      Exit.self,
    ]

  private static func load<Source: DataSource>(_ source: Source.Type) -> any Command.Type {
    Load<Source>.self
  }

  private static func build<Kind: ModelKind>(_ kind: Kind.Type) -> any Command.Type {
    Build<Kind>.self
  }

  private static let byName = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// Second words by first word: the sources of `load`, the kinds of `build`.
  static let families: [String: [String]] = all.reduce(into: [:]) { families, type in
    let words = type.name.split(separator: " ").map(String.init)
    if words.count == 2 { families[words[0], default: []].append(words[1]) }
  }

  /// The first words of all commands, without repetition.
  static let verbs: [String] = all.reduce(into: []) { verbs, type in
    let verb = String(type.name.prefix { $0 != " " })
    if verbs.last != verb { verbs.append(verb) }
  }

  static func type(named name: String) -> (any Command.Type)? { byName[name] }

  /// The command that a line's words begin with, and the number of words that name it.
  ///
  /// - Throws: `Complaint` about an unknown word, with the nearest known one.
  static func resolve(_ words: [String]) throws(Complaint) -> (type: any Command.Type, used: Int) {
    let verb = words.first ?? ""
    if let type = byName[verb] { return (type, 1) }
    guard let kinds = families[verb] else {
      throw Complaint(
        .usage, "Unknown command '\(verb)'.\(question(for: verb))",
        wayOut: "`help` lists all commands.", about: verb)
    }
    let noun = noun(of: verb)
    guard words.count > 1 else {
      throw Complaint(
        .usage, "`\(verb)` needs a \(noun).",
        wayOut: "One of: \(kinds.joined(separator: ", ")). `help \(verb)` explains them.",
        about: verb)
    }
    if let type = byName["\(verb) \(words[1])"] { return (type, 2) }
    throw Complaint(
      .usage, "Unknown \(noun) '\(words[1])'.\(Suggestion.question(for: words[1], among: kinds))",
      wayOut: "`help \(verb)` lists them.", about: words[1])
  }

  /// The question " Did you mean 'build'?" about an unknown first word, which may be a kind or source.
  static func question(for verb: String) -> String {
    let question = Suggestion.question(for: verb, among: verbs)
    guard question.isEmpty, let family = families.first(where: { $1.contains(verb) }) else {
      return question
    }
    return " Did you mean '\(family.key) \(verb)'?"
  }

  /// The name for the second word of a family.
  static func noun(of verb: String) -> String {
    switch verb {
    case "load": "source"
    case "attach", "resume": "subcommand"
    default: "kind"
    }
  }
}
