/// The completions at a cursor.
package struct Completion: Sendable {
  /// A completion and its type.
  package struct Match: Sendable, Equatable {
    /// The text that replaces the scalars from `start` to `end`.
    package var text: String
    /// "command", "kind", "source", "subcommand", "option", "value", "data", "model", "table", "plot", "task",
    /// "column", "feature", "run", "file" or "variable".
    package var type: String
  }

  package var matches: [Match]
  /// Scalar offsets of the text that a match replaces.
  package var start: Int
  package var end: Int

  /// The text as one word: quotes files and columns with spaces or special characters.
  private static func word(_ match: Match) -> String {
    ["file", "column", "feature"].contains(match.type) ? Word.typed(match.text) : match.text
  }

  /// True for the beginning of a variable, as far as it is typed.
  private static func isVariable(_ text: Substring) -> Bool {
    text.isEmpty || Name.isVariable(String(text))
  }

  init(of code: String, at offset: Int, in snapshot: Snapshot) {
    guard let context = CursorContext(code, at: offset) else {
      (matches, start, end) = ([], max(0, offset), max(0, offset))
      return
    }
    (start, end) = (context.start, context.end)
    var prefix = context.current
    let candidates: [Match]
    if let dollar = prefix.lastIndex(of: "$"), Self.isVariable(prefix[dollar...].dropFirst()) {
      start += prefix[..<dollar].unicodeScalars.count
      prefix = String(prefix[dollar...])
      candidates = (context.variables + snapshot.names.names(of: [.variable])).map {
        Match(text: "$" + $0, type: "variable")
      }
    } else if context.isInQuery {
      let query = QueryWords(prefix, snapshot)
      start = end - query.current.unicodeScalars.count
      prefix = ""
      candidates = query.matches
    } else if prefix.hasPrefix("--"), let equals = prefix.firstIndex(of: "=") {
      let words = context.words + [String(prefix[..<equals])]
      let length = prefix[...equals].unicodeScalars.count
      start += length
      prefix = String(prefix[prefix.index(after: equals)...])
      candidates = Candidates(words, prefix, snapshot).all
    } else {
      candidates = Candidates(context.words, prefix, snapshot).all
    }
    var seen: Set<String> = []
    matches = candidates.filter { $0.text.hasPrefix(prefix) && seen.insert($0.text).inserted }
    if !context.isQuoted { matches = matches.map { Match(text: Self.word($0), type: $0.type) } }
  }
}
