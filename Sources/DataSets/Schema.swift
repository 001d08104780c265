/// What a data set's columns mean: the features a model reads and the tasks it learns.
package struct Schema: Sendable, Equatable {
  package var features: [Feature]
  package var tasks: [Task]
  /// How the table's columns write their values.
  package var forms = ColumnForms()

  /// Features in the order of the columns, tasks in the order of the labels.
  package init(features: [Feature], tasks: [Task]) {
    self.features = features
    self.tasks = tasks
  }
}

/// A field of the input: its name, and how a raw value becomes what the model reads.
package struct Feature: Sendable, Equatable {
  /// How a raw value becomes ids or numbers.
  package enum Kind: Sendable, Equatable {
    /// A word: id 0 is "unknown or missing", the vocabulary's first word has id 1.
    case categorical(vocabulary: [String])
    case numeric(NumericTransform)
    /// A word whose hash is its id, from 1 to `buckets`; 0 is missing.
    case hashed(buckets: Int)
    /// A number whose id is 1 + the number of edges it reaches; 0 is missing. Edges ascend.
    case binned(edges: [Double])
    /// Several words, each with a weight: what a model reads is their embeddings' weighted mean.
    case multiple(vocabulary: [String])
  }

  /// A kind without its vocabulary or numbers; its raw value is what files and tables call it.
  package enum Form: String, Sendable {
    case categorical, numeric, hashed, binned
    case multiple = "multi-valued"
  }

  package var name: String
  package var kind: Kind

  /// A feature of this name and kind.
  package init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// Rows of the field's embedding table, id 0 included; nil for a numeric field, which has none.
  package var tableRows: Int? {
    switch kind {
    case .categorical(let vocabulary), .multiple(let vocabulary): vocabulary.count + 1
    case .hashed(let buckets): buckets + 1
    case .binned(let edges): edges.count + 2
    case .numeric: nil
    }
  }
}

extension Feature.Kind {
  package var form: Feature.Form {
    switch self {
    case .categorical: .categorical
    case .numeric: .numeric
    case .hashed: .hashed
    case .binned: .binned
    case .multiple: .multiple
    }
  }
}

/// What a model predicts: a label column of the data set.
package struct Task: Sendable, Hashable, Codable {
  /// Labels of 0 and 1, or real values.
  package enum Kind: String, Sendable, Codable { case binary, regression }

  package var name: String
  package var kind: Kind
  /// Of a regression with large labels: what they are standardized by inside a model.
  package var scale: LabelScale?

  /// A task of this name and kind.
  package init(name: String, kind: Kind = .binary) {
    self.name = name
    self.kind = kind
  }
}

extension Task {
  /// Whether both are the same task, whatever a model makes of its labels.
  package static func == (one: Task, other: Task) -> Bool {
    one.name == other.name && one.kind == other.kind
  }

  /// Hashes what the comparison compares.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(kind)
  }
}
