package import DataSets
import Engine
import Models
import Numbers
package import System
package import Training

/// How far a model's probabilities can be taken at their word, before and after temperature scaling.
package struct Calibration: Sendable {
  /// Rows whose predictions lie in one fifteenth of 0 … 1.
  package struct Bin: Sendable, Equatable {
    package let rows: Int
    /// Sum of the rows' weights; their number without weights.
    package let weight: Double
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
  let look: Look
  /// Whether the temperature was fitted on the very rows that are shown.
  let isFittedHere: Bool

  /// The calibration of `named`'s binary tasks on a part of its data.
  ///
  /// - Throws: `AnalysisError.noBinaryTask`, `.noData`, `.noRows`, `.oneClass`; `CancellationError`
  ///   after an interrupt.
  package init(
    of named: NamedModel, on part: Split.Part, in sampleSpaces: [SampleSpace] = [],
    interrupt: Interrupt = .never
  ) throws {
    look = try Look(at: part, of: named, in: sampleSpaces)
    guard look.data.schema.tasks.contains(where: { $0.kind == .binary }) else {
      throw AnalysisError.noBinaryTask(model: named.name)
    }
    let shown = try TaskScores.all(of: named.model, look, interrupt)
    // Without validation rows no temperature can be fitted.
    let other = part == .validation ? nil : try? Look(at: .validation, of: named, in: sampleSpaces)
    let fitting =
      part == .validation
      ? shown : try other.map { try TaskScores.all(of: named.model, $0, interrupt) }
    tasks = try shown.indices.filter {
      shown[$0].task.kind == .binary && !shown[$0].labels.isEmpty
    }.map { try OfTask(shown[$0], fittedOn: fitting?[$0], interrupt) }
    if tasks.isEmpty { throw AnalysisError.noRows(part: part.rawValue) }
    isFittedHere = part == .validation
  }
}

extension Calibration.OfTask {
  init(_ seen: TaskScores, fittedOn other: TaskScores?, _ interrupt: Interrupt) throws {
    let predictions = seen.predictions
    task = seen.task.name
    rows = seen.labels.count
    positiveRate = seen.weights.mean(seen.labels)
    meanPrediction = seen.weights.mean(predictions)
    bins = Self.bins(predictions, seen)
    error = Self.error(predictions, seen)
    logloss = seen.loss
    temperature = try other.flatMap {
      try Temperature.fitted($0, interrupt: interrupt)
    }
    let scaled = temperature.map { temperature in
      TaskScores(rows: seen.rows, scores: seen.scores.map { Float(Double($0) / temperature) })
    }
    scaledError = scaled.map { Self.error($0.predictions, $0) }
    scaledLogloss = scaled?.loss
  }

  private static func error(_ predictions: [Float], _ seen: TaskScores) -> Double {
    Metrics.calibrationError(
      predictions: predictions, labels: seen.labels, weights: seen.weights.values) ?? 0
  }

  /// The bins of `Metrics.calibrationError` that weigh something, each with its means.
  private static func bins(_ predictions: [Float], _ seen: TaskScores) -> [Calibration.Bin] {
    var sums = Array(
      repeating: (rows: 0, weight: 0.0, prediction: 0.0, label: 0.0),
      count: Metrics.calibrationBins)
    for (row, prediction) in predictions.enumerated() {
      let (bin, weight) = (Metrics.calibrationBin(of: prediction), seen.weights.values?[row] ?? 1)
      sums[bin].rows += 1
      sums[bin].weight += weight
      sums[bin].prediction += weight * Double(prediction)
      sums[bin].label += weight * Double(seen.labels[row])
    }
    return sums.filter { $0.weight > 0 }.map {
      Calibration.Bin(
        rows: $0.rows, weight: $0.weight, meanPrediction: $0.prediction / $0.weight,
        positiveRate: $0.label / $0.weight)
    }
  }
}
