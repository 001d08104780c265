/// Cuts a cell into words; never fails, so that a half-typed line can be completed.
struct Lexer {
  private let source: Source
  private var position = 0
  /// Words since the line began: only after the first one is `=` a sign of its own.
  private var wordsInLine = 0

  private(set) var tokens: [Token] = []
  /// The first quote that its line does not close.
  private(set) var unclosedQuote: Range<Int>?
  /// Whether the text ends within a comment.
  private(set) var endsInComment = false
  /// Where the text ends with a `\` that wants another line.
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
    } else if next.properties.isWhitespace {
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

  /// Behind the line feed, if a `\` stands here with nothing but blanks up to the line's end.
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

  /// Reads from an opening quote to behind the closing one, or to the end of the line.
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

  /// The name after a `$`, as `$name` or `${name}`, and the place behind it.
  private func variable(at offset: Int) -> (String, Int)? {
    let braced = scalar(at: offset) == "{"
    let start = braced ? offset + 1 : offset
    var end = start
    while let next = scalar(at: end), next.isInVariable(first: end == start) { end += 1 }
    if end == start || braced && scalar(at: end) != "}" { return nil }
    return (source.text(start..<end), braced ? end + 1 : end)
  }
}

/// A word while it is read.
private struct WordBuilder {
  private var pieces: [Word.Piece] = []
  private var text = String.UnicodeScalarView()
  var isQuoted = false

  var isEmpty: Bool { pieces.isEmpty && text.isEmpty }

  /// Quotes open a word, or the value of `--option=`; elsewhere they are letters, as in don't.
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

  consuming func word(at place: Range<Int>) -> Word {
    flush()
    return Word(pieces: pieces, place: place, isQuoted: isQuoted)
  }
}

extension Unicode.Scalar {
  var isLineEnd: Bool { self == "\n" || self == "\r" }

  fileprivate var isQuote: Bool { self == "'" || self == "\"" }

  /// What `\` may precede between double quotes.
  fileprivate var isEscapable: Bool { self == "\"" || self == "\\" || self == "$" }

  var isDigit: Bool { ("0"..."9").contains(self) }

  /// Whether a variable's name may hold the scalar: letters, `_` and, but for the first, digits.
  func isInVariable(first: Bool) -> Bool {
    properties.isAlphabetic || self == "_" || !first && isDigit
  }
}
