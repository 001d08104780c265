package import DataSets
package import Display
package import System
package import Training

/// How far chance alone would move a model's metrics, had other rows been drawn.
///
/// Efron's bootstrap over the rows, percentile intervals of 95 %.
package struct MetricIntervals: Sendable {
  /// A task's figures of an evaluation, each with its interval.
  package struct OfTask: Sendable {
    package let task: Task
    package let rows: Int
    /// nil for a regression, or with one class only.
    package let auc: Double?
    package let aucInterval: ClosedRange<Double>?
    /// Log loss of a binary task, squared error of a regression.
    package let loss: Double
    package let lossInterval: ClosedRange<Double>?
  }

  package let tasks: [OfTask]
  let resamples: Int
  /// `m (dephn) · adult · test, 16,281 rows`.
  let title: String

  /// The intervals around the figures of `evaluation`, which is of `named` on its data.
  ///
  /// - Throws: `AnalysisError.noData`, `.noRows`; `CancellationError` after an interrupt.
  package init(
    of named: NamedModel, around evaluation: Evaluation, in sampleSpaces: [SampleSpace] = [],
    resamples: Int, seed: UInt64, interrupt: Interrupt = .never
  ) throws {
    let look = try Look(at: evaluation.part, of: named, in: sampleSpaces)
    let scores = try TaskScores.all(of: named.model, look, interrupt)
    let bootstrap = Bootstrap(resamples: resamples, seed: seed)
    tasks = try zip(evaluation.tasks, scores).filter { !$0.1.labels.isEmpty }.map {
      try OfTask($0, $1, bootstrap, interrupt)
    }
    self.resamples = resamples
    title = look.title
  }

  /// One row per task.
  package var table: Table {
    let columns: [(key: String, header: String, group: String?)] = [
      ("task", "task", nil), ("rows", "rows", nil),
      ("auc", "AUC", nil), ("auc.low", "from", "AUC"), ("auc.high", "to", "AUC"),
      ("loss", "loss", nil), ("loss.low", "from", "loss"), ("loss.high", "to", "loss"),
    ]
    return Table(
      title: "Intervals · \(title)",
      subtitle:
        "from, to: middle 95 % of \(Phrase.count(resamples, "bootstrap resample")) of the rows; "
        + "loss: logloss, or mean squared error of a regression.",
      columns: columns.map { Table.Column(key: $0.key, header: $0.header, group: $0.group) },
      rows: tasks.map(\.row))
  }
}

extension MetricIntervals.OfTask {
  fileprivate init(
    _ figures: Evaluation.OfTask, _ scores: TaskScores, _ bootstrap: Bootstrap,
    _ interrupt: Interrupt
  ) throws(CancellationError) {
    task = figures.task
    rows = figures.rows
    auc = figures.auc
    loss = figures.loss
    // The resamples of `Slices` over all rows: the two show the same interval.
    let purpose = "slice all rows of \(task.name)"
    aucInterval =
      auc == nil
      ? nil
      : try Bootstrap.interval(
        bootstrap.aucs(
          of: [scores.scores], labels: scores.labels, weights: scores.weights.values,
          purpose: purpose, interrupt: interrupt)[0])
    lossInterval = try Bootstrap.interval(
      bootstrap.means(
        of: scores.losses, weights: scores.weights.values, purpose: purpose, interrupt: interrupt))
  }

  fileprivate var row: Table.Row {
    let format = task.kind.format(decimals: 5)
    func cell(_ value: Double?, _ format: NumberFormat) -> Table.Cell {
      value.map { .number($0, format) } ?? .missing
    }
    return Table.Row([
      .text(task.name), .number(Double(rows), .count), cell(auc, .fixed(4)),
      cell(aucInterval?.lowerBound, .fixed(4)), cell(aucInterval?.upperBound, .fixed(4)),
      cell(loss, format), cell(lossInterval?.lowerBound, format),
      cell(lossInterval?.upperBound, format),
    ])
  }
}
