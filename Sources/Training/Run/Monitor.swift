import DataSets

/// The metric on the validation rows that selects the best epoch.
package struct Monitor: Sendable, Equatable {
  /// The metric.
  package let metric: TaskMetric
  /// The task that it names; nil for a mean over the tasks.
  package let task: String?

  private init(_ metric: TaskMetric, of task: String? = nil) {
    (self.metric, self.task) = (metric, task)
  }

  /// Mean loss over the tasks.
  package static let loss = Monitor(.loss)
  /// Mean AUC over the tasks.
  package static let auc = Monitor(.auc)

  /// Loss of one task.
  package static func taskLoss(_ task: String) -> Monitor { Monitor(.loss, of: task) }
  /// AUC of one task.
  package static func taskAUC(_ task: String) -> Monitor { Monitor(.auc, of: task) }

  /// Parses the name of a metric, `loss`, or that of a task's, `income.auc`; `logloss` and `mse` are
  /// synonyms of `loss`.
  ///
  /// nil for any other text.
  package init?(_ text: String) {
    let dot = text.lastIndex(of: ".")
    let name = dot.map { text[text.index(after: $0)...] } ?? text[...]
    guard let metric = TaskMetric(String(name)) else { return nil }
    self.init(metric, of: dot.map { String(text[..<$0]) })
  }

  /// The text that `init` parses.
  package var text: String { (task.map { "\($0)." } ?? "") + metric.rawValue }

  /// Checks that the tasks have this metric.
  ///
  /// - Throws: `TrainingError.unknownTask` or `.noMetric`.
  func check(_ tasks: [Task]) throws(TrainingError) {
    let known = tasks.map(\.name)
    if let task, !known.contains(task) { throw .unknownTask(task, known: known) }
    let watched = tasks.filter { task == nil || $0.name == task }
    if !watched.contains(where: { metric.fits($0.kind) }) { throw .noMetric(metric, task: task) }
  }

  /// What it reads from the figures of tasks with these names: the mean of those that have the metric; nil
  /// if none has.
  package func value(of figures: [TaskFigures], _ tasks: [String]) -> Double? {
    let values = zip(tasks, figures).filter { task == nil || task == $0.0 }
      .compactMap { $0.1[metric] }
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// True if the first of two values is the better one.
  package func prefers(_ value: Double, to other: Double) -> Bool {
    metric.isLargerBetter ? value > other : value < other
  }

  /// The metric of an evaluation, negated where larger is better, so that smaller is; nil where it is
  /// undefined.
  ///
  /// With `ofTask` that of one task instead of a mean; a task without the metric has its loss.
  func figure(_ evaluation: Evaluation, ofTask index: Int? = nil) -> Double? {
    if let index {
      let task = evaluation.tasks[index].task
      return Monitor(metric.fits(task.kind) ? metric : .loss, of: task.name).figure(evaluation)
    }
    return value(of: evaluation.figures, evaluation.tasks.map(\.task.name)).map {
      metric.isLargerBetter ? -$0 : $0
    }
  }
}
