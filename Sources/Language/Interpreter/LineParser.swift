import Options

/// What a line turned out to ask for.
enum Action {
  case run(any Command, name: String)
  /// `build dephn?` or `build dephn --help`
  case explain(topic: [String], inPager: Bool)
}

/// From a line's words, variables replaced, to a command; knows nothing of the session.
struct LineParser {
  /// - Throws: `Complaint` whose `about` is a word of the line.
  static func action(of words: [OptionWord]) throws(Complaint) -> Action {
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
    return .run(try parse(type, Array(words.dropFirst(used)), page), name: page.name)
  }

  /// A command such as `echo`, which takes all that follows as it stands, help words too.
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
