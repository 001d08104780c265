import DataSets
import Display
import Training

/// A figure by which models are compared: of one task, or the mean over tasks.
struct ComparisonMetric {
  /// What plots and exports call it: `income.auc`, or `auc` for the mean.
  let key: String
  let group: String
  let header: String
  let isLargerBetter: Bool
  let format: NumberFormat
  let value: (Evaluation) -> Double?

  var differenceFormat: NumberFormat {
    if case .fixed(let decimals) = format { .signed(decimals) } else { .signed(4) }
  }

  /// The figures of every task, then their means; of one task only its own, under the short keys.
  static func all(of evaluations: [Evaluation]) -> [ComparisonMetric] {
    guard let tasks = evaluations.first?.tasks.map(\.task) else { return [] }
    let own = tasks.flatMap { task in
      metrics(of: task.kind).map { metric in
        ComparisonMetric(
          key: tasks.count > 1 ? "\(task.name).\(metric.key)" : metric.key, group: task.name,
          metric
        ) { $0[task.name].flatMap(metric.value) }
      }
    }
    return tasks.count > 1 ? own + means(of: tasks) : own
  }

  private static func means(of tasks: [Task]) -> [ComparisonMetric] {
    let kinds = [Task.Kind.binary, .regression].filter { kind in
      tasks.contains { $0.kind == kind }
    }
    return kinds.flatMap { kind in
      metrics(of: kind).map { metric in
        ComparisonMetric(key: metric.key, group: "mean", metric) { evaluation in
          let values = evaluation.tasks.filter { $0.task.kind == kind }.compactMap(metric.value)
          return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }
      }
    }
  }

  private init(
    key: String, group: String, _ metric: TaskMetric, value: @escaping (Evaluation) -> Double?
  ) {
    self.key = key
    self.group = group
    self.value = value
    header = metric.header
    isLargerBetter = metric.isLargerBetter
    format = metric.format
  }

  private struct TaskMetric {
    let key: String
    let header: String
    let isLargerBetter: Bool
    let format: NumberFormat
    let value: (Evaluation.OfTask) -> Double?
  }

  private static func metrics(of kind: Task.Kind) -> [TaskMetric] {
    let loss = { (task: Evaluation.OfTask) in task.rows > 0 ? task.loss : nil }
    switch kind {
    case .binary:
      return [
        TaskMetric(key: "auc", header: "AUC", isLargerBetter: true, format: .fixed(4)) { $0.auc },
        TaskMetric(
          key: "logloss", header: "logloss", isLargerBetter: false, format: .fixed(4), value: loss),
      ]
    case .regression:
      return [
        TaskMetric(key: "mse", header: "MSE", isLargerBetter: false, format: .fixed(4), value: loss)
      ]
    }
  }
}

/// The sentences below a comparison: who is best, and how much that means.
struct ComparisonReading {
  private let entries: [Comparison.Entry]
  private let baseline: Comparison.Entry?
  private let metrics: [ComparisonMetric]

  init(
    _ entries: [Comparison.Entry], _ baseline: Comparison.Entry?, _ metrics: [ComparisonMetric]
  ) {
    self.entries = entries
    self.baseline = baseline
    self.metrics = metrics
  }

  var text: String? {
    guard entries.count > 1 else { return nil }
    // The short keys are the figures that stand for a model as a whole.
    let whole = metrics.filter { ["auc", "logloss", "mse"].contains($0.key) }
    let sentences = whole.compactMap(best)
    guard !sentences.isEmpty else { return nil }
    let seeds = entries.map(\.evaluations.count).max() ?? 0
    let caution =
      seeds > 1
      ? "± is the deviation over the seeds." + verdict
      : "With one seed, a small difference may be chance."
    return (sentences + [caution]).joined(separator: " ")
  }

  /// What "real?" means.
  private var verdict: String {
    baseline == nil
      ? "" : " real?: the difference, seed by seed, is larger than chance explains (t test, 5 %)."
  }

  private func best(_ metric: ComparisonMetric) -> String? {
    let values = entries.compactMap { entry in
      Sample(entry.evaluations.map(metric.value)).mean.map { (entry.model, $0) }
    }
    let order = values.sorted { metric.isLargerBetter ? $0.1 > $1.1 : $0.1 < $1.1 }
    guard let first = order.first, values.count > 1 else { return nil }
    let which = metric.isLargerBetter ? "Highest" : "Lowest"
    let mean = metric.group == "mean" ? "mean " : ""
    return "\(which) \(mean)\(metric.header): \(first.0) (\(metric.format.text(first.1)))."
  }
}
