/// The words of the line before a cursor, and the word being typed.
struct CursorContext {
  /// The words of the line before the current one, without `name =`.
  private(set) var words: [String] = []
  /// The word that ends at the cursor; empty after a space.
  private(set) var current = ""
  /// True if the current word starts with a quote.
  private(set) var isQuoted = false
  /// True if that quote is still open.
  private(set) var isInQuotes = false
  /// The start of the current word, after an opening quote.
  private(set) var start: Int
  let end: Int
  /// The variables of loops and of lines `name = word…` before the cursor.
  private(set) var variables: [String] = []

  /// - Returns: `nil` within a comment.
  init?(_ code: String, at offset: Int) {
    let whole = Source(code)
    end = max(0, min(offset, whole.scalars.count))
    let source = Source(whole.text(0..<end))
    let lexer = Lexer(source)
    if lexer.endsInComment { return nil }
    start = end
    var line: [Word] = []
    var target: String?
    for token in lexer.tokens {
      switch token {
      case .word(let word):
        line.append(word)
        if line.count == 2, line[0].bare == "for", let name = word.bare { variables.append(name) }
        // The word at the cursor may yet become a command.
        if line.count == 1, word.range.upperBound < end, let name = target,
          !CommandList.verbs.contains(word.bare ?? ""), word.bare != "for"
        {
          variables.append(name)
        }
      case .equals:
        target = line.first?.bare
        line = []
      default:
        target = nil
        line = []
      }
    }
    if let last = line.last, last.range.upperBound == end {
      line.removeLast()
      isQuoted = last.isQuoted
      isInQuotes = last.isQuoted && lexer.unclosedQuote != nil
      start = last.isQuoted ? min(end, last.range.lowerBound + 1) : last.range.lowerBound
      current = source.text(start..<end)
    }
    words = line.map { source.text($0.range) }
  }

  /// True within the quotes of a query in SQL.
  var isInQuery: Bool {
    isInQuotes && (words.first == "sql" || words == ["check"])
  }

  /// The context with the cursor moved to the end of its word.
  static func atEndOfWord(_ code: String, _ offset: Int) -> CursorContext? {
    let scalars = Array(code.unicodeScalars)
    var end = max(0, min(offset, scalars.count))
    while end < scalars.count, !scalars[end].properties.isWhitespace,
      !"?{}".unicodeScalars.contains(scalars[end])
    {
      end += 1
    }
    return CursorContext(code, at: end)
  }
}
