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
  /// Rows of a part that are training rows too, out of those looked at.
  case repeatedRows(Split.Part, rows: Int, of: Int)
  /// Two tasks with the same labels, or with opposite ones.
  case sameLabels(String, String)
  case oppositeLabels(String, String)
  /// The column that splits the rows is a feature.
  case splitColumn(String)
  /// A share of a part's rows with words that no training row has.
  case unknownWords(feature: String, Split.Part, share: Double)
}
