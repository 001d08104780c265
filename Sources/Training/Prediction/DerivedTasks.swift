package import DataSets
import Engine
import Models
import Numbers
import Options
package import System

/// Synthetic labels over real features: the construction of Criteo-R and Criteo-UR.
///
/// Kong et al., IJCNN 2023, Sec. IV-A. A small network is fitted to one label of a data set. Its logit,
/// standardized over the training rows to mean −1 and standard deviation 1, is the base confidence a.
/// With a larger deviation sin |a| turns several times over the rows, so that u and a no longer correlate.
/// With normal noise ε of standard deviation 0.25,
///
///     related    r = sgn(a)·(2 ln(|a| + 1) + 0.1 e^|a|) + ε
///     unrelated  u = sgn(a)·(2 sin |a| + 0.1 cos |a|)
///
/// and a label is 1 where its confidence is above 0. (The sign applies to both terms: applied to the
/// first alone, as printed, it would give r and a a correlation of 0.66 instead of 0.98.)
package struct DerivedTasks {
  /// The relation of the derived task to the base task.
  package enum Relation: String, Sendable, CaseIterable { case related, unrelated }

  /// The task of the confidence that the other is derived from.
  package static let baseTask = "base"

  /// The data set with two tasks, named `base` and after the relation.
  package let data: DataSet
  /// Pearson correlation of the two confidences over all rows.
  package let correlation: Double

  /// Pearson correlation of the two labels over all rows.
  package let labelCorrelation: Double

  /// Fits the network to `task` and derives the tasks; `deviation` is the standard deviation of a.
  ///
  /// With `keepsConfidences` the labels are the confidences themselves, as regressions.
  /// - Throws: `TrainingError`, `ModelError`, `DataError`; `CancellationError` after an interrupt.
  package init(
    _ relation: Relation, of base: DataSet, task: String, deviation: Double = 1, seed: UInt64,
    keepsConfidences: Bool, progress: (TrainingProgress) -> Void = { _ in },
    interrupt: Interrupt = .never
  ) throws {
    var watch = Watch(interrupt)
    let rows = Split.Part.allCases.flatMap { base.split[$0] }.sorted()
    let logits = try Self.logits(
      of: rows, base, task: task, seed: seed, progress: progress, interrupt)
    let confidence = Self.standardized(
      logits, deviation: deviation, rows: rows, training: base.split.train)
    var noise = RandomStream(seed: seed, purpose: "noise of derived labels")
    let derived = try confidence.map { base in
      try watch.step()
      return Self.value(relation, base, noise: { noise.normal() })
    }
    let confidences = [confidence, derived].map { $0.map(Float.init) }
    let labels = confidences.map { $0.map { $0 > 0 ? Float(1) : 0 } }
    (correlation, labelCorrelation) = (Self.pearson(confidences), Self.pearson(labels))
    let columns = keepsConfidences ? confidences : labels
    let kind = keepsConfidences ? Task.Kind.regression : .binary
    try interrupt.check()
    data = try base.with(
      tasks: [Task(name: Self.baseTask, kind: kind), Task(name: relation.rawValue, kind: kind)],
      labels: columns, ofRows: rows, source: "\(relation.rawValue) to \(base.source)",
      note: .derived(task: task, seed: seed),
      options: "derived \(relation.rawValue) \(task) \(seed) \(keepsConfidences) "
        + (deviation == 1 ? "" : "deviation \(deviation) ") + base.fingerprint,
      interrupt: interrupt)
  }

  private static func pearson(_ columns: [[Float]]) -> Double {
    CorrelationMeasure.pearson.correlation(of: columns[0], and: columns[1])
  }

  /// The logits of rows by a network that is fitted to one task of the data set.
  private static func logits(
    of rows: [Int32], _ base: DataSet, task: String, seed: UInt64,
    progress: (TrainingProgress) -> Void, _ interrupt: Interrupt
  ) throws -> [Float] {
    guard let index = base.schema.tasks.firstIndex(where: { $0.name == task }) else {
      throw TrainingError.unknownTask(task, known: base.schema.tasks.map(\.name))
    }
    var single = base
    single.schema.tasks = [base.schema.tasks[index]]
    single.labels = [base.labels[index]]
    let model = try Model(
      SharedBottom.parsed([
        OptionSetting(name: "bottom-hidden-units", value: .list([.integer(64), .integer(32)])),
        OptionSetting(name: "tower-hidden-units", value: .list([.integer(0)])),
      ]), schema: single.schema, seed: seed, interrupt: interrupt)
    var options = TrainingOptions.standard
    options.epochs = 2
    options.seed = seed
    let outcome = try Trainer(model, single).train(
      options, progress: progress, interrupt: interrupt)
    if outcome.ending == .interrupted { throw CancellationError() }
    return try Prediction(model, single).logits(rows, interrupt: interrupt)[0]
  }

  /// The logits shifted and scaled to mean −1 and a population standard deviation over the training rows.
  private static func standardized(
    _ logits: [Float], deviation wanted: Double, rows: [Int32], training: [Int32]
  ) -> [Double] {
    var isTraining = [Bool](repeating: false, count: Int(rows.last ?? -1) + 1)
    for row in training { isTraining[Int(row)] = true }
    let known = zip(rows, logits).filter { isTraining[Int($0.0)] }.map { Double($0.1) }
    let mean = known.reduce(0, +) / Double(max(1, known.count))
    let squares = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Double(max(1, known.count))).squareRoot()
    return logits.map { wanted * (Double($0) - mean) / (deviation > 0 ? deviation : 1) - 1 }
  }

  /// The confidence r or u that follows from the base confidence `a`.
  package static func value(
    _ relation: Relation, _ a: Double, noise: () -> Double
  ) -> Double {
    // e^80 is the last power that a Float can hold ten times over.
    let size = relation == .related ? min(abs(a), 80) : abs(a)
    let sign = a < 0 ? -1.0 : a > 0 ? 1.0 : 0.0
    switch relation {
    case .related:
      return sign * (2 * Elementary.log(size + 1) + 0.1 * Elementary.exp(size)) + 0.25 * noise()
    case .unrelated: return sign * (2 * Elementary.sin(size) + 0.1 * Elementary.cos(size))
    }
  }
}
