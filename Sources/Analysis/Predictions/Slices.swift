package import DataSets
import Models
package import System
package import Training

/// What a model is worth on slices of the rows: aggregates hide where sharing hurts.
///
/// Su et al., STEM: Unleashing the Power of Embeddings for Multi-task Recommendation, AAAI 2024, look at
/// negative transfer in this way.
package struct Slices: Sendable {
  /// A task's figures on the rows of a slice that have its label.
  package struct Figures: Sendable {
    package let slice: String
    package let task: String
    let kind: Task.Kind
    package let rows: Int
    /// Mean label: the positive rate of a binary task.
    package let labelMean: Double
    /// Mean prediction over mean label; nil where that is 0, and for a regression.
    package let calibration: Double?
    /// nil for a regression, or with one class only.
    package let auc: Double?
    /// Mean squared error of a regression; nil without rows.
    package let squaredError: Double?
    /// The bootstrap's middle 95 % of the AUC, or of the error.
    package let interval: ClosedRange<Double>?
    /// This model's AUC or error less the other's, and the interval of the difference.
    package let difference: Double?
    package let differenceInterval: ClosedRange<Double>?

    /// Rows of the rarer class of a binary task; nil for a regression.
    let rarerClass: Int?

    /// The figure that the interval is of.
    var measured: Double? { auc ?? squaredError }
    /// Whether there are rows enough for a verdict, of a binary task in both classes.
    var isLarge: Bool { min(rows, rarerClass ?? rows) >= FieldSlices.leastRows }
  }

  /// How the rows are cut, and how often they are drawn anew for the intervals.
  package struct Settings: Sendable {
    package var field: String
    /// Slices of a numeric field; nil for four, or as few as its values allow.
    package var quantiles: Int?
    package var resamples = 200
    package var seed: UInt64 = 1
    /// Words of a field that have a slice of their own.
    package var most = 20

    package init(field: String) { self.field = field }
  }

  /// Slice by slice, the tasks in their order; the first rows are those of all rows together.
  package let figures: [Figures]
  let look: Look
  let other: String?
  let field: String
  /// Why there are fewer slices than quantiles that were asked for.
  let shortfall: String?

  /// The figures of `named`, beside `other` on the same data, cut by a field.
  ///
  /// - Throws: `AnalysisError`, or `CancellationError` after an interrupt.
  package init(
    of named: NamedModel, against other: NamedModel? = nil, on part: Split.Part,
    _ settings: Settings, in sampleSpaces: [SampleSpace] = [], interrupt: Interrupt = .never
  ) throws {
    let look = try Look(at: part, of: named, in: sampleSpaces)
    if let other, try other.data().fingerprint != look.data.fingerprint {
      throw AnalysisError.otherData(named.name, other.name)
    }
    let slices = try FieldSlices(
      of: look.rows, in: look.data, by: settings.field, quantiles: settings.quantiles,
      most: settings.most, interrupt: interrupt)
    let scores = try TaskScores.all(of: named.model, look, interrupt)
    let others = try other.map { try TaskScores.all(of: $0.model, look, interrupt) }
    let bootstrap = Bootstrap(resamples: settings.resamples, seed: settings.seed)
    figures = try Self.figures(
      of: slices, scores, others, rows: look.rows.count, bootstrap, interrupt)
    self.look = look
    self.other = other?.label
    (field, shortfall) = (settings.field, slices.shortfall)
  }

  private static func figures(
    of slices: FieldSlices, _ scores: [TaskScores], _ others: [TaskScores]?, rows: Int,
    _ bootstrap: Bootstrap, _ interrupt: Interrupt
  ) throws -> [Figures] {
    let all = FieldSlices.Slice(name: "all rows", members: Array(0..<rows))
    return try ([all] + slices.slices).flatMap { slice in
      var isMember = [Bool](repeating: false, count: rows)
      for index in slice.members { isMember[index] = true }
      return try scores.indices.map { task in
        try Figures(
          slice: slice.name, scores[task].filtered { isMember[$0] },
          others?[task].filtered { isMember[$0] }, bootstrap, interrupt)
      }
    }
  }
}

extension Slices.Figures {
  /// The figures of a model's scores, beside the other's of the same rows.
  init(
    slice: String, _ scores: TaskScores, _ other: TaskScores?, _ bootstrap: Bootstrap,
    _ interrupt: Interrupt
  ) throws(CancellationError) {
    self.slice = slice
    (task, kind) = (scores.task.name, scores.task.kind)
    rows = scores.labels.count
    let isBinary = kind == .binary
    let positives = scores.labels.count { $0 == 1 }
    rarerClass = isBinary ? min(positives, rows - positives) : nil
    let labelMean = scores.weights.mean(scores.labels)
    self.labelMean = labelMean
    calibration =
      labelMean == 0 || !isBinary ? nil : scores.weights.mean(scores.predictions) / labelMean
    auc = scores.auc
    squaredError = isBinary || scores.labels.isEmpty ? nil : scores.loss
    let otherFigure = other.flatMap { isBinary ? $0.auc : $0.loss }
    let figure = auc ?? squaredError
    difference = otherFigure.flatMap { other in figure.map { $0 - other } }
    guard figure != nil, bootstrap.resamples > 0 else {
      (interval, differenceInterval) = (nil, nil)
      return
    }
    let purpose = "slice \(slice) of \(task)"
    let drawn =
      isBinary
      ? try bootstrap.aucs(
        of: [scores.scores] + (other.map { [$0.scores] } ?? []), labels: scores.labels,
        weights: scores.weights.values, purpose: purpose, interrupt: interrupt)
      : try ([scores] + (other.map { [$0] } ?? [])).map { scores throws(CancellationError) in
        try bootstrap.means(
          of: scores.losses, weights: scores.weights.values, purpose: purpose, interrupt: interrupt)
      }
    interval = Bootstrap.interval(drawn[0])
    differenceInterval =
      drawn.count < 2
      ? nil
      : Bootstrap.interval(
        zip(drawn[0], drawn[1]).map { mine, other in
          mine.flatMap { mine in other.map { mine - $0 } }
        }
      )
  }
}
