import Options
import System

/// Documentation of a word, as plain text and as Markdown.
struct Inspection {
  var plain: String
  var markdown: String

  /// Documentation of the word under the cursor, or of its line's command; `detail` 1 adds more.
  static func of(
    _ code: String, at offset: Int, detail: Int, in snapshot: Snapshot
  ) -> Inspection? {
    guard let context = CursorContext.atEndOfWord(code, offset) else { return nil }
    let words = context.words
    let word = context.current
    if word.hasPrefix("$") {
      let name = String(word.dropFirst())
      return snapshot.entries[name].map { about(name, $0, detail) }
    }
    if word.hasPrefix("--"), let page = page(of: words) {
      let option = page.option(String(word.prefix { $0 != "=" }))
      return option.map { about($0, of: page, detail) }
    }
    if !words.isEmpty, let entry = snapshot.entries[word] { return about(word, entry, detail) }
    let topic = words + (word.isEmpty ? [] : [word])
    let isHelp = topic.first == "help" && topic.count > 1
    return about(isHelp ? Array(topic.dropFirst()) : topic, detail, in: snapshot)
  }

  /// The page of `topic?`: a summary of a name of the session, or a help page.
  static func page(for topic: [String], in snapshot: Snapshot) throws(Complaint) -> String {
    if topic.count == 1, let entry = snapshot.entries[topic[0]] {
      return "\(topic[0]): \(entry.sentence)"
    }
    return try Help.page(for: topic)
  }

  private static func page(of words: [String]) -> CommandPage? {
    (try? CommandList.resolve(words)).map { CommandPage.of($0.type) }
  }

  /// A name, a command, or else the family of the first word.
  private static func about(
    _ topic: [String], _ detail: Int, in snapshot: Snapshot
  ) -> Inspection? {
    guard let verb = topic.first else { return nil }
    if topic.count == 1, let entry = snapshot.entries[verb] { return about(verb, entry, detail) }
    if let page = page(of: topic) { return about(page, detail) }
    let isFamily = CommandList.families[verb] != nil
    if let kinds = CommandList.families[verb], kinds.count > 1 {
      return Inspection(
        plain: (try? Help.page(for: [verb])) ?? verb,
        markdown: HelpMarkdown.family(verb, kinds, detail))
    }
    let text = (try? Help.page(for: topic)) ?? (isFamily ? try? Help.page(for: [verb]) : nil)
    return text.map { Inspection(plain: $0, markdown: HelpMarkdown.code($0)) }
  }

  /// A name of the session; in detail, with its tasks or columns.
  private static func about(
    _ name: String, _ entry: Snapshot.Entry, _ detail: Int
  ) -> Inspection {
    var answer = Inspection(
      plain: "\(name): \(entry.sentence)",
      markdown: HelpMarkdown.heading(name, entry.sentence))
    if detail > 0, !entry.words.isEmpty {
      let title = [.table, .plot].contains(entry.kind) ? "Columns" : "Tasks"
      let items = entry.words.map { "- `\($0)`" }
      answer.plain += "\n\(title): \(entry.words.joined(separator: ", "))"
      answer.markdown += "\n\n\(title)\n\n\(items.joined(separator: "\n"))"
    }
    return answer
  }

  /// A command; in detail, with the other commands of its group.
  private static func about(_ page: CommandPage, _ detail: Int) -> Inspection {
    var answer = texts(of: page)
    if detail > 0 {
      let like = CommandList.all.filter { $0.group == page.group && $0.name != page.name }
      let names = like.map { $0.name }
      let beside = "See also: \(names.joined(separator: ", "))."
      answer.plain += "\n\n" + Wrapped.text(beside, indent: 0, hanging: 2)
      answer.markdown += "\n\n" + beside
    }
    return answer
  }

  /// The texts of a command's page, made once because that takes a millisecond.
  private static func texts(of page: CommandPage) -> Inspection {
    if let texts = made.withLock({ $0[page.name] }) { return texts }
    let texts = Inspection(plain: Help.page(of: page), markdown: HelpMarkdown.page(of: page))
    made.withLock { $0[page.name] = texts }
    return texts
  }

  private static let made = Lock<[String: Inspection]>([:])

  /// An option; in detail, with the page of its command.
  private static func about(
    _ option: DeclaredOption, of page: CommandPage, _ detail: Int
  ) -> Inspection {
    let heading = "\(Help.heading(option)) (\(page.name))"
    let explanation = Help.explanation(of: option)
    var answer = Inspection(
      plain: "\(heading)\n\(explanation)",
      markdown: HelpMarkdown.heading(heading, explanation))
    if detail > 0 {
      answer.plain += "\n\n" + texts(of: page).plain
      answer.markdown += "\n\n" + texts(of: page).markdown
    }
    return answer
  }
}
