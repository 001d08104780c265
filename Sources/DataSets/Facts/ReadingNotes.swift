/// A word that was read as "missing", and in how many rows of a column.
package struct MissingWord: Equatable, Sendable, Codable {
  package var word: String
  package var column: String
  package var rows: Int

  /// These facts.
  package init(word: String, column: String, rows: Int) {
    (self.word, self.column, self.rows) = (word, column, rows)
  }
}

/// A word and the line on which it first stands.
package struct WordLine: Equatable, Sendable, Codable {
  package var word: String
  package var line: Int

  /// These facts.
  package init(word: String, line: Int) { (self.word, self.line) = (word, line) }
}

/// How rows were split.
package struct SplitNote: Equatable, Sendable, Codable {
  package var rule: SplitRule
  /// The column that decides, where one does.
  package var column: String?
  /// The first values of validation and test, by time or by a column's order.
  package var bounds: [String]
  /// Groups in training, validation and test.
  package var groups: [Int]
  /// Whether a file of its own holds the test rows.
  package var hasTestFile: Bool
  /// Rows without a value of the column, where there are any.
  package var withoutValue: Int?

  /// These facts.
  package init(
    _ rule: SplitRule, column: String? = nil, bounds: [String] = [], groups: [Int] = [],
    hasTestFile: Bool = false, withoutValue: Int = 0
  ) {
    self.rule = rule
    self.column = column
    self.bounds = bounds
    self.groups = groups
    self.hasTestFile = hasTestFile
    self.withoutValue = withoutValue > 0 ? withoutValue : nil
  }
}
