/// From the words of a cell to its statements.
struct CellParser {
  /// Loops in loops; more would be a slip, and each costs stack.
  static let maximumDepth = 16

  private let source: Source
  private let tokens: [Token]
  private var position = 0
  private var depth = 0

  private init(_ source: Source, _ tokens: [Token]) {
    self.source = source
    self.tokens = tokens
  }

  /// The statements of a cell.
  static func statements(of source: Source) throws(SyntaxError) -> [Statement] {
    let lexer = Lexer(source)
    if let place = lexer.unclosedQuote {
      throw SyntaxError(place, "The quote is not closed.", "A quoted word ends on its own line.")
    }
    var parser = CellParser(source, lexer.tokens)
    let statements = try parser.block(from: nil)
    if let place = lexer.openContinuation { throw .incomplete(place, depth: 0, "`\\`") }
    return statements
  }

  private var next: Token? { position < tokens.count ? tokens[position] : nil }

  /// Statements up to the end of the cell, or up to the `}` that closes the loop at `loop`.
  private mutating func block(from loop: Range<Int>?) throws(SyntaxError) -> [Statement] {
    var statements: [Statement] = []
    while let token = next {
      switch token {
      case .endOfLine: position += 1
      case .close(let place):
        guard loop != nil else {
          throw SyntaxError(place, "There is no open loop that `}` could close.", nil)
        }
        position += 1
        return statements
      case .open(let place):
        throw SyntaxError(
          place, "`{` opens the lines of a loop only.", "A loop: `for r in 1..3 { echo $r }`.")
      case .equals, .word: statements.append(try statement())
      }
    }
    if let loop { throw .incomplete(loop, depth: depth, "The loop") }
    return statements
  }

  private mutating func statement() throws(SyntaxError) -> Statement {
    let target = try target()
    let words = words()
    guard let first = words.first else {
      let place = target?.place ?? 0..<0
      throw SyntaxError(
        place, "After `\(source.text(place)) =` a command is missing.",
        "`help` lists all commands.")
    }
    if first.bare == "for" { return .loop(try loop(target, words)) }
    return .line(Line(target: target, words: words))
  }

  /// The word before `=`, if the line has one.
  private mutating func target() throws(SyntaxError) -> Word? {
    guard case .word(let word) = next, position + 1 < tokens.count,
      case .equals = tokens[position + 1]
    else { return nil }
    position += 2
    if word.isQuoted {
      throw SyntaxError(word.place, "A name stands without quotes.", Name.rule)
    }
    return word
  }

  private mutating func words() -> [Word] {
    var words: [Word] = []
    while case .word(let word) = next {
      words.append(word)
      position += 1
    }
    return words
  }

  /// A loop whose head, from `for` to the last value, is `words`; reads the rest.
  private mutating func loop(_ target: Word?, _ words: [Word]) throws(SyntaxError) -> Loop {
    let place = words[0].place.lowerBound..<words[words.count - 1].place.upperBound
    let form = "A loop: `for r in 1..3 { echo $r }`."
    guard words.count > 2, words[2].bare == "in" else {
      throw SyntaxError(place, "After `for` come a name and `in`.", form)
    }
    guard let variable = words[1].bare, Name.isVariable(variable) else {
      throw SyntaxError(
        words[1].place, "'\(source.text(words[1].place))' is no name for a loop's variable.",
        "It starts with a letter and holds letters, digits and `_`.")
    }
    guard words.count > 3 else {
      throw SyntaxError(words[2].place, "After `in` the loop's values are missing.", form)
    }
    guard case .open = next else {
      throw SyntaxError(place, "After a loop's values comes `{`, on the same line.", form)
    }
    position += 1
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw SyntaxError(place, "Loops are nested more than \(Self.maximumDepth) deep.", nil)
    }
    let body = try block(from: place)
    depth -= 1
    if body.isEmpty { throw SyntaxError(place, "The loop has no lines.", form) }
    return Loop(
      target: target, variable: variable, values: Array(words[3...]), body: body, place: place)
  }
}
