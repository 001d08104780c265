import DataSets
import Models
import Numbers
import Options

/// All commands, in the order of the help pages.
enum CommandList {
  static let all: [any Command.Type] =
    dataSources.map { load($0) } + [LoadPredictions.self]
    + [
      Derive<RelatedTasks>.self, Derive<UnrelatedTasks>.self, Show.self, Head.self,
      CheckData.self,
    ]
    + modelKinds.map { build($0) } + [
      Train.self, Search.self, ResumeRun.self, Evaluate.self, Compare.self, Predict.self,
      CorrelationCommand.self, GatesCommand.self, ExpertsCommand.self, SelectionGatesCommand.self,
      VirtualGradientCommand.self, DiagramCommand.self, AffinityCommand.self,
      ImportanceCommand.self, SlicesCommand.self, CalibrationCommand.self, ConfidenceCommand.self,
      HistoryCommand.self, AttachRun.self, Plot.self, SQLCommand.self, Check.self, Save.self,
      Open.self, Export.self, RecipeCommand.self, Card.self, Embeddings.self, ListRuns.self,
      OpenRun.self,
      KeepRun.self, DropRun.self, List.self, Drop.self,
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
  ///
  /// Without those of words that are commands by themselves.
  static let families: [String: [String]] = all.reduce(into: [:]) { families, type in
    let words = type.name.split(separator: " ").map(String.init)
    if words.count == 2, byName[words[0]] == nil {
      families[words[0], default: []].append(words[1])
    }
  }

  /// The first words of all commands, without repetition.
  static let verbs: [String] = all.map { type in
    String(type.name.prefix { $0 != " " })
  }.uniqued()

  /// The second words of families and the values that options take: words that are no mistyped command.
  static let values = Set(
    families.values.joined()
      + all.flatMap { CommandPage.of($0).parameters.flatMap(\.choices) })

  static func type(named name: String) -> (any Command.Type)? { byName[name] }

  /// The command that a line's words begin with, and the number of words that name it.
  ///
  /// Where one word names a command as well as two, as in `check` and `check data`, two do unless more
  /// follow than that command takes: `check data rows 12` is about a table called `data`.
  /// - Throws: `Complaint` about an unknown word, with the nearest known one.
  static func resolve(_ words: [String]) throws(Complaint) -> (type: any Command.Type, used: Int) {
    let verb = words.first ?? ""
    let whole = words.count > 1 ? byName["\(verb) \(words[1])"] : nil
    if let whole, byName[verb] == nil || fits(words.dropFirst(2), whole) { return (whole, 2) }
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
    throw Complaint(
      .usage, "Unknown \(noun) '\(words[1])'.\(Suggestion.question(for: words[1], among: kinds))",
      wayOut: "`help \(verb)` lists them.", about: words[1])
  }

  /// Whether a command can have these words as its arguments, as far as their number says.
  private static func fits(_ words: ArraySlice<String>, _ type: any Command.Type) -> Bool {
    let positionals = CommandPage.of(type).positionals
    let count = words.prefix { !$0.hasPrefix("-") }.count
    return count <= positionals.count || positionals.last?.isRepeating ?? false
  }

  /// The topic of a help page; the only kind of a family stands for the family.
  static func topic(_ words: [String]) -> [String] {
    guard words.count == 1, byName[words[0]] == nil, let kinds = families[words[0]],
      kinds.count == 1
    else { return words }
    return words + kinds
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
    case "attach", "keep", "resume": "subcommand"
    default: "kind"
    }
  }
}
