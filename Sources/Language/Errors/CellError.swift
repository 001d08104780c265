import Display

/// Why a cell stopped: place, underline, sentence, way out.
package struct CellError: Error {
  /// What a front-end shows as the error's name.
  package enum Kind: String, Sendable {
    case usage = "UsageError"
    case name = "NameError"
    case data = "DataError"
    case file = "FileError"
    case training = "TrainingError"
    case interrupted = "Interrupted"
  }

  package var kind: Kind
  /// The sentence alone.
  package var message: String
  /// All four parts, ready to be printed; several lines without a line feed at the end.
  package var rendered: String

  init(_ kind: Kind, at place: Range<Int>, of source: Source, _ sentence: String, _ wayOut: String?)
  {
    self.kind = kind
    message = sentence
    rendered = [Underline.lines(of: source, at: place), sentence, wayOut]
      .compactMap { $0 }.joined(separator: "\n")
  }

  init(_ error: SyntaxError, in source: Source) {
    self.init(.usage, at: error.place, of: source, error.sentence, error.wayOut)
  }

  /// The error of a line in a loop, saying in which round.
  func inRound(of loop: Loop, _ value: String) -> CellError {
    adding("In the round with \(loop.variable) = \(value).")
  }

  /// The error with a further line below.
  func adding(_ line: String?) -> CellError {
    var error = self
    if let line { error.rendered += "\n" + line }
    return error
  }
}

/// The line of a cell that an error is about, and the marks below it.
private enum Underline {
  /// Longer lines are cut around the place.
  static let maximumWidth = 100

  static func lines(of source: Source, at place: Range<Int>) -> String {
    let line = source.line(at: place.lowerBound)
    let whole = source.range(ofLine: line)
    let marked = place.clamped(to: whole)
    let shown = window(of: whole, around: marked)
    let before =
      (shown.lowerBound > whole.lowerBound ? "…" : "")
      + visible(source.text(shown.lowerBound..<marked.lowerBound))
    let middle = visible(source.text(marked.clamped(to: shown)))
    let after =
      visible(source.text(min(marked.upperBound, shown.upperBound)..<shown.upperBound))
      + (shown.upperBound < whole.upperBound ? "…" : "")
    let prefix = "line \(line + 1):  "
    let spaces = String(repeating: " ", count: prefix.count + before.displayWidth)
    let marks = String(repeating: "^", count: max(1, middle.displayWidth))
    return prefix + before + middle + after + "\n" + spaces + marks
  }

  private static func window(of line: Range<Int>, around place: Range<Int>) -> Range<Int> {
    guard line.count > maximumWidth else { return line }
    let start = max(line.lowerBound, min(place.lowerBound - 40, line.upperBound - maximumWidth))
    return start..<min(line.upperBound, start + maximumWidth)
  }

  /// Tabs and other controls as spaces, so that the marks stand below their word.
  private static func visible(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      scalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
    }
    return String(scalars)
  }
}
