import Display
import Training
import DataSets

/// A figure by which models are compared.
package enum ComparisonMetric: String, Sendable, CaseIterable {
  case auc
  case averagePrecision = "pr-auc"
  case logloss, mse
  case mae, r2, spearman

  /// The figures of a comparison that asks for none in particular.
  package static let standard: [ComparisonMetric] = [.auc, .logloss, .mse, .mae, .spearman]

  var header: String {
    switch self {
    case .auc: "AUC"
    case .averagePrecision: "PR-AUC"
    case .logloss: "logloss"
    case .mse: "MSE"
    case .mae: "MAE"
    case .r2: "R²"
    case .spearman: "Spearman"
    }
  }

  var isLargerBetter: Bool { ![.logloss, .mse, .mae].contains(self) }

  var format: NumberFormat {
    switch self {
    case .mse, .mae: .anyScale
    case .r2: .fourDecimals
    case .auc, .averagePrecision, .logloss, .spearman: .fixed(4)
    }
  }

  /// Whether tasks of this kind have it.
  func fits(_ kind: Task.Kind) -> Bool {
    (kind == .regression) == [.mse, .mae, .r2, .spearman].contains(self)
  }

  /// Its value for a task; nil where it is not defined.
  func value(of task: Evaluation.OfTask) -> Double? {
    guard fits(task.task.kind) else { return nil }
    switch self {
    case .auc: return task.auc
    case .averagePrecision: return task.averagePrecision
    case .logloss, .mse: return task.rows > 0 ? task.loss : nil
    case .mae: return task.absoluteError
    case .r2: return task.explainedVariance
    case .spearman: return task.rankCorrelation
    }
  }
}

/// A task, or the mean of all.
enum ComparisonSubject: Sendable, Equatable {
  case task(Task)
  case mean([Task])

  var name: String {
    switch self {
    case .task(let task): task.name
    case .mean: "mean"
    }
  }

  /// A metric's value for it; of a mean, that of the tasks which have it.
  func value(of metric: ComparisonMetric, in evaluation: Evaluation) -> Double? {
    switch self {
    case .task(let task): return evaluation[task.name].flatMap(metric.value)
    case .mean(let tasks):
      let values = tasks.compactMap { evaluation[$0.name].flatMap(metric.value) }
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
  }
}
