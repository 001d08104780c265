/// Why the text of a cell cannot be read.
struct SyntaxError: Error {
  var place: Range<Int>
  var sentence: String
  var wayOut: String?
  /// How many loops are open, where only the end is missing; `nil` where a further line is no help.
  var openLoops: Int?

  init(_ place: Range<Int>, _ sentence: String, _ wayOut: String?) {
    self.place = place
    self.sentence = sentence
    self.wayOut = wayOut
  }

  /// The end of the cell came before the end of `what`.
  static func incomplete(_ place: Range<Int>, depth: Int, _ what: String) -> SyntaxError {
    var error = SyntaxError(
      place, depth == 0 ? "\(what) at the end wants another line." : "\(what) is not closed.",
      depth == 0 ? nil : "`}` closes it.")
    error.openLoops = depth
    return error
  }
}
