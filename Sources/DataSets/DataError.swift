/// Why data could not be found, read or used: a sentence, its place, and a way out.
package struct DataError: Error, Equatable, CustomStringConvertible {
  /// What a user is told went wrong: the content of some data, or a file that is not there.
  package enum Kind: Sendable { case data, file }

  package var kind: Kind
  /// What is wrong, a sentence.
  package var sentence: String
  /// What to do about it, a sentence or several lines; nil where the first sentence says it.
  package var wayOut: String?
  /// The file it is about, where there is one.
  package var file: String?
  /// The line in that file, from 1.
  package var line: Int?

  package init(
    _ sentence: String, wayOut: String? = nil, file: String? = nil, line: Int? = nil,
    kind: Kind = .data
  ) {
    self.kind = kind
    self.sentence = sentence
    self.wayOut = wayOut
    self.file = file
    self.line = line
  }

  /// Place, sentence and way out, as text: "adult.data, line 7: …".
  package var description: String {
    var place = file.map { line == nil ? $0 : "\($0), line \(line ?? 0)" } ?? ""
    if !place.isEmpty { place += ": " }
    return place + sentence + (wayOut.map { "\n" + $0 } ?? "")
  }
}

extension DataError {
  /// A file without a line that is not blank.
  static func emptyFile(_ path: String) -> DataError {
    DataError(
      "The file is empty.", wayOut: "Was it copied whole? Get it anew.", file: path, line: 1)
  }

  /// A file with no row that can be used: a header alone, or comments.
  static func noRow(_ path: String) -> DataError {
    DataError(
      "The file holds no row.", wayOut: "Was it copied whole? Get it anew.", file: path, line: 1)
  }
}
