/// Parses the words of a cell into statements.
struct CellParser {
  /// Maximum nesting of loops; each level takes stack.
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
    if let range = lexer.unclosedQuote {
      throw SyntaxError(
        range, "The quote is not closed.", "A quoted word must end on the same line.")
    }
    var parser = CellParser(source, lexer.tokens)
    let statements = try parser.block(from: nil)
    if let range = lexer.openContinuation { throw .incomplete(range, depth: 0, "`\\`") }
    return statements
  }

  private var next: Token? { position < tokens.count ? tokens[position] : nil }

  /// Statements up to the end of the cell, or up to the `}` that closes the loop at `loop`.
  private mutating func block(from loop: Range<Int>?) throws(SyntaxError) -> [Statement] {
    var statements: [Statement] = []
    while let token = next {
      switch token {
      case .endOfLine: position += 1
      case .close(let range):
        guard loop != nil else {
          throw SyntaxError(range, "There is no open loop for this `}`.", nil)
        }
        position += 1
        return statements
      case .open(let range):
        throw SyntaxError(
          range, "`{` is used only in loops.", "A loop: `for r in 1..3 { echo $r }`.")
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
      let range = target?.range ?? 0..<0
      throw SyntaxError(
        range, "A command or a value is missing after `\(source.text(range)) =`.",
        "`help` lists all commands; `help variables` explains values.")
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
      throw SyntaxError(word.range, "A name is written without quotes.", Name.rule)
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
    let range = words[0].range.lowerBound..<words[words.count - 1].range.upperBound
    let form = "A loop: `for r in 1..3 { echo $r }`."
    guard words.count > 2, words[2].bare == "in" else {
      throw SyntaxError(range, "`for` must be followed by a name and `in`.", form)
    }
    guard let variable = words[1].bare, Name.isVariable(variable) else {
      throw SyntaxError(
        words[1].range, "'\(source.text(words[1].range))' is not a valid loop variable.",
        Name.variableRule)
    }
    guard words.count > 3 else {
      throw SyntaxError(words[2].range, "The values after `in` are missing.", form)
    }
    guard case .open = next else {
      throw SyntaxError(
        range, "The values of a loop must be followed by `{` on the same line.", form)
    }
    position += 1
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw SyntaxError(range, "Loops are nested more than \(Self.maximumDepth) deep.", nil)
    }
    let body = try block(from: range)
    depth -= 1
    if body.isEmpty { throw SyntaxError(range, "The loop is empty.", form) }
    return Loop(
      target: target, variable: variable, values: Array(words[3...]), body: body, range: range)
  }
}
