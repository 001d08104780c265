import Options

/// Pages of help as plain text, at most 80 columns wide.
enum Help {
  /// Why there is no page: the words, and the nearest that have one.
  static func page(for topic: [String]) throws(Complaint) -> String {
    guard let verb = topic.first else { return overview }
    if topic.count == 1, let kinds = CommandList.families[verb] {
      // A family of one is a command of two words.
      return kinds.count == 1 ? try page(for: [verb, kinds[0]]) : catalogue(of: verb)
    }
    if verb == "for" { return loops }
    return page(of: CommandPage.of(try CommandList.resolve(topic).type))
  }

  /// Every command with a line each, in four groups.
  static var overview: String {
    var lines = ["A verb acts, a noun shows, `name =` keeps. `help COMMAND` says more.", ""]
    for group in CommandGroup.allCases {
      lines.append(group.rawValue)
      lines += entries(of: group)
      lines.append("")
    }
    lines += ["Loop", entry("for NAME in VALUE… { … }", "Its value is a table: `help for`.", 28)]
    return lines.joined(separator: "\n")
  }

  private static func entries(of group: CommandGroup) -> [String] {
    var seen: Set<String> = []
    return CommandList.all.filter { $0.group == group }.compactMap { type in
      let verb = String(type.name.prefix { $0 != " " })
      guard seen.insert(verb).inserted else { return nil }
      if CommandList.families[verb, default: []].count > 1 {
        return entry(verb + " " + CommandList.noun(of: verb).uppercased(), familySummary(verb), 28)
      }
      let page = CommandPage.of(type)
      let arguments = page.positionals.map(\.usage).joined(separator: " ")
      return entry(page.name + (arguments.isEmpty ? "" : " " + arguments), page.summary, 28)
    }
  }

  static func familySummary(_ verb: String) -> String {
    switch verb {
    case "load": "Reads a data set from files, or makes one."
    case "derive": "Makes artificial tasks over the features of a data set."
    default: "Builds a model for a data set."
    }
  }

  /// `help build`: every kind with its sentence.
  private static func catalogue(of verb: String) -> String {
    let kinds = CommandList.families[verb] ?? []
    let width = kinds.reduce(0) { max($0, $1.count) }
    let lines = kinds.compactMap { kind in
      CommandList.type(named: "\(verb) \(kind)").map {
        entry(kind, CommandPage.of($0).summary, width)
      }
    }
    let noun = CommandList.noun(of: verb).uppercased()
    return
      (["\(verb) \(noun): \(familySummary(verb))", ""] + lines
      + ["", "`help \(verb) \(kinds.first ?? noun)` lists the options of one."])
      .joined(separator: "\n")
  }

  /// `help build dephn`: sentence, usage, options with defaults, paper, examples.
  static func page(of page: CommandPage) -> String {
    var sections = [Wrapped.text("\(page.name): \(page.summary)", indent: 0, hanging: 2)]
    sections.append("Usage\n" + Wrapped.text(usage(of: page), indent: 2, hanging: 6))
    if !page.discussion.isEmpty {
      sections.append(Wrapped.text(page.discussion, indent: 0, hanging: 0))
    }
    let width = min(24, page.parameters.reduce(0) { max($0, heading($1).count) })
    for (title, parameters) in [("Arguments", page.positionals), ("Options", page.options)]
    where !parameters.isEmpty {
      let lines = parameters.map { entry(heading($0), explanation(of: $0), width) }
      sections.append(([title] + lines).joined(separator: "\n"))
    }
    if let paper = page.paper {
      sections.append("Paper\n" + Wrapped.text(paper, indent: 2, hanging: 2))
    }
    let examples = page.examples.map { example in
      "  \(example.line)" + (example.meaning.isEmpty ? "" : "\n      \(example.meaning)")
    }
    sections.append((["Examples"] + examples).joined(separator: "\n"))
    return sections.joined(separator: "\n\n")
  }

  /// One line: "NAME = build dephn DATA [options]".
  static func usage(of page: CommandPage) -> String {
    let required = page.options.filter { !$0.isOptional }
    let parts =
      [page.name] + (page.positionals + required).map(\.usage)
      + (page.options.count > required.count ? ["[options]"] : [])
    let keeps = page.makes == .data || page.makes == .model
    return (keeps ? "NAME = " : "") + parts.joined(separator: " ")
  }

  /// How a parameter is written: "--epochs N".
  static func heading(_ parameter: DeclaredOption) -> String {
    switch parameter.form {
    case .argument, .flag: parameter.word
    case .option: "\(parameter.word) \(parameter.placeholder)" + (parameter.isRepeating ? "…" : "")
    }
  }

  /// The sentence of a parameter, its values and its default.
  static func explanation(of parameter: DeclaredOption) -> String {
    var text = parameter.help
    if !parameter.choices.isEmpty {
      text += " One of: \(parameter.choices.joined(separator: ", "))."
    }
    if let value = parameter.defaultText, parameter.form == .option {
      // The library lists a default as "128, 64"; it is typed as `128 64`.
      text += " Default: \(parameter.isRepeating ? value.replacing(", ", with: " ") : value)."
    }
    return text
  }

  /// A term and its explanation beside it; below it if the term is too long.
  private static func entry(_ term: String, _ text: String, _ width: Int) -> String {
    let column = width + 4
    let body = Wrapped.text(text, indent: column, hanging: column)
    if term.count > width { return "  \(term)\n\(body)" }
    let spaces = String(repeating: " ", count: column - 2 - term.count)
    return "  " + term + spaces + body.drop { $0 == " " }
  }

  static let loops = """
    for: Does lines again and again, with a variable in turn equal to each value.

    Usage
      [NAME =] for VARIABLE in VALUE… { LINES }

    `1..5` counts. `$VARIABLE` stands for the value, in bare words and between
    double quotes. The value of the loop is a table: the rows that its last line
    shows in each round, with the variable in front.

    Examples
      for r in 1..3 { echo round $r }
          Counts.
      sweep = for r in 0 0.5 1 {
        d = load synthetic --correlation $r --rows 2000
        a = build mmoe d
        train a
      }
          Keeps a table with a row a round.
    """
}

/// Breaks text at blanks.
enum Wrapped {
  /// Lines of at most 80 columns; the first starts at `indent`, the others at `hanging`.
  static func text(_ text: String, indent: Int, hanging: Int) -> String {
    var lines: [String] = []
    var line = String(repeating: " ", count: indent)
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > 80 {
        lines.append(line)
        line = String(repeating: " ", count: hanging)
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return (lines + [line]).joined(separator: "\n")
  }
}
