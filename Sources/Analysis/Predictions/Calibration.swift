package import DataSets
import Engine
import Models
import Numbers
package import System
import Training

/// How far a model's probabilities can be taken at their word, before and after temperature scaling.
package struct Calibration: Sendable {
  /// Rows whose predictions lie in one fifteenth of 0 … 1.
  package struct Bin: Sendable, Equatable {
    package let rows: Int
    package let meanPrediction: Double
    package let positiveRate: Double
  }

  /// A binary task's figures.
  package struct OfTask: Sendable {
    package let task: String
    package let rows: Int
    package let positiveRate: Double
    package let meanPrediction: Double
    /// Bins that hold rows, by ascending prediction.
    package let bins: [Bin]
    /// Expected calibration error and mean logloss as predicted.
    package let error: Double
    package let logloss: Double
    /// T, fitted on the validation rows; nil where they lack a class.
    package let temperature: Double?
    /// The same figures of σ(z/T).
    package let scaledError: Double?
    package let scaledLogloss: Double?
  }

  package let tasks: [OfTask]
  let model: String
  /// `adult · test, 16,281 rows`.
  let rows: String
  /// Whether the temperature was fitted on the very rows that are shown.
  let isFittedHere: Bool

  /// The calibration of `named`'s binary tasks on a part of its data.
  ///
  /// - Throws: `AnalysisError.noBinaryTask`, `.noData`, `.noRows`, `.oneClass`; `CancellationError`
  ///   after an interrupt.
  package init(
    of named: NamedModel, on part: Split.Part, interrupt: Interrupt = .never
  ) throws {
    let data = try named.data()
    let selection = try RowSelection([part], of: data)
    guard data.schema.tasks.contains(where: { $0.kind == .binary }) else {
      throw AnalysisError.noBinaryTask(model: named.name)
    }
    func scores(_ rows: [Int32]) throws -> [TaskScores] {
      try TaskScores.all(of: named.model, on: rows, in: data, interrupt: interrupt)
        .filter { $0.task.kind == .binary }
    }
    let shown = try scores(selection.rows)
    let fitting = part == .validation ? shown : try scores(data.split.validation)
    tasks = try zip(shown, fitting).filter { !$0.0.indices.isEmpty }.map {
      try OfTask($0, fittedOn: $1, interrupt)
    }
    if tasks.isEmpty { throw AnalysisError.noRows(part: part.rawValue) }
    model = named.label
    rows = "\(data.source) · \(selection.title)"
    isFittedHere = part == .validation
  }
}

extension Calibration.OfTask {
  init(_ seen: TaskScores, fittedOn other: TaskScores, _ interrupt: Interrupt) throws {
    let predictions = seen.predictions
    let count = Double(seen.indices.count)
    task = seen.task.name
    rows = seen.indices.count
    positiveRate = seen.labels.reduce(0) { $0 + Double($1) } / count
    meanPrediction = predictions.reduce(0) { $0 + Double($1) } / count
    bins = Self.bins(predictions, seen.labels)
    error = Metrics.calibrationError(predictions: predictions, labels: seen.labels) ?? 0
    logloss = Self.logloss(seen.scores, seen.labels)
    temperature = try Temperature.fitted(
      logits: other.scores, labels: other.labels, interrupt: interrupt)
    let scaled = temperature.map { temperature in
      seen.scores.map { Float(Double($0) / temperature) }
    }
    scaledError = scaled.flatMap {
      Metrics.calibrationError(predictions: Elementary.sigmoid($0), labels: seen.labels)
    }
    scaledLogloss = scaled.map { Self.logloss($0, seen.labels) }
  }

  private static func logloss(_ logits: [Float], _ labels: [Float]) -> Double {
    let sum = zip(logits, labels).reduce(0.0) {
      $0 + LossKind.crossEntropy.loss(Double($1.0), Double($1.1))
    }
    return sum / Double(logits.count)
  }

  /// The bins of `Metrics.calibrationError`, each with its means.
  private static func bins(_ predictions: [Float], _ labels: [Float]) -> [Calibration.Bin] {
    var sums = Array(
      repeating: (rows: 0, prediction: 0.0, label: 0.0), count: Metrics.calibrationBins)
    for (prediction, label) in zip(predictions, labels) {
      let bin = Metrics.calibrationBin(of: prediction)
      sums[bin].rows += 1
      sums[bin].prediction += Double(prediction)
      sums[bin].label += Double(label)
    }
    return sums.filter { $0.rows > 0 }.map {
      Calibration.Bin(
        rows: $0.rows, meanPrediction: $0.prediction / Double($0.rows),
        positiveRate: $0.label / Double($0.rows))
    }
  }
}
