package import DataSets

/// A metric by which epochs and runs are compared.
package enum TaskMetric: String, Sendable, CaseIterable {
  case loss, auc
  /// Mean absolute error of a regression.
  case mae
  /// R² of a regression.
  case r2
  /// Spearman's rank correlation of a regression's predictions with its labels.
  case spearman

  /// The metric of that name; `logloss` and `mse` are synonyms of `loss`.
  init?(_ name: String) {
    guard let metric = ["logloss", "mse"].contains(name) ? .loss : Self(rawValue: name) else {
      return nil
    }
    self = metric
  }

  /// True if a larger value is a better one.
  package var isLargerBetter: Bool { ![.loss, .mae].contains(self) }

  /// True if tasks of this kind have it.
  package func fits(_ kind: Task.Kind) -> Bool {
    switch self {
    case .loss: true
    case .auc: kind == .binary
    case .mae, .r2, .spearman: kind == .regression
    }
  }
}

/// What a task reached on the validation rows, of one epoch.
package struct TaskFigures: Codable, Sendable, Equatable {
  /// Mean loss; nil if no row has the task's label.
  package var loss: Double?
  /// Area under the ROC curve; nil where it is undefined.
  package var auc: Double?
  /// Mean absolute error of a regression.
  package var mae: Double?
  /// R² of a regression.
  package var r2: Double?
  /// Rank correlation of a regression's predictions with its labels.
  package var spearman: Double?

  /// Takes known values.
  package init(
    loss: Double?, auc: Double?, mae: Double? = nil, r2: Double? = nil, spearman: Double? = nil
  ) {
    (self.loss, self.auc, self.mae, self.r2, self.spearman) = (loss, auc, mae, r2, spearman)
  }

  /// The value of a metric; nil where it is undefined.
  package subscript(metric: TaskMetric) -> Double? {
    switch metric {
    case .loss: loss
    case .auc: auc
    case .mae: mae
    case .r2: r2
    case .spearman: spearman
    }
  }
}

extension Evaluation {
  /// The figures of all tasks, in the order of the schema.
  package var figures: [TaskFigures] {
    tasks.map {
      TaskFigures(
        loss: $0.rows > 0 ? $0.loss : nil, auc: $0.auc, mae: $0.absoluteError,
        r2: $0.explainedVariance, spearman: $0.rankCorrelation)
    }
  }
}
