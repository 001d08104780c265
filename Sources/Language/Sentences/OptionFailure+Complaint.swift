import DataSets
import Models
import Options

extension Complaint {
  /// A failure to parse the words after a command, with the word to underline.
  init(_ failure: OptionFailure, of page: CommandPage, _ words: [String]) {
    let usage = "Usage: \(Help.usage(of: page))."
    let help = page.options.isEmpty ? usage : "`help \(page.name)` lists all options."
    switch failure {
    case .unknownOption(let name):
      let meant = Habits.options[name].flatMap(page.option)?.word
      let question =
        meant.map { " Did you mean '\($0)'?" }
        ?? Suggestion.question(for: name, among: page.options.map(\.word))
      self.init(
        .usage, "Unknown option '\(name)'.\(question)",
        wayOut: page.options.isEmpty ? "`\(page.name)` has no options." : help,
        about: Self.word(of: name, in: words))
    case .missingValue(let option):
      self.init(
        .usage, "Missing value for '\(option.word)'.", wayOut: help,
        about: Self.word(of: option.word, in: words))
    case .invalidValue(let value, let option):
      self.init(
        .usage,
        "The value '\(value)' is invalid for '\(option.word)'. \(option.wanted(insteadOf: value))",
        wayOut: help,
        about: words.contains(value) ? value : Self.word(of: option.word, in: words))
    case .unexpectedValue(let value, let option):
      self.init(
        .usage,
        "'\(option.word)' takes no value, but '\(value)' was given.",
        wayOut: help, about: Self.word(of: option.word, in: words))
    case .missingArgument(let option):
      let sentence = option.help.prefix(1).lowercased() + option.help.dropFirst()
      self.init(.usage, "`\(page.name)` needs \(option.usage): \(sentence)", wayOut: usage)
    case .unexpectedArguments(let texts):
      let list = texts.map { "'\($0)'" }.joined(separator: ", ")
      self.init(
        .usage,
        texts.count == 1
          ? "Unexpected argument \(list)." : "\(texts.count) unexpected arguments: \(list).",
        wayOut: help, about: texts.first)
    case .invalid(let fault as OptionFault): self.init(fault, page, words, wayOut: help)
    case .invalid(let error):
      self.init(error)
      wayOut = wayOut ?? help
      about = about.flatMap { Self.word(of: $0, in: words) }
    case .other(let sentence): self.init(.usage, sentence, wayOut: help)
    }
  }

  /// The first word that is this one, or this option with its value: `--epochs=0` for `--epochs`.
  private static func word(of word: String, in words: [String]) -> String? {
    words.first { $0 == word || $0.hasPrefix(word + "=") }
  }

  /// A fault that a command finds in its values, with the word to underline.
  private init(_ fault: OptionFault, _ page: CommandPage, _ words: [String], wayOut: String) {
    var about: String?
    /// An option as it is typed; the first one is underlined, of an argument its value.
    func word(_ name: String, _ value: String? = nil) -> String {
      let option = page.parameters.first { $0.name == name }
      let typed = option?.word ?? name
      about = about ?? (option?.form == .argument ? value : Self.word(of: typed, in: words))
      return typed
    }
    let sentence: String
    switch fault {
    case .outOfBounds(let name, let value, let bounds):
      let typed =
        if case .number(let number) = value { Bounds.text(number) } else { value.words.joined() }
      sentence = "'\(word(name, typed))' \(bounds.phrase), not \(typed)."
    case .wrongCount(let name, let counts):
      sentence =
        "'\(word(name))' takes \(counts.lowerBound) to \(counts.upperBound) values."
    case .repeated(let name, let value):
      sentence = "'\(word(name))' lists '\(value)' twice."
    case .needs(let name, let value, let other):
      let typed = word(name) + (value.map { " \($0)" } ?? "")
      let wanted = page.parameters.first { $0.name == other }
      sentence = "`\(typed)` needs `\(wanted.map { "\($0.word) \($0.placeholder)" } ?? other)`."
    case .goesOnlyWith(let name, let other, let value):
      sentence = "`\(word(name))` works only with `\(word(other)) \(value)`."
    }
    self.init(.usage, sentence, wayOut: wayOut, about: about)
  }

  /// A fault that a source finds in its options.
  init(_ fault: SourceFault) {
    switch fault {
    case .wrongPaths(let source, let paths):
      self.init(.usage, "\(source) takes \(paths.phrase).")
    case .wrongTasks(let tasks):
      self.init(
        .usage, "`--tasks` takes one or more of \(tasks.joined(separator: ", ")).",
        about: "--tasks")
    case .noLabel:
      self.init(.usage, "There is no task: use `--label COLUMN…` or `--regression COLUMN…`.")
    case .columnTwice(let column):
      self.init(
        .usage,
        "Column '\(column)' is listed twice: a column is either a label, numeric, categorical or ignored.",
        about: column)
    case .wrongTimePart(let part, let known):
      self.init(
        .usage, "'\(part)' is not a part of a time.",
        wayOut: "--time takes \(known.joined(separator: ", ")), as in --time ts=hour,weekday.",
        about: part)
    case .wrongMark(let option):
      self.init(.usage, "`--\(option)` takes one ASCII character.", about: "--\(option)")
    case .wrongRatio:
      self.init(.usage, "`--ratio` takes three numbers, such as 8 1 1.", about: "--ratio")
    case .noCommonCosine(let correlation, let vectors, let lowest):
      self.init(
        .usage,
        "`--correlation \(correlation)` is impossible: the pairwise cosine of \(vectors) vectors "
          + "is from \(lowest) to 1.", about: "--correlation")
    }
  }

  /// A fault that a kind of model finds in its options.
  init(_ fault: KindFault) {
    switch fault {
    case .headsDoNotDivide(let heads, let dimension):
      self.init(
        .usage,
        "'--heads' must divide '--embedding-dim': \(heads) does not divide \(dimension).",
        about: "--heads")
    case .noStepOfMappingGates:
      self.init(
        .usage,
        "'--virtual-gradient-on step' needs trainable gates; mapping gates have no step of their own.",
        about: "--virtual-gradient-on")
    }
  }
}

extension DeclaredOption {
  /// The values to use instead of an invalid one.
  fileprivate func wanted(insteadOf value: String) -> String {
    switch kind {
    case .choice:
      let quoted = choices.map { "'\($0)'" }
      let list = [quoted.dropLast().joined(separator: ", "), quoted.last ?? ""]
        .filter { !$0.isEmpty }.joined(separator: " or ")
      return "Choose one of \(list).\(Suggestion.question(for: value, among: choices))"
    case .wholeNumber(let isSigned):
      // 1e3 and 8.0 are whole numbers in a form that is not accepted.
      let meant = Double(value).flatMap(Int.init(exactly:)).flatMap {
        isSigned || $0 >= 0 ? $0 : nil
      }
      return
        "Expected a whole number\(isSigned ? "" : " of at least 0")\(example(meant.map { "\($0)" }))."
    case .number: return "Expected a number\(example(nil))."
    case .nothing, .text: return "Expected: \(help.prefix(1).lowercased() + help.dropFirst())"
    }
  }

  /// ", such as 1000"; the default if nothing better is known.
  private func example(_ text: String?) -> String {
    let known = text ?? defaultText.map { String($0.prefix { $0 != "," }) }
    return known.map { ", such as \($0)" } ?? ""
  }
}

extension Bounds {
  /// "must be from 1 to 64", as the end of a sentence.
  fileprivate var phrase: String {
    let low = Self.text(lowest)
    guard let highest else {
      return takesLowest ? "must be at least \(low)" : "must be a number above \(low)"
    }
    let high = Self.text(highest)
    if takesLowest {
      return takesHighest
        ? "must be from \(low) to \(high)" : "must be at least \(low) and below \(high)"
    }
    return "must be above \(low) and \(takesHighest ? "at most" : "below") \(high)"
  }

  /// Whole numbers without a decimal point.
  fileprivate static func text(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? String(number)
  }
}

extension SourceFault.Paths {
  /// "a folder, or a file", as the end of a sentence.
  fileprivate var phrase: String {
    switch self {
    case .file: "one file"
    case .files: "one file or more"
    case .statement: "one SQL statement, in quotes"
    case .frame: "the name of one frame"
    case .folderOrFiles(1): "a folder, or a file"
    case .folderOrFiles(let most): "a folder, or up to \(most) files"
    case .folderOrTrainingAndTest: "a folder, or the training file and the test file"
    case .folderOrPairs: "a folder, a pair of files, or both pairs"
    }
  }
}
