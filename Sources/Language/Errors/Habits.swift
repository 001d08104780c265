import Options

/// Habits from other languages and word processors, with the way to write them here.
enum Habits {
  /// The complaint about the first such word of a line; `nil` if there is none.
  static func complaint(about words: [OptionWord]) -> Complaint? {
    if let complaint = foreignSign(in: words) { return complaint }
    guard let first = words.first, !first.isQuoted, !CommandList.verbs.contains(first.text),
      let (sentence, wayOut) = foreignWord(first.text) ?? call(words.map(\.text))
    else { return nil }
    return Complaint(.usage, sentence, wayOut: wayOut, about: first.text)
  }

  /// The complaint about a list or a computation where a value is expected.
  static func complaint(aboutValue words: [OptionWord]) -> Complaint? {
    if let complaint = foreignSign(in: words) { return complaint }
    if let first = words.first, !first.isQuoted, let (sentence, wayOut) = call(words.map(\.text)) {
      return Complaint(.usage, sentence, wayOut: wayOut, about: first.text)
    }
    let bare = words.filter { !$0.isQuoted }.map(\.text)
    if let first = bare.first, first.hasPrefix("[") || first.hasPrefix("(") {
      let items = words.map { $0.text.filter { !"[](),'\"".contains($0) } }.filter { !$0.isEmpty }
      return Complaint(
        .usage, "Lists are written as words.",
        wayOut: items.isEmpty ? nil : "Type \(items.joined(separator: " ")).", about: first)
    }
    let signs = ["+", "-", "*", "/", "**", "//", "%", "=", "=="]
    guard let sign = bare.first(where: signs.contains) else { return nil }
    return Complaint(
      .usage, "This language has no arithmetic: '\(sign)' has no meaning.",
      wayOut: "To use it as a word, put it in quotes: '\(sign)'.", about: sign)
  }

  /// The complaint about a call whose first `=` reads as that of an assignment: `m.train(epochs=3)`.
  static func complaint(aboutTarget target: String, _ words: [OptionWord]) -> Complaint? {
    call([target + "="] + words.map(\.text)).map { sentence, wayOut in
      Complaint(.usage, sentence, wayOut: wayOut)
    }
  }

  /// Option names of other libraries, and ours.
  static let options = [
    "--lr": "--learning-rate", "--bs": "--batch-size", "--batch": "--batch-size",
    "--num-epochs": "--epochs", "--n-epochs": "--epochs", "--wd": "--weight-decay",
    "--random-state": "--seed", "--patience": "--early-stop-patience", "--l2": "--net-regularizer",
  ]

  /// The complaint about dashes, typographic quotes and invisible characters.
  private static func foreignSign(in words: [OptionWord]) -> Complaint? {
    words.lazy.filter { !$0.isQuoted }.compactMap { foreignSign(in: $0.text) }.first
      ?? semicolon(in: words)
  }

  /// The complaint about a `;` between or after commands; in a query it ends the query.
  private static func semicolon(in words: [OptionWord]) -> Complaint? {
    if words.first?.text == SQLCommand.name { return nil }
    let index = words.indices.first { index in
      let word = words[index]
      guard !word.isQuoted, word.text.hasSuffix(";") else { return false }
      // `--separator ;` and `--multi genres:;` mean the sign.
      let isValue = index > 0 && words[index - 1].isOption
      return word.text == ";" ? !isValue : !word.text.hasSuffix(":;") && !word.text.hasSuffix("=;")
    }
    guard let index else { return nil }
    return Complaint(
      .usage, "A command ends with its line, not with ';'.",
      wayOut: index == words.count - 1
        ? "Remove it." : "Write each command on a line of its own.", about: words[index].text)
  }

  private static func foreignSign(in text: String) -> Complaint? {
    for (index, scalar) in text.unicodeScalars.enumerated() {
      let code = "U+" + String(scalar.value, radix: 16, uppercase: true).padded(to: 4)
      switch scalar {
      case "\u{2010}"..."\u{2015}", "\u{2212}":
        let rest = String(text.unicodeScalars.drop { !$0.properties.isAlphabetic })
        guard index == 0, !rest.isEmpty else { continue }
        return Complaint(
          .usage, "'\(scalar)' is a dash (\(code)); options start with two hyphens.",
          wayOut: "Type --\(rest).", about: text)
      case "\u{2018}"..."\u{201F}", "\u{AB}", "\u{BB}":
        guard index == 0 else { continue }
        return Complaint(
          .usage, "'\(scalar)' is a typographic quotation mark (\(code)).",
          wayOut: "Type ' or \" instead.", about: text)
      case "\u{AD}", "\u{200B}"..."\u{200F}", "\u{2060}"..."\u{2064}", "\u{FEFF}":
        return Complaint(
          .usage, "The word contains an invisible character, \(code).", wayOut: "Retype the word.",
          about: text)
      default: continue
      }
    }
    return nil
  }

  private static func foreignWord(_ text: String) -> (sentence: String, wayOut: String)? {
    if text.hasPrefix("!") {
      return ("Cells cannot run shell commands.", "Use a terminal, or a Python notebook.")
    }
    if text.hasPrefix("%") {
      return ("This language has no magics.", "`help` lists all commands.")
    }
    switch text {
    case "import", "from", "using":
      return ("There is nothing to import: all commands are available.", "`help` lists them.")
    case "def", "class", "if", "while", "return", "lambda", "with", "try", "let", "var", "func":
      return (
        "This language has commands and loops, but no '\(text)'.",
        "`help` lists all commands, `help for` explains loops."
      )
    default: return nil
    }
  }

  /// `m.train(epochs=3)`, with the line that does it: `train m --epochs 3`.
  private static func call(_ words: [String]) -> (sentence: String, wayOut: String)? {
    let head = words[0].prefix { $0 != "(" }
    guard head.count < words[0].count, let first = head.first, first.isLetter else { return nil }
    let path = head.split(separator: ".").map(String.init)
    let inside = words.joined(separator: " ").drop { $0 != "(" }
    let sentence = "Commands take words, without parentheses or dots."
    guard let name = path.last else { return nil }
    let shown = inside.contains("'") || inside.contains("\"") ? "echo" : "show"
    let ours = ["print": shown, "fit": "train", "score": "evaluate", "describe": "show"][name]
    let known =
      CommandList.verbs.contains(name)
      ? name : ours ?? Suggestion.closest(to: name, among: CommandList.verbs)
    guard let known else { return (sentence, "For instance: `train m --epochs 3`.") }
    let words = [known] + path.dropLast() + arguments(String(inside))
    return (sentence, "Type `\(words.joined(separator: " "))`.")
  }

  /// The arguments of a call as words: `(m, batch_size=256)` as `m --batch-size 256`.
  private static func arguments(_ text: String) -> [String] {
    let parts = text.split { "(),".contains($0) }.map { part -> String in
      part.filter { !"'\"".contains($0) }.split(separator: " ").joined(separator: " ")
    }
    return parts.filter { !$0.isEmpty }.map { part in
      guard let equals = part.firstIndex(of: "=") else { return part }
      let value = part[equals...].dropFirst().drop { $0 == " " }
      let name = part[..<equals].filter { $0 != " " }.replacing("_", with: "-")
      return "--\(name) \(value)"
    }
  }
}

extension String {
  /// With zeros in front, up to so many letters.
  fileprivate func padded(to count: Int) -> String {
    String(repeating: "0", count: max(0, count - self.count)) + self
  }
}
