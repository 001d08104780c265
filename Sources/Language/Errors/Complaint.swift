/// What a command has to say against its words, before the place in the cell is known.
struct Complaint: Error {
  var kind: CellError.Kind
  var sentence: String
  var wayOut: String?
  /// The word of the line to underline; the whole line if it is `nil` or not found.
  var about: String?

  init(_ kind: CellError.Kind, _ sentence: String, wayOut: String? = nil, about: String? = nil) {
    self.kind = kind
    self.sentence = sentence
    self.wayOut = wayOut
    self.about = about
  }
}
