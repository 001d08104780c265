/// A word of a cell: bare, 'quoted' or "quoted", with its place; `$variables` are replaced later.
struct Word: Sendable {
  enum Piece: Sendable, Equatable {
    case text(String)
    case variable(String)
  }

  var pieces: [Piece]
  /// Scalar offsets in the cell, quotes included.
  var place: Range<Int>
  var isQuoted: Bool

  /// The word as it stands, for words that may hold no variable such as `for`.
  var bare: String? {
    guard !isQuoted, pieces.count == 1, case .text(let text) = pieces[0] else { return nil }
    return text
  }

  /// Whether it says the same whatever the values of variables are.
  var isFixed: Bool {
    pieces.allSatisfy { if case .text = $0 { true } else { false } }
  }

  /// The first variable of the word that is not among `variables`.
  func unknownVariable(in variables: [String: String]) -> String? {
    for case .variable(let name) in pieces where variables[name] == nil { return name }
    return nil
  }

  /// The word with its variables replaced; it stays one word whatever their values are.
  func text(with variables: [String: String]) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .variable(let name): variables[name] ?? ""
      }
    }.joined()
  }
}

/// What a cell is cut into.
enum Token: Sendable {
  case word(Word)
  /// The `=` after the first word of a line.
  case equals(Range<Int>)
  case open(Range<Int>)
  case close(Range<Int>)
  case endOfLine(Int)

  var place: Range<Int> {
    switch self {
    case .word(let word): word.place
    case .equals(let place), .open(let place), .close(let place): place
    case .endOfLine(let offset): offset..<offset
    }
  }
}
