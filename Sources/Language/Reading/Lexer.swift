/// Splits a cell into words; never fails, so that a half-typed line can be completed.
struct Lexer {
  private let source: Source
  private var position = 0
  /// Number of words in the line so far; `=` is a token only after the first one.
  private var wordsInLine = 0

  private(set) var tokens: [Token] = []
  /// The first quote that is not closed on its line.
  private(set) var unclosedQuote: Range<Int>?
  /// True if the text ends within a comment.
  private(set) var endsInComment = false
  /// The position of a final `\` that needs another line.
  private(set) var openContinuation: Range<Int>?

  init(_ source: Source) {
    self.source = source
    while position < source.scalars.count { readToken() }
  }

  private func scalar(at offset: Int) -> Unicode.Scalar? {
    offset < source.scalars.count ? source.scalars[offset] : nil
  }

  private mutating func readToken() {
    let next = source.scalars[position]
    if next.isLineEnd {
      append(.endOfLine(position), length: 1, wordsInLine: 0)
    } else if next.properties.isWhitespace || next == "\u{FEFF}" && position == 0 {
      // The mark that some editors put before a text says nothing.
      position += 1
    } else if next == "#" {
      while let other = scalar(at: position), !other.isLineEnd { position += 1 }
      endsInComment = position == source.scalars.count
    } else if let end = endOfContinuation(at: position) {
      if end == source.scalars.count { openContinuation = position..<position + 1 }
      position = end
    } else if next == "{" {
      append(.open(position..<position + 1), length: 1, wordsInLine: 0)
    } else if next == "}" {
      append(.close(position..<position + 1), length: 1, wordsInLine: 0)
    } else if next == "=", wordsInLine == 1 {
      append(.equals(position..<position + 1), length: 1, wordsInLine: 2)
    } else {
      readWord()
    }
  }

  private mutating func append(_ token: Token, length: Int, wordsInLine: Int) {
    tokens.append(token)
    position += length
    self.wordsInLine = wordsInLine
  }

  /// The offset after the line feed, if a `\` is followed by nothing but spaces up to the line's end.
  private func endOfContinuation(at offset: Int) -> Int? {
    guard scalar(at: offset) == "\\" else { return nil }
    var end = offset + 1
    while let next = scalar(at: end), next.properties.isWhitespace, next != "\n" { end += 1 }
    guard let next = scalar(at: end) else { return end }
    return next == "\n" ? end + 1 : nil
  }

  private mutating func readWord() {
    let start = position
    var word = WordBuilder()
    while let next = scalar(at: position), !isEnd(of: word, at: next) {
      if next.isQuote, word.mayOpenQuote {
        readQuoted(into: &word)
        break
      }
      readPlain(next, into: &word)
    }
    wordsInLine += 1
    tokens.append(.word(word.word(at: start..<position)))
  }

  private func isEnd(of word: WordBuilder, at next: Unicode.Scalar) -> Bool {
    if next.properties.isWhitespace || next == "{" || next == "}" { return true }
    if next == "=", wordsInLine == 0, !word.isEmpty { return true }
    return endOfContinuation(at: position) != nil
  }

  /// Reads from an opening quote to the closing one, or to the end of the line.
  private mutating func readQuoted(into word: inout WordBuilder) {
    let quote = source.scalars[position]
    let start = position
    word.isQuoted = true
    position += 1
    while let next = scalar(at: position), !next.isLineEnd {
      if next == quote {
        position += 1
        return
      }
      if quote == "'" {
        word.append(next)
        position += 1
      } else if next == "\\", let escaped = scalar(at: position + 1), escaped.isEscapable {
        word.append(escaped)
        position += 2
      } else {
        readPlain(next, into: &word)
      }
    }
    unclosedQuote = unclosedQuote ?? start..<position
  }

  private mutating func readPlain(_ next: Unicode.Scalar, into word: inout WordBuilder) {
    if next == "$", let (name, end) = variable(at: position + 1) {
      word.append(variable: name)
      position = end
    } else {
      word.append(next)
      position += 1
    }
  }

  /// The name after a `$`, as in `$name` or `${name}`, and the offset after it.
  private func variable(at offset: Int) -> (String, Int)? {
    let braced = scalar(at: offset) == "{"
    let start = braced ? offset + 1 : offset
    var end = start
    while let next = scalar(at: end), next.isInVariable(first: end == start) { end += 1 }
    if end == start || braced && scalar(at: end) != "}" { return nil }
    return (source.text(start..<end), braced ? end + 1 : end)
  }
}

/// A word under construction.
private struct WordBuilder {
  private var pieces: [Word.Piece] = []
  private var text = String.UnicodeScalarView()
  var isQuoted = false

  var isEmpty: Bool { pieces.isEmpty && text.isEmpty }

  /// Quotes open a word or the value of `--option=`; elsewhere they are plain characters, as in don't.
  var mayOpenQuote: Bool { isEmpty || text.last == "=" }

  mutating func append(_ scalar: Unicode.Scalar) { text.append(scalar) }

  mutating func append(variable: String) {
    flush()
    pieces.append(.variable(variable))
  }

  private mutating func flush() {
    if !text.isEmpty { pieces.append(.text(String(text))) }
    text = String.UnicodeScalarView()
  }

  consuming func word(at range: Range<Int>) -> Word {
    flush()
    return Word(pieces: pieces, range: range, isQuoted: isQuoted)
  }
}

extension Unicode.Scalar {
  var isLineEnd: Bool { self == "\n" || self == "\r" }

  fileprivate var isQuote: Bool { self == "'" || self == "\"" }

  /// The characters that `\` escapes between double quotes.
  fileprivate var isEscapable: Bool { self == "\"" || self == "\\" || self == "$" }

  var isDigit: Bool { ("0"..."9").contains(self) }

  /// True for letters, `_` and, except at the start, digits.
  func isInVariable(first: Bool) -> Bool {
    properties.isAlphabetic || self == "_" || !first && isDigit
  }
}
