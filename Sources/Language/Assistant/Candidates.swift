import DataSets
import Options
import Runs

/// All candidates for the word after some words, before they are filtered by what was typed.
struct Candidates {
  private typealias Match = Completion.Match

  private let words: [String]
  private let prefix: String
  private let snapshot: Snapshot

  init(_ words: [String], _ prefix: String, _ snapshot: Snapshot) {
    self.words = words
    self.prefix = prefix
    self.snapshot = snapshot
  }

  var all: [Completion.Match] {
    guard let verb = words.first else { return matches(CommandList.verbs + ["for"], "command") }
    if verb == "help" { return topics }
    if words.count == 1, let kinds = CommandList.families[verb] {
      return matches(kinds, CommandList.noun(of: verb))
    }
    guard let (type, used) = try? CommandList.resolve(words) else { return [] }
    return following(CommandPage.of(type), Array(words.dropFirst(used)))
  }

  private func matches(_ texts: [String], _ type: String) -> [Match] {
    texts.map { Match(text: $0, type: type) }
  }

  private var topics: [Match] {
    if words.count == 1 {
      return matches(CommandList.verbs + Help.texts.keys.sorted(), "command")
    }
    guard words.count == 2, let kinds = CommandList.families[words[1]] else { return [] }
    return matches(kinds, CommandList.noun(of: words[1]))
  }

  /// The words that may follow the arguments so far.
  private func following(_ page: CommandPage, _ arguments: [String]) -> [Match] {
    let options = page.options.filter { !arguments.contains($0.word) }
    let optionMatches = options.map { Match(text: $0.word, type: "option") }
    if prefix.hasPrefix("-") { return optionMatches }
    let (open, positional) = expected(page, arguments)
    if let open {
      let values = values(of: open, after: arguments)
      return open.isRepeating && values.isEmpty ? optionMatches : values
    }
    let values = positional.map { self.values(of: $0, after: arguments) } ?? []
    return values.isEmpty && prefix.isEmpty ? optionMatches : values
  }

  /// The option that still needs a value, and the argument that comes next.
  private func expected(
    _ page: CommandPage, _ arguments: [String]
  ) -> (DeclaredOption?, DeclaredOption?) {
    var open: DeclaredOption?
    var given = 0
    for argument in arguments {
      if argument.hasPrefix("--") {
        open = page.option(argument)
        if open?.form == .flag { open = nil }
      } else if let option = open {
        if !option.isRepeating { open = nil }
      } else {
        given += 1
      }
    }
    let positionals = page.positionals
    if given < positionals.count { return (open, positionals[given]) }
    return (open, positionals.last.flatMap { $0.isRepeating ? $0 : nil })
  }

  private func values(of parameter: DeclaredOption, after arguments: [String]) -> [Match] {
    if !parameter.choices.isEmpty { return matches(parameter.choices, "value") }
    switch parameter.meaning {
    case .name(let kinds):
      // A line names a model once, except that the baseline repeats one of the compared models.
      let used = parameter.form == .argument ? arguments : []
      let names = snapshot.names.names(of: kinds).filter { !used.contains($0) }.map {
        Match(text: $0, type: snapshot.names[$0]?.rawValue ?? "")
      }
      return parameter.word == "NUMBER" ? runs + names : names
    case .file: return files
    case .plain:
      switch parameter.word {
      case "PATHS": return files
      case "CLAIM": return claims(arguments)
      case "--tasks":
        if !parameter.isRepeating { return [] }
        return words.first == "build" ? tasksOfData(arguments) : tasksOfSource(arguments)
      case "--task": return matches(entries(.data, .model, in: arguments).flatMap(\.words), "task")
      case "--x", "--y", "--by", "--facet", "--sort", "--columns": return columns(arguments)
      case "--where": return columns(arguments).map { Match(text: $0.text + "=", type: $0.type) }
      case "--monitor": return monitors(arguments)
      case "--group":
        let features = entries(.data, .model, in: arguments).flatMap(\.categoricalFeatures)
        return matches(features, "feature")
      case "--label", "--regression", "--numeric", "--categorical", "--ignore", "--split-by":
        return columnsOfFile(arguments)
      case "NUMBER": return runs
      default: return []
      }
    }
  }

  private var files: [Match] { matches(Files.matching(prefix), "file") }

  /// The data sets, models or tables that the line names, or all.
  private func entries(_ kinds: ValueKind..., in arguments: [String]) -> [Snapshot.Entry] {
    let fitting = snapshot.entries.filter { kinds.contains($0.value.kind) }
    let named = arguments.compactMap { fitting[$0] }
    return named.isEmpty ? fitting.sorted { $0.key < $1.key }.map(\.value) : named
  }

  /// The figures by which the models of the line can be compared.
  private func monitors(_ arguments: [String]) -> [Match] {
    let tasks = entries(.model, in: arguments).flatMap(\.words)
    return matches(["loss", "auc"] + tasks.flatMap { ["\($0).loss", "\($0).auc"] }, "value")
  }

  /// The figures of the checked value; after one, what it can be compared with.
  private func claims(_ arguments: [String]) -> [Match] {
    let relations = matches(Relation.words, "value")
    guard arguments.count == 1, let entry = snapshot.entries[arguments[0]],
      entry.kind != .variable
    else { return arguments.count > 2 ? [] : relations }
    return matches(CheckedValue.figures(of: entry.kind, entry.words), "figure")
  }

  /// The columns of the file or frame that `load csv` or `load frame` reads.
  private func columnsOfFile(_ arguments: [String]) -> [Match] {
    guard words.first == "load", let path = arguments.first, !path.hasPrefix("-") else { return [] }
    let folders = DataFolders(installed: snapshot.dataFolders)
    let name = path.filter { !"'\"".contains($0) }
    let columns =
      words[1] == Frame.name
      ? folders.columnNames(ofFrame: name) : folders.columnNames(ofFile: name)
    return matches(columns.filter { !arguments.contains($0) }, "column")
  }

  /// The runs, the newest first; after `resume run` those that can go on.
  private var runs: [Match] {
    guard let folder = snapshot.runs else { return [] }
    let newest = folder.numbers.suffix(Self.mostRuns).reversed()
    let fitting =
      words.first == "resume"
      ? newest.filter { folder.record(of: $0)?.isResumable ?? false } : Array(newest)
    return matches(fitting.map(String.init), "run")
  }

  /// More would be read for long.
  private static let mostRuns = 20

  /// The known tasks of `load SOURCE`: its own, and those of loaded data sets.
  private func tasksOfSource(_ arguments: [String]) -> [Match] {
    guard words.count > 1, let type = CommandList.type(named: "\(words[0]) \(words[1])") else {
      return []
    }
    let own = type.source?.taskNames ?? []
    let loaded = snapshot.entries.values.filter { $0.source == words[1] }.flatMap(\.words)
    return matches((own + loaded).filter { !arguments.contains($0) }, "task")
  }

  /// The tasks of the data sets that the line names.
  private func tasksOfData(_ arguments: [String]) -> [Match] {
    let named = arguments.compactMap { snapshot.entries[$0] }.filter { $0.kind == .data }
    return matches(named.flatMap(\.words).filter { !arguments.contains($0) }, "task")
  }

  /// The columns of the tables in the line, or of all tables.
  private func columns(_ arguments: [String]) -> [Match] {
    let words = entries(.table, .plot, in: arguments).flatMap(\.words)
    return matches(words.filter { !arguments.contains($0) }, "column")
  }
}
