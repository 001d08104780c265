/// A row that could not be read: where it is, and why.
package struct BadRow: Sendable, Equatable {
  package enum Reason: Sendable, Equatable {
    case fieldCount(expected: Int, found: Int)
    case unclosedQuote(field: Int)
    case textAfterQuote(field: Int)
    case hugeField(Int)
    case notUTF8(column: String)
    case zeroByte(column: String)
    case notNumber(column: String, word: String)
    /// A column holds a word that it may not: what it should be instead.
    case unexpected(column: String, word: String, expected: String)
  }

  /// Good rows of its file before it.
  var row: Int
  /// The line on which it begins, from 1.
  package var line: Int
  package var reason: Reason

  /// What is wrong, a sentence.
  package var sentence: String {
    switch reason {
    case .fieldCount(let expected, let found): "Expected \(expected) fields, found \(found)."
    case .unclosedQuote(let field): "The quote opened in field \(field) is never closed."
    case .textAfterQuote(let field): "Field \(field) goes on after its closing quote."
    case .hugeField(let field): "Field \(field) is longer than \(RecordScanner.longestField) bytes."
    case .notUTF8(let column): "Column '\(column)' holds bytes that are not UTF-8."
    case .zeroByte(let column): "Column '\(column)' holds a zero byte."
    case .notNumber(let column, let word):
      "Column '\(column)' holds '\(word)', not a number that fits in 32 bits."
    case .unexpected(let column, let word, let expected):
      "Column '\(column)' holds '\(word)', not \(expected)."
    }
  }

  fileprivate var wayOut: String? {
    switch reason {
    case .fieldCount: "Is the line cut, or the separator another?"
    case .unclosedQuote, .hugeField: "Is a quote missing, or the separator another?"
    case .textAfterQuote: "A quote inside a quoted field is written twice."
    case .notUTF8, .zeroByte, .notNumber, .unexpected: nil
    }
  }

  /// The same as an error.
  func error(in file: String) -> DataError {
    DataError(sentence, wayOut: wayOut, file: file, line: line)
  }
}

/// The rows of a file that could not be read.
package struct BadRows: Sendable {
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
    var error = bad.error(in: file)
    if count > 1 { error.sentence += " \(count - 1) more of the rows cannot be read." }
    throw error
  }

  /// For `show`: "3 rows of clicks.csv could not be read: line 17 (…), …"; nil without any.
  package var note: String? {
    guard count > 0 else { return nil }
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let places = first.map { "line \($0.line): \($0.sentence)" }.joined(separator: " ")
    return "\(count) row\(count == 1 ? "" : "s") of \(name) could not be read. \(places)"
      + (count > first.count ? " …" : "")
  }
}
