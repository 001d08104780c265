/// What stands before a cursor: the words of its line, and the one being typed.
struct CursorContext {
  /// The words of the line before the current one, without `name =`.
  private(set) var words: [String] = []
  /// The word that ends at the cursor; empty after a blank.
  private(set) var current = ""
  /// Where the current word begins, behind an opening quote.
  private(set) var start: Int
  let end: Int
  /// The variables of the loops before the cursor.
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
    for token in lexer.tokens {
      if case .word(let word) = token {
        line.append(word)
        if line.count == 2, line[0].bare == "for", let name = word.bare { variables.append(name) }
      } else {
        line = []
      }
    }
    if let last = line.last, last.place.upperBound == end {
      line.removeLast()
      start = last.isQuoted ? min(end, last.place.lowerBound + 1) : last.place.lowerBound
      current = source.text(start..<end)
    }
    words = line.map { source.text($0.place) }
  }

  /// The context as if the cursor stood at the end of its word.
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
