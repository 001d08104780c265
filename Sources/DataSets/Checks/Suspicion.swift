/// What is odd about a data set and may be a mistake.
package enum Suspicion: Equatable, Sendable, Codable {
  /// A feature ranks the rows of a task nearly perfectly all by itself.
  case tellsLabel(feature: String, task: String, auc: Double)
  /// A feature has values only where the task's label is 1: it is known after that.
  case knownAfter(feature: String, task: String)
  /// A feature whose name speaks of what follows the label.
  case namedAfter(feature: String)
  /// A word of its own in nearly every row.
  case uniquePerRow(feature: String)
  /// One value in all rows.
  case constant(feature: String)
  /// No value in any row.
  case noValue(feature: String)
  /// The same label in all rows that have one.
  case constantLabel(task: String, value: Int)
  /// So few rows that none validates or tests.
  case fewRows(Int)
  /// Rows of a part that are training rows too, out of those looked at; `column` holds ids, by which a
  /// split would keep them together.
  case repeatedRows(Split.Part, rows: Int, of: Int, column: String?)
  /// Two tasks with the same labels, or with opposite ones.
  case sameLabels(String, String)
  case oppositeLabels(String, String)
  /// The column that splits the rows is a feature.
  case splitColumn(String)
  /// The same where each of its values is in one part, so that those of validation and test are unknown.
  case groupColumn(String)
  /// A share of a part's rows with words that no training row has.
  case unknownWords(feature: String, Split.Part, share: Double)
}
