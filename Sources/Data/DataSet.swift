/// Rows of features and labels, split into parts, ready for training.
package struct DataSet: Sendable {
  /// A feature's values, one a row, in the order of `Schema.features`.
  package enum Column: Sendable {
    /// Ids of a categorical feature; 0 is unknown or missing.
    case categories([Int32])
    /// Raw values of a numeric feature (NaN is missing), and the same after the feature's transform.
    case numbers(raw: [Float], transformed: [Float])
  }

  /// Where it comes from: the source's name, as in `load adult`.
  package var source: String
  package var schema: Schema
  package var columns: [Column]
  /// Labels, an array a task in the order of `Schema.tasks`; NaN where a row has no label.
  package var labels: [[Float]]
  package var split: Split
  /// What was dropped, could not be read or was guessed: sentences for `show`.
  package var notes: [String]
  /// SHA-256 of content and options, in hexadecimal.
  package var fingerprint: String
  /// A feature's words that its vocabulary lacks, by row: id 0 there is "unknown", not "missing".
  ///
  /// A saved model's vocabulary may know them, so `encoded(for:)` looks here too.
  package var unseen: [[Int32: String]]

  /// A data set of these parts; `unseen` empty means that no feature has unseen words.
  package init(
    source: String, schema: Schema, columns: [Column], labels: [[Float]], split: Split,
    notes: [String], fingerprint: String, unseen: [[Int32: String]] = []
  ) {
    self.source = source
    self.schema = schema
    self.columns = columns
    self.labels = labels
    self.split = split
    self.notes = notes
    self.fingerprint = fingerprint
    self.unseen = unseen.isEmpty ? schema.features.map { _ in [:] } : unseen
  }

  package var rowCount: Int { split.rowCount }
}
