/// What a cell does, one after another.
indirect enum Statement: Sendable {
  case line(Line)
  case loop(Loop)

  /// The scalars that an error about the whole statement underlines.
  var place: Range<Int> {
    switch self {
    case .line(let line): line.place
    case .loop(let loop): loop.place
    }
  }
}

/// A line: `[name =] command word*`.
struct Line: Sendable {
  var target: Word?
  /// Never empty.
  var words: [Word]

  /// The words as they can be typed again, with their variables replaced.
  func text(with variables: [String: String]) -> String {
    words.map { word in
      let text = word.text(with: variables)
      let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:~+,".contains($0) }
      return isPlain && !text.isEmpty && !word.isQuoted ? text : "'\(text)'"
    }.joined(separator: " ")
  }

  var place: Range<Int> {
    let end = words.last?.place.upperBound ?? 0
    return min(words.first?.place.lowerBound ?? 0, end)..<end
  }
}

/// A loop: `[name =] for variable in value* { statement* }`.
struct Loop: Sendable {
  var target: Word?
  var variable: String
  var values: [Word]
  var body: [Statement]
  /// From `for` to the last value.
  var place: Range<Int>
}
