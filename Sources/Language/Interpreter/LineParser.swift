import Options

/// The action that a line requests.
enum Action {
  case run(any Command, name: String)
  /// `build dephn?` or `build dephn --help`
  case explain(topic: [String], inPager: Bool)
  /// `name = word…`, which keeps the words.
  case keep([OptionWord])
}

/// Parses the words of a line, after variables were replaced; independent of the session.
struct LineParser {
  /// - Throws: `Complaint` whose `about` is a word of the line.
  static func action(of words: [OptionWord]) throws(Complaint) -> Action {
    if let text = try plainWords(words) { return text }
    if let complaint = Habits.complaint(about: words) { throw complaint }
    if let last = words.last, !last.isQuoted, last.text.hasSuffix("?") {
      let topic = words.dropLast().map(\.text) + [String(last.text.dropLast())]
      return .explain(topic: topic.filter { !$0.isEmpty && !$0.hasPrefix("-") }, inPager: true)
    }
    if words.contains(where: { !$0.isQuoted && ["--help", "-h"].contains($0.text) }) {
      let topic = words.prefix { !$0.isOption }.map(\.text)
      return .explain(topic: topic, inPager: false)
    }
    let (type, used) = try CommandList.resolve(words.map(\.text))
    let page = CommandPage.of(type)
    return .run(try parse(type, Array(words.dropFirst(used)), page), name: page.name)
  }

  /// The action of `name =` before these words: to keep the result of a command, or the words.
  ///
  /// The first word decides: if it is a command, the line runs it; otherwise, and always in quotes, it
  /// starts a value. Several words that start like a misspelled command are an error.
  static func assignment(of words: [OptionWord]) throws(Complaint) -> Action {
    guard let first = words.first, !first.isQuoted else { return .keep(words) }
    let verb = first.text.hasSuffix("?") ? String(first.text.dropLast()) : first.text
    if CommandList.verbs.contains(verb) { return try action(of: words) }
    if let complaint = Habits.complaint(aboutValue: words) { throw complaint }
    let isMisspelled =
      words.count > 1 && Suggestion.closest(to: first.text, among: CommandList.verbs) != nil
      && !CommandList.values.contains(first.text)
    let hasOptions = !first.isOption && words.contains(where: \.isOption)
    guard isMisspelled || hasOptions else { return .keep(words) }
    throw Complaint(
      .usage, "Unknown command '\(first.text)'.\(CommandList.question(for: first.text))",
      wayOut: "`help` lists all commands. To use it as a value, put it in quotes: '\(first.text)'.",
      about: first.text)
  }

  /// A command such as `echo`, which takes all following words literally, even `--help`.
  private static func plainWords(_ words: [OptionWord]) throws(Complaint) -> Action? {
    guard words.count > 1, let (type, used) = try? CommandList.resolve(words.map(\.text)) else {
      return nil
    }
    let page = CommandPage.of(type)
    guard page.takesAnyWords, words.map(\.text) != [page.name, "--help"] else { return nil }
    return .run(try parse(type, Array(words.dropFirst(used)), page), name: page.name)
  }

  private static func parse<C: Command>(
    _ type: C.Type, _ words: [OptionWord], _ page: CommandPage
  ) throws(Complaint) -> any Command {
    do throws(OptionFailure) {
      if page.takesAnyWords { return try OptionParser.parse(type, asTheyStand: words.map(\.text)) }
      return try OptionParser.parse(type, words)
    } catch {
      throw Complaint(error, of: page, words.map(\.text))
    }
  }
}
