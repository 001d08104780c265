import System

/// Rows of features and labels, split into parts, ready for training.
///
/// Its columns lie in memory, or in a mapped file that may be larger than memory.
package struct DataSet: Sendable {
  /// A feature's values, one a row, in the order of `Schema.features`.
  package enum Column: Sendable {
    /// Ids of a categorical or hashed feature: 0 is missing, ids above the vocabulary's are words
    /// that it lacks (`strangers`, in their order), which a model reads as 0.
    case categories(Values<Int32>)
    /// Raw values of a numeric feature (NaN is missing), and the same after the feature's transform.
    case numbers(raw: Values<Float>, transformed: Values<Float>)
    /// Raw values of a binned feature, and the ids of their bins.
    case bins(raw: Values<Float>, ids: Values<Int32>)
    /// A row's list of ids with weights; ids as in `categories`.
    case lists(ItemLists)
  }

  /// Where it comes from: the source's name, as in `load adult`.
  package var source: String
  package var schema: Schema
  package var columns: [Column]
  /// Labels, one column per task in the order of `Schema.tasks`; NaN where a row has no label.
  package var labels: [Values<Float>]
  package var split: Split
  /// Weights and ids of the rows.
  package var carried = CarriedColumns()
  /// What was dropped, could not be read or was guessed.
  package var notes: [DataNote]
  /// SHA-256 of content and options, in hexadecimal.
  package var fingerprint: String
  /// A feature's words that its vocabulary lacks: too rare, or in no training row.
  ///
  /// A saved model's vocabulary may know them, so `encoded(for:)` looks here too.
  package var strangers: [WordList]
  /// What each feature is like; computed from the columns where it is not given.
  package var statistics: [FieldStatistics]
  /// The file that the columns lie in, if they do.
  package var file: MappedColumns?

  /// A data set of these parts; `strangers` empty means that no feature has any.
  package init(
    source: String, schema: Schema, columns: [Column], labels: [Values<Float>], split: Split,
    notes: [DataNote], fingerprint: String, strangers: [WordList] = [],
    statistics: [FieldStatistics] = [], file: MappedColumns? = nil
  ) {
    self.source = source
    self.schema = schema
    self.columns = columns
    self.labels = labels
    self.split = split
    self.notes = notes
    self.fingerprint = fingerprint
    self.strangers = strangers.isEmpty ? schema.features.map { _ in WordList() } : strangers
    self.file = file
    self.statistics = statistics
    if statistics.isEmpty {
      self.statistics = columns.indices.compactMap {
        try? FieldStatistics(of: $0, in: self, .never)
      }
    }
  }

  /// The same with labels given as arrays.
  package init(
    source: String, schema: Schema, columns: [Column], labels: [[Float]], split: Split,
    notes: [DataNote], fingerprint: String, strangers: [WordList] = []
  ) {
    self.init(
      source: source, schema: schema, columns: columns, labels: labels.map { Values($0) },
      split: split, notes: notes, fingerprint: fingerprint, strangers: strangers)
  }

  /// Rows that belong to a part.
  package var rowCount: Int { split.rowCount }
}

/// The lists of a multi-valued feature: ids with weights, and which list each row has.
///
/// Rows that share a list share its memory: a user's history is stored once.
package struct ItemLists: Sendable {
  /// A row's list, from 0; −1 is the empty one.
  package var lists: Values<Int32>
  /// Where each list begins among the items, and at last where the last one ends.
  package var starts: Values<Int>
  package var ids: Values<Int32>
  package var weights: Values<Float>

  /// Lists with their items.
  package init(
    lists: Values<Int32>, starts: Values<Int>, ids: Values<Int32>, weights: Values<Float>
  ) {
    self.lists = lists
    self.starts = starts
    self.ids = ids
    self.weights = weights
  }

  /// The range of a row's items; empty for anything that a damaged file may say.
  package func items(ofRow row: Int) -> Range<Int> {
    let list = Int(lists[row])
    guard list >= 0, list + 1 < starts.count else { return 0..<0 }
    let (start, end) = (starts[list], starts[list + 1])
    return start >= 0 && start <= end && end <= ids.count ? start..<end : 0..<0
  }
}
