import DataSets
import Models

/// Every command, in the order in which help lists them.
enum CommandList {
  static let all: [any Command.Type] =
    dataSources.map { load($0) }
    + [Derive<RelatedTasks>.self, Derive<UnrelatedTasks>.self, Show.self, Head.self]
    + modelKinds.map { build($0) } + [
      Train.self, ResumeRun.self, Evaluate.self, Compare.self, Predict.self,
      CorrelationCommand.self, GatesCommand.self, ExpertsCommand.self, SelectionGatesCommand.self,
      VirtualGradientCommand.self, HistoryCommand.self, AttachRun.self, Plot.self,
      Save.self, Open.self, Export.self, ListRuns.self, List.self, Drop.self, HelpCommand.self,
      Version.self, ThreadsCommand.self, Echo.self, Clear.self,
    ]

  private static func load<Source: DataSource>(_ source: Source.Type) -> any Command.Type {
    Load<Source>.self
  }

  private static func build<Kind: ModelKind>(_ kind: Kind.Type) -> any Command.Type {
    Build<Kind>.self
  }

  private static let byName = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// First words that need a second one: `load`, `build`.
  static let families: [String: [String]] = all.reduce(into: [:]) { families, type in
    let words = type.name.split(separator: " ").map(String.init)
    if words.count == 2 { families[words[0], default: []].append(words[1]) }
  }

  /// All first words of lines, once each.
  static let verbs: [String] = all.reduce(into: []) { verbs, type in
    let verb = String(type.name.prefix { $0 != " " })
    if verbs.last != verb { verbs.append(verb) }
  }

  static func type(named name: String) -> (any Command.Type)? { byName[name] }

  /// The command that a line's words begin with, and how many of them name it.
  ///
  /// - Throws: `Complaint` about an unknown word, with the nearest known one.
  static func resolve(_ words: [String]) throws(Complaint) -> (type: any Command.Type, used: Int) {
    let verb = words.first ?? ""
    if let type = byName[verb] { return (type, 1) }
    guard let kinds = families[verb] else {
      throw Complaint(
        .usage, "Unknown command '\(verb)'.\(Suggestion.question(for: verb, among: verbs))",
        wayOut: "`help` lists all commands.", about: verb)
    }
    let noun = noun(of: verb)
    guard words.count > 1 else {
      throw Complaint(
        .usage, "After `\(verb)` a \(noun) is missing.",
        wayOut: "One of: \(kinds.joined(separator: ", ")). `help \(verb)` says what they are.",
        about: verb)
    }
    if let type = byName["\(verb) \(words[1])"] { return (type, 2) }
    throw Complaint(
      .usage, "Unknown \(noun) '\(words[1])'.\(Suggestion.question(for: words[1], among: kinds))",
      wayOut: "`help \(verb)` lists them.", about: words[1])
  }

  /// What the second word of a family is called.
  static func noun(of verb: String) -> String {
    switch verb {
    case "load": "source"
    case "attach", "resume": "word"
    default: "kind"
    }
  }
}
