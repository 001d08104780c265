import Options

/// A word of a cell: bare, 'quoted' or "quoted"; `$variables` are replaced later.
struct Word: Sendable {
  enum Piece: Sendable, Equatable {
    case text(String)
    case variable(String)
  }

  var pieces: [Piece]
  /// Scalar offsets in the cell, quotes included.
  var range: Range<Int>
  var isQuoted: Bool

  /// The text of an unquoted word without variables, such as `for`.
  var bare: String? {
    guard !isQuoted, pieces.count == 1, case .text(let text) = pieces[0] else { return nil }
    return text
  }

  /// True if it contains no variables.
  var isFixed: Bool {
    pieces.allSatisfy { if case .text = $0 { true } else { false } }
  }

  /// A text as one word that can be typed: quoted if it has spaces or special characters.
  static func typed(_ text: String) -> String {
    let signs: Set<Character> = ["'", "\"", "$", "{", "}", "#"]
    guard text.hasPrefix("-") || text.contains(where: { $0.isWhitespace || signs.contains($0) })
    else { return text }
    if !text.contains("'") { return "'\(text)'" }
    let escaped = text.map { "\"\\$".contains($0) ? "\\\($0)" : "\($0)" }
    return "\"\(escaped.joined())\""
  }

  /// The first variable of the word that is not among `variables`.
  func unknownVariable(in variables: Variables) -> String? {
    for case .variable(let name) in pieces where variables[name] == nil { return name }
    return nil
  }

  /// The word with its variables replaced; it stays one word whatever their values.
  func text(with variables: Variables) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .variable(let name): variables.text(of: name)
      }
    }.joined()
  }

  /// The word with its variables replaced; a bare `$name` becomes all words of the variable.
  func words(with variables: Variables) -> [OptionWord] {
    if !isQuoted, pieces.count == 1, case .variable(let name) = pieces[0] {
      return variables[name] ?? []
    }
    return [OptionWord(text(with: variables), isQuoted: isQuoted)]
  }
}

/// A token of a cell.
enum Token: Sendable {
  case word(Word)
  /// The `=` after the first word of a line.
  case equals(Range<Int>)
  case open(Range<Int>)
  case close(Range<Int>)
  case endOfLine(Int)

  var range: Range<Int> {
    switch self {
    case .word(let word): word.range
    case .equals(let range), .open(let range), .close(let range): range
    case .endOfLine(let offset): offset..<offset
    }
  }
}
