/// An error of a command, before its position in the cell is known.
struct Complaint: Error {
  var kind: CellError.Kind
  var sentence: String
  var wayOut: String?
  /// The word to underline; the whole line if it is `nil` or not found.
  var about: String?

  init(_ kind: CellError.Kind, _ sentence: String, wayOut: String? = nil, about: String? = nil) {
    self.kind = kind
    self.sentence = sentence
    self.wayOut = wayOut
    self.about = about
  }
}
