import Options

/// A statement of a cell.
indirect enum Statement: Sendable {
  case line(Line)
  case loop(Loop)

  /// The scalars that an error about the whole statement underlines.
  var range: Range<Int> {
    switch self {
    case .line(let line): line.range
    case .loop(let loop): loop.range
    }
  }
}

/// A line: `[name =] command word*`, or `name = word…`.
struct Line: Sendable {
  var target: Word?
  /// Never empty.
  var words: [Word]

  /// The words with their variables replaced.
  func words(with variables: Variables) -> [OptionWord] {
    words.flatMap { $0.words(with: variables) }
  }

  /// The line with its variables replaced, quoted so that it can be typed again.
  func text(with variables: Variables) -> String {
    words(with: variables).map(\.typed).joined(separator: " ")
  }

  var range: Range<Int> {
    let end = words.last?.range.upperBound ?? 0
    return min(words.first?.range.lowerBound ?? 0, end)..<end
  }
}

/// A loop: `[name =] for variable in value* { statement* }`.
struct Loop: Sendable {
  var target: Word?
  var variable: String
  var values: [Word]
  var body: [Statement]
  /// From `for` to the last value.
  var range: Range<Int>
}

extension OptionWord {
  /// The word as it can be typed again.
  var typed: String {
    let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:~+,".contains($0) }
    if isPlain && !text.isEmpty && !isQuoted { return text }
    return text.contains("'") ? "\"\(text)\"" : "'\(text)'"
  }
}
