/// What there is to say about a word.
enum Inspection {
  /// About the word under the cursor, or else the command of its line.
  static func text(of code: String, at offset: Int, detail: Int, in snapshot: Snapshot) -> String? {
    guard let context = CursorContext.atEndOfWord(code, offset) else { return nil }
    let words = context.words
    let word = context.current
    if word.hasPrefix("--"), let page = page(of: words) {
      return option(String(word.prefix { $0 != "=" }), page, detail)
    }
    if !words.isEmpty, let entry = snapshot.entries[word] { return "\(word): \(entry.sentence)" }
    let topic = words + (word.isEmpty ? [] : [word])
    let withoutHelp = topic.first == "help" && topic.count > 1 ? Array(topic.dropFirst()) : topic
    guard let verb = withoutHelp.first else { return nil }
    let page = try? page(for: withoutHelp, in: snapshot)
    return page ?? (CommandList.families[verb] == nil ? nil : try? Help.page(for: [verb]))
  }

  /// The page that `topic?` shows: of a session's name, or of help.
  static func page(for topic: [String], in snapshot: Snapshot) throws(Complaint) -> String {
    if topic.count == 1, let entry = snapshot.entries[topic[0]] {
      return "\(topic[0]): \(entry.sentence)"
    }
    return try Help.page(for: topic)
  }

  private static func page(of words: [String]) -> CommandPage? {
    (try? CommandList.resolve(words)).map { CommandPage.of($0.type) }
  }

  private static func option(_ name: String, _ page: CommandPage, _ detail: Int) -> String? {
    guard let option = page.option(name) else { return nil }
    let heading = option.kind == .flag ? option.name : "\(option.name) \(option.valueName)"
    let text = "\(heading) (\(page.name))\n\(Help.explanation(of: option))"
    return detail > 0 ? text + "\n\n" + Help.page(of: page) : text
  }
}
