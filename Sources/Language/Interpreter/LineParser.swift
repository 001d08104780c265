import ArgumentParser

/// What a line turned out to ask for.
enum Action {
  case run(any Command, name: String)
  /// `build dephn?` or `build dephn --help`
  case explain(topic: [String], inPager: Bool)
}

/// From a line's words, variables replaced, to a command; knows nothing of the session.
struct LineParser {
  /// A word of the line after its variables were replaced.
  struct Argument {
    var text: String
    var isQuoted: Bool

    /// Whether it asks for an option: `--epochs`, but not `'--epochs'`.
    var isOption: Bool { !isQuoted && text.hasPrefix("-") && !isNegativeNumber }

    var isNegativeNumber: Bool { text.hasPrefix("-") && Double(text) != nil }
  }

  /// - Throws: `Complaint` whose `about` is a word of the line.
  static func action(of words: [Argument]) throws(Complaint) -> Action {
    if let text = try plainWords(words) { return text }
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
    let rest = Array(words.dropFirst(used))
    if !page.takesAnyWords { try checkOptions(rest, of: page) }
    return .run(try parse(type, rest, page), name: page.name)
  }

  /// A command such as `echo`, which takes all that follows as it stands, help words too.
  private static func plainWords(_ words: [Argument]) throws(Complaint) -> Action? {
    guard words.count > 1, let (type, used) = try? CommandList.resolve(words.map(\.text)) else {
      return nil
    }
    let page = CommandPage.of(type)
    guard page.takesAnyWords, words.map(\.text) != [page.name, "--help"] else { return nil }
    return .run(try parse(type, Array(words.dropFirst(used)), page), name: page.name)
  }

  private static func parse<C: Command>(
    _ type: C.Type, _ words: [Argument], _ page: CommandPage
  ) throws(Complaint) -> any Command {
    do {
      let texts = page.takesAnyWords ? ["--"] + words.map(\.text) : joined(words, of: page)
      return try type.parse(texts)
    } catch {
      throw ParserMessage(type.message(for: error), page: page, words: words.map(\.text)).complaint
    }
  }

  /// Options that the command does not have, with the nearest that it has.
  ///
  /// Ours rather than the library's, which would also answer `--generate-completion-script`.
  private static func checkOptions(_ words: [Argument], of page: CommandPage) throws(Complaint) {
    for word in words where word.isOption {
      let name = String(word.text.prefix { $0 != "=" })
      guard page.option(name) == nil else { continue }
      let names = page.options.map(\.name)
      throw Complaint(
        .usage, "Unknown option '\(name)'.\(Suggestion.question(for: name, among: names))",
        wayOut: page.options.isEmpty
          ? "`\(page.name)` has no options." : "`help \(page.name)` lists all options.",
        about: word.text)
    }
  }

  /// `--rate -0.5` as `--rate=-0.5`, since the library takes a word with a dash for an option.
  private static func joined(_ words: [Argument], of page: CommandPage) -> [String] {
    var texts: [String] = []
    for (index, word) in words.enumerated() {
      let previous = index > 0 ? words[index - 1] : nil
      if word.isNegativeNumber, let option = previous, option.isOption,
        page.option(option.text)?.kind == .option
      {
        texts[texts.count - 1] += "=" + word.text
      } else {
        texts.append(word.text)
      }
    }
    return texts
  }
}
