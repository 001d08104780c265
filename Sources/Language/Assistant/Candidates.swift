import Options

/// Everything that may follow some words, whatever has been typed of it.
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
    if words.count == 1 { return matches(CommandList.verbs + ["for"], "command") }
    guard words.count == 2, let kinds = CommandList.families[words[1]] else { return [] }
    return matches(kinds, CommandList.noun(of: words[1]))
  }

  /// What may follow the arguments that a command has so far.
  private func following(_ page: CommandPage, _ arguments: [String]) -> [Match] {
    let options = page.options.filter { !arguments.contains($0.word) }
    let optionMatches = options.map { Match(text: $0.word, type: "option") }
    if prefix.hasPrefix("-") { return optionMatches }
    let (open, positional) = place(page, arguments)
    if let open {
      let values = values(of: open, after: arguments)
      return open.isRepeating && values.isEmpty ? optionMatches : values
    }
    let values = positional.map { self.values(of: $0, after: arguments) } ?? []
    return values.isEmpty && prefix.isEmpty ? optionMatches : values
  }

  /// The option that waits for a value, or else the argument that comes next.
  private func place(
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
      // A model is trained once a line, but the baseline is one of those compared.
      let used = parameter.form == .argument ? arguments : []
      return snapshot.names.names(of: kinds).filter { !used.contains($0) }.map {
        Match(text: $0, type: snapshot.names[$0]?.rawValue ?? "")
      }
    case .file: return matches(Files.matching(prefix), "file")
    case .plain:
      switch parameter.word {
      case "PATHS": return matches(Files.matching(prefix), "file")
      case "--tasks": return parameter.isRepeating ? tasksOfSource(arguments) : []
      case "--x", "--y", "--by": return columns(arguments)
      default: return []
      }
    }
  }

  /// The tasks that `load SOURCE` is known to have: by its examples, and by what was loaded.
  private func tasksOfSource(_ arguments: [String]) -> [Match] {
    guard words.count > 1, let type = CommandList.type(named: "\(words[0]) \(words[1])") else {
      return []
    }
    let shown = CommandPage.of(type).examples.flatMap { example in
      let words = example.line.split(separator: " ").map(String.init)
      return words.drop { $0 != "--tasks" }.dropFirst().prefix { !$0.hasPrefix("-") }
    }
    let loaded = snapshot.entries.values.filter { $0.source == words[1] }.flatMap(\.words)
    return matches((shown + loaded).filter { !arguments.contains($0) }, "task")
  }

  /// The columns of the tables that the line names, or of all.
  private func columns(_ arguments: [String]) -> [Match] {
    let entries = snapshot.entries.sorted { $0.key < $1.key }.filter { $0.value.kind == .table }
    let named = entries.filter { arguments.contains($0.key) }
    let words = (named.isEmpty ? entries : named).flatMap(\.value.words)
    return matches(words.filter { !arguments.contains($0) }, "column")
  }
}
