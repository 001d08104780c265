import Display
import Options

/// Pages of help as plain text, at most 80 columns wide.
enum Help {
  /// The page of a topic.
  ///
  /// - Throws: `Complaint` about an unknown word, with the nearest known one.
  static func page(for topic: [String]) throws(Complaint) -> String {
    guard let verb = topic.first else { return overview }
    if topic.count == 1, CommandList.families[verb, default: []].count > 1 {
      return catalogue(of: verb)
    }
    if topic.count == 1, let text = texts[verb] { return text }
    return page(of: CommandPage.of(try CommandList.resolve(CommandList.topic(topic)).type))
  }

  /// All commands, one line each, in four groups.
  static var overview: String {
    let sections = groups.map { title, entries in
      ([title] + entries.map { entry($0, $1, 28) }).joined(separator: "\n")
    }
    return ([rule] + sections).joined(separator: "\n\n")
  }

  static let rule = "A verb acts, a noun shows, `name =` keeps. `help COMMAND` explains a command."

  /// The commands of each group with their summaries; variables and loops come last.
  static var groups: [(String, [(String, String)])] {
    let commands = CommandGroup.allCases.map { ($0.rawValue, entries(of: $0)) }
    let others = [
      ("NAME = WORD…", "Sets a variable; use it as $NAME: `help variables`."),
      ("for NAME in VALUE… { … }", "Its value is a table: `help for`."),
    ]
    return commands + [("Variables and loops", others)]
  }

  private static func entries(of group: CommandGroup) -> [(String, String)] {
    var seen: Set<String> = []
    return CommandList.all.filter { $0.group == group }.compactMap { type in
      let verb = String(type.name.prefix { $0 != " " })
      let isOfFamily = CommandList.families[verb, default: []].count > 1
      guard seen.insert(isOfFamily ? verb : type.name).inserted else { return nil }
      if isOfFamily {
        return (verb + " " + CommandList.noun(of: verb).uppercased(), familySummary(verb))
      }
      let page = CommandPage.of(type)
      let arguments = page.positionals.map(\.usage).joined(separator: " ")
      return (page.name + (arguments.isEmpty ? "" : " " + arguments), page.summary)
    }
  }

  static func familySummary(_ verb: String) -> String {
    switch verb {
    case "load": "Reads a data set from files, or generates one."
    case "derive": "Makes artificial tasks on the features of a data set."
    default: "Builds a model for a data set."
    }
  }

  /// `help build`: all kinds with their summaries.
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
      + [
        "",
        "`help \(verb) \(noun)` lists the options, as in `help \(verb) \(kinds.first ?? noun)`.",
      ])
      .joined(separator: "\n")
  }

  /// `help build dephn`: summary, usage, options with defaults, paper, examples.
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

  /// The form of a parameter: "--epochs N".
  static func heading(_ parameter: DeclaredOption) -> String {
    switch parameter.form {
    case .argument, .flag: parameter.word
    case .option: "\(parameter.word) \(parameter.placeholder)" + (parameter.isRepeating ? "…" : "")
    }
  }

  /// The explanation of a parameter, its values and its default.
  static func explanation(of parameter: DeclaredOption) -> String {
    var text = parameter.help
    if !parameter.choices.isEmpty {
      text += " One of: \(parameter.choices.joined(separator: ", "))."
    }
    if let value = parameter.defaultText, parameter.form == .option {
      // The library lists a default as "128, 64"; users type `128 64`.
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

  /// Pages about topics that are not commands.
  static let texts = ["for": loops, "paper": paper, "variables": variables]

  private static let paper = """
    paper: The commands behind the figures and tables of the DEPHN paper.

    Kong, Su, Zhao, Hou, IJCNN 2023, arXiv 2307.12519, on whatever data is loaded.
    notebooks/paper.ipynb runs them all and compares the numbers.

    Models
      m = build dephn d
      mapping = build dephn d --gate mapping --virtual-gradient none
      train m mapping

    Figures and tables
      Fig. 3 (a)  ssg m
          What each module reads: attended or raw embeddings.
      Fig. 3 (b)  experts m
          Public against private logits, and the share of each expert.
      Fig. 4      virtual-gradient
          The eight functions.
      Fig. 5      virtual-gradient m
          What the function did in one model: gates and factors over training.
      Fig. 6      history m mapping
          Trainable against mapping gates. `--of gates` shows the gates themselves.
      Fig. 7      confidence r
          Predictions over the base confidence. Its data:
          d = derive related DATA --task TASK --confidences
          r = build dephn d
          train r
          `derive unrelated … --deviation 20` makes labels that hardly correlate.
      Table I     build mt-phn d --setting dnn-public
          The other settings: all-public, dnn-private.
      Table II    compare a b c --baseline a --seeds 3
          AUC and loss per task, one row per model.
    """

  private static let variables = """
    Variables: A name for one or more words.

    Usage
      NAME = WORD…

    `$NAME` is replaced by the words, in any line and in the values of a loop;
    between double quotes or inside a longer word, spaces separate them. Between
    single quotes, `$` is a plain character. `list` shows variables, `drop NAME`
    removes one.

    If the first word after `=` is a command, the line runs it; otherwise the words
    are the value. A quoted word is always a value, never a command or an option:
    label = 'train'. Several words that start like a misspelled command are an
    error.

    Examples
      epochs = 3
          Sets a variable, as papermill does for `-p epochs 3`.
      train m --epochs $epochs
          Uses the variable.
      kinds = mmoe ple
      for kind in $kinds { m = build $kind d }
          Loops over two words.
    """

  static let loops = """
    for: Runs lines once per value, with a variable set to that value.

    Usage
      [NAME =] for VARIABLE in VALUE… { LINES }

    `1..5` counts from 1 to 5. `$VARIABLE` is replaced by the value, in bare words
    and between double quotes. The value of the loop is a table: the rows that its
    last line shows in each iteration, with the variable as the first column.

    Examples
      for r in 1..3 { echo round $r }
          Counts to three.
      sweep = for r in 0 0.5 1 {
        d = load synthetic --correlation $r --rows 2000
        a = build mmoe d
        train a
      }
          Keeps a table with one row per iteration.
    """
}

/// Text wrapped at spaces.
enum Wrapped {
  /// Lines of at most 80 columns; the first starts at `indent`, the others at `hanging`.
  static func text(_ text: String, indent: Int, hanging: Int) -> String {
    var lines: [String] = []
    var line = String(repeating: " ", count: indent)
    var isEmpty = true
    for word in text.split(separator: " ").map(String.init) {
      if !isEmpty, line.displayWidth + 1 + word.displayWidth > 80 {
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
