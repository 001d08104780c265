/// What a data set's columns mean: the features a model reads and the tasks it learns.
package struct Schema: Sendable, Equatable {
  package var features: [Feature]
  package var tasks: [Task]

  package init(features: [Feature], tasks: [Task]) {
    self.features = features
    self.tasks = tasks
  }
}

/// A field of the input: its name, and how a raw value becomes what the model reads.
package struct Feature: Sendable, Equatable {
  /// Categorical: id 0 is "unknown or missing", the vocabulary's first word has id 1.
  package enum Kind: Sendable, Equatable {
    case categorical(vocabulary: [String])
    case numeric(NumericTransform)
  }

  package var name: String
  package var kind: Kind

  package init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

/// What a model predicts: a label column of the data set.
package struct Task: Sendable, Equatable {
  package enum Kind: String, Sendable { case binary, regression }

  package var name: String
  package var kind: Kind

  package init(name: String, kind: Kind = .binary) {
    self.name = name
    self.kind = kind
  }
}
