import Display

/// An error of a cell: the line with an underline, a sentence and a way out.
package struct CellError: Error {
  /// The name of the error in a front-end.
  package enum Kind: String, Sendable {
    case usage = "UsageError"
    case name = "NameError"
    case data = "DataError"
    case file = "FileError"
    case training = "TrainingError"
    case check = "CheckFailed"
    case interrupted = "Interrupted"
  }

  package var kind: Kind
  /// The sentence alone.
  package var message: String
  /// The marked line, the sentence, the way out and notes, each on lines of its own.
  private(set) var paragraphs: [String]
  /// The whole text to print: lines of at most 80 columns, unless a word is longer; no final line feed.
  package var rendered: String { paragraphs.map(Self.wrapped).joined(separator: "\n") }

  init(_ kind: Kind, at range: Range<Int>, of source: Source, _ sentence: String, _ wayOut: String?)
  {
    self.kind = kind
    message = sentence
    paragraphs = [Underline.lines(of: source, at: range), sentence, wayOut].compactMap { $0 }
  }

  /// Indented lines, such as paths, stay as they are.
  private static func wrapped(_ paragraph: String) -> String {
    paragraph.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line).displayWidth <= 80 || line.hasPrefix(" ")
        ? String(line) : Wrapped.text(String(line), indent: 0, hanging: 0)
    }.joined(separator: "\n")
  }

  init(_ error: SyntaxError, in source: Source) {
    self.init(.usage, at: error.range, of: source, error.sentence, error.wayOut)
  }

  /// The error with a note on the iteration of the loop.
  func inRound(of loop: Loop, _ value: String) -> CellError {
    adding("In the iteration with \(loop.variable) = \(value).")
  }

  /// The error with another line below.
  func adding(_ line: String?) -> CellError {
    var error = self
    if let line { error.paragraphs.append(line) }
    return error
  }
}

/// The line of a cell that an error is about, and the marks below it.
private enum Underline {
  /// Columns of a line with its number; longer ones are cut around the underlined word.
  private static let width = 80

  static func lines(of source: Source, at range: Range<Int>) -> String {
    let line = source.line(at: range.lowerBound)
    let whole = source.range(ofLine: line)
    let marked = range.clamped(to: whole)
    let prefix = "line \(line + 1):  "
    let shown = window(source, of: whole, around: marked, width - prefix.count)
    let before =
      (shown.lowerBound > whole.lowerBound ? "…" : "")
      + visible(source.text(shown.lowerBound..<marked.lowerBound))
    let middle = visible(source.text(marked.clamped(to: shown)))
    let after =
      visible(source.text(min(marked.upperBound, shown.upperBound)..<shown.upperBound))
      + (shown.upperBound < whole.upperBound ? "…" : "")
    let spaces = String(repeating: " ", count: prefix.count + before.displayWidth)
    let marks = String(repeating: "^", count: max(1, middle.displayWidth))
    return prefix + before + middle + after + "\n" + spaces + marks
  }

  /// The part of a line that has room in `width` columns, from some 30 before the marked range on.
  private static func window(
    _ source: Source, of line: Range<Int>, around range: Range<Int>, _ width: Int
  ) -> Range<Int> {
    let widths = visible(source.text(line)).unicodeScalars.map { String($0).displayWidth }
    if widths.reduce(0, +) <= width { return line }
    // Two columns are those of the dots.
    let shown = width - 2
    var start = range.lowerBound - line.lowerBound
    var room = max(30, shown - widths[start...].reduce(0, +))
    while start > 0, widths[start - 1] <= room {
      start -= 1
      room -= widths[start]
    }
    var end = start
    room = shown
    while end < widths.count, widths[end] <= room {
      room -= widths[end]
      end += 1
    }
    return line.lowerBound + start..<line.lowerBound + end
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
