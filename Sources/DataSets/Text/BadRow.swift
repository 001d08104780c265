/// A row that could not be read: where it is, and why.
package struct BadRow: Sendable, Equatable, Codable {
  /// What is wrong with the row.
  package enum Reason: Sendable, Equatable, Codable {
    case fieldCount(expected: Int, found: Int)
    case unclosedQuote(field: Int)
    case textAfterQuote(field: Int)
    case hugeField(Int, limit: Int)
    case notUTF8(column: String)
    case zeroByte(column: String)
    /// A column holds a word that it may not: what it should be instead.
    case unexpected(column: String, word: String, expected: Expected)
  }

  /// What a column may hold.
  package enum Expected: Sendable, Equatable, Codable {
    /// One of these words.
    case words([String])
    /// A number that fits in 32 bits.
    case number
    case hexadecimal(digits: Int)
    /// How many features a list has, a number.
    case featureCount
    /// This many, since the list has so many features.
    case listLength(Int)
    /// Items of field, feature and value between their marks.
    case items
    /// An index that a file holds.
    case index(file: String)
  }

  /// Good rows of its file before it.
  var row: Int
  /// The line on which it begins, from 1.
  package var line: Int
  package var reason: Reason
}

/// The rows of a file that could not be read.
package struct BadRows: Sendable, Equatable, Codable {
  package let file: String
  package private(set) var count = 0
  /// The first of them.
  package private(set) var first: [BadRow] = []

  /// A share of bad rows above this means that something else is wrong with the file.
  static let tolerated = 10

  init(file: String) { self.file = file }

  mutating func add(_ rows: [BadRow], count: Int) {
    self.count += count
    first += rows.prefix(max(0, 5 - first.count))
  }

  /// Ends the reading if more than a tenth of the rows are bad: the error of the first.
  func check(good: Int) throws(DataError) {
    guard let bad = first.first, count * Self.tolerated > good + count else { return }
    throw DataError(.row(bad.reason, others: count - 1), file: file, line: bad.line)
  }

  /// For `show`; nil without any.
  package var note: DataNote? { count > 0 ? .badRows(self) : nil }
}
