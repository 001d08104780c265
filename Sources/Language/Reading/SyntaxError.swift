/// An error in the text of a cell.
struct SyntaxError: Error {
  var range: Range<Int>
  var sentence: String
  var wayOut: String?
  /// Number of open loops if only the end is missing; `nil` if no further line can help.
  var openLoops: Int?

  init(_ range: Range<Int>, _ sentence: String, _ wayOut: String?) {
    self.range = range
    self.sentence = sentence
    self.wayOut = wayOut
  }

  /// The cell ends before the end of `what`.
  static func incomplete(_ range: Range<Int>, depth: Int, _ what: String) -> SyntaxError {
    var error = SyntaxError(
      range, depth == 0 ? "\(what) at the end needs another line." : "\(what) is not closed.",
      depth == 0 ? nil : "`}` closes it.")
    error.openLoops = depth
    return error
  }
}
