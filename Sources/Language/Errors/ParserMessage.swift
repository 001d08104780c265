/// A message of the argument parser as a complaint of ours: which word, what, and the way out.
struct ParserMessage {
  private let message: String
  private let page: CommandPage
  private let words: [String]

  init(_ message: String, page: CommandPage, words: [String]) {
    self.message = message
    self.page = page
    self.words = words
  }

  var complaint: Complaint {
    var wayOut =
      page.options.isEmpty
      ? "Usage: \(Help.usage(of: page))."
      : "`help \(page.name)` lists all options."
    if let missing = quoted.first, message.hasPrefix("Missing expected argument") {
      wayOut = "Usage: \(Help.usage(of: page))."
      return Complaint(.usage, missingSentence(missing), wayOut: wayOut)
    }
    return Complaint(.usage, sentence + suggestion, wayOut: wayOut, about: offendingWord)
  }

  /// The sentence for a missing argument: "`gates` wants MODEL: model to look at.".
  private func missingSentence(_ argument: String) -> String {
    guard let parameter = self.argument(named: argument) else { return sentence }
    return "`\(page.name)` wants \(parameter.usage): \(Self.lowercased(parameter.summary))"
  }

  /// The parameter that the parser calls `<count> ...`.
  private func argument(named argument: String) -> Parameter? {
    let name = String(argument.split(separator: " ").first ?? "").filter { !"<>".contains($0) }
    return page.parameters.first { $0.name == name || $0.valueName == name.uppercased() }
  }

  private static func lowercased(_ summary: String) -> String {
    summary.prefix(1).lowercased() + summary.dropFirst()
  }

  /// The message on one line, without the `<value>` after an option, and with a full stop.
  private var sentence: String {
    var text = ""
    for part in message.split(separator: "\n").joined(separator: " ").split(separator: " ") {
      if part.hasPrefix("<"), let end = part.firstIndex(of: ">") {
        text += part[part.index(after: end)...]
      } else {
        text += (text.isEmpty ? "" : " ") + part
      }
    }
    return text.hasSuffix(".") || text.hasSuffix("?") ? text : text + "."
  }

  /// " Did you mean 'adam'?" for a value of an option that has a list of them; of another, what it is.
  private var suggestion: String {
    guard message.contains("is invalid for"), quoted.count > 1 else { return "" }
    let option = quoted[1].prefix { $0 != " " }
    if let parameter = page.option(option) ?? argument(named: quoted[1]),
      parameter.choices.isEmpty
    {
      return " Wanted: \(Self.lowercased(parameter.summary))"
    }
    return Suggestion.question(for: quoted[0], among: page.option(option)?.choices ?? [])
  }

  /// The parts of the message between single quotes.
  private var quoted: [String] {
    let parts = message.split(separator: "'", omittingEmptySubsequences: false)
    return parts.indices.filter { !$0.isMultiple(of: 2) }.map { String(parts[$0]) }
  }

  /// The word of the line that the message quotes, be it `abc`, `--epochs` or `--epochs=abc`.
  private var offendingWord: String? {
    for text in quoted {
      if words.contains(text) { return text }
      if let word = words.first(where: { $0.hasPrefix("--") && $0.hasSuffix("=" + text) }) {
        return word
      }
      let option = text.split(separator: " ").first.map(String.init)
      if let option, option.hasPrefix("--"), words.contains(option) { return option }
    }
    return words.first { word in
      let option = word.prefix { $0 != "=" }
      return option.hasPrefix("--") && message.contains(option)
    }
  }
}
