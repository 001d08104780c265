package import DataSets
import Engine
import Models
import Numbers
import Options
package import System

/// Artificial labels over real features: the construction of Criteo-R and Criteo-UR.
///
/// Kong et al., IJCNN 2023, Sec. IV-A. A small network is fitted to a label of a data set; its
/// logit, standardised over the training rows to mean −1 and deviation 1, is the base confidence a.
/// With ε normal of deviation 0.25,
///
///     related    r = sgn(a)·(2 ln(|a| + 1) + 0.1 e^|a|) + ε
///     unrelated  u = sgn(a)·(2 sin |a| + 0.1 cos |a|)
///
/// and a label is 1 where the confidence is above 0. (The sign over both terms: as printed, over the
/// first alone, the correlation of r to a would be 0.66 and not 0.98.)
package struct DerivedTasks {
  package enum Relation: String, Sendable, CaseIterable { case related, unrelated }

  /// The data set with two tasks: `base` and the relation's name.
  package let data: DataSet
  /// Pearson's correlation of the two confidences over all rows.
  package let correlation: Double

  /// Fits the network and derives the tasks.
  ///
  /// - Throws: `TrainingError`; `CancellationError` after an interrupt.
  package init(
    _ relation: Relation, of base: DataSet, task: String, seed: UInt64, keepsConfidences: Bool,
    progress: (TrainingProgress) -> Void = { _ in }, interrupt: Interrupt = .never
  ) throws {
    var watch = Watch(interrupt)
    guard let place = base.schema.tasks.firstIndex(where: { $0.name == task }) else {
      throw TrainingError.unknownTask(task, known: base.schema.tasks.map(\.name))
    }
    var single = base
    single.schema.tasks = [base.schema.tasks[place]]
    single.labels = [base.labels[place]]
    let model = try Model(
      SharedBottom.parsed([
        OptionSetting(name: "bottom-hidden-units", value: .list([.integer(64), .integer(32)])),
        OptionSetting(name: "tower-hidden-units", value: .list([.integer(0)])),
      ]), schema: single.schema, seed: seed, interrupt: interrupt)
    let trainer = Trainer(model, single)
    var options = TrainingOptions.standard
    options.epochs = 2
    options.seed = seed
    let outcome = try trainer.train(options, progress: progress, interrupt: interrupt)
    if outcome.ending == .interrupted { throw CancellationError() }
    let rows = Split.Part.allCases.flatMap { base.split[$0] }.sorted()
    let logits = try Prediction(model, single).logits(rows, interrupt: interrupt)[0]
    let confidence = Self.standardised(logits, rows: rows, training: base.split.train)
    var noise = RandomStream(seed: seed, purpose: "noise of derived labels")
    let derived = try confidence.map { base in
      try watch.step()
      return Self.value(relation, base, noise: { noise.normal() })
    }
    correlation = CorrelationMeasure.pearson.correlation(
      of: confidence.map(Float.init), and: derived.map(Float.init))
    let columns = [confidence, derived].map { values in
      values.map { keepsConfidences ? Float($0) : $0 > 0 ? 1 : 0 }
    }
    let kind = keepsConfidences ? Task.Kind.regression : .binary
    try interrupt.check()
    data = try base.with(
      tasks: [Task(name: "base", kind: kind), Task(name: relation.rawValue, kind: kind)],
      labels: columns, ofRows: rows, source: "\(relation.rawValue) to \(base.source)",
      note: .derived(task: task, seed: seed),
      options: "derived \(relation.rawValue) \(task) \(seed) \(keepsConfidences) "
        + base.fingerprint, interrupt: interrupt)
  }

  /// Mean −1 and population deviation 1 over the training rows.
  private static func standardised(
    _ logits: [Float], rows: [Int32], training: [Int32]
  ) -> [Double] {
    var isTraining = [Bool](repeating: false, count: Int(rows.last ?? -1) + 1)
    for row in training { isTraining[Int(row)] = true }
    let known = zip(rows, logits).filter { isTraining[Int($0.0)] }.map { Double($0.1) }
    let mean = known.reduce(0, +) / Double(max(1, known.count))
    let squares = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Double(max(1, known.count))).squareRoot()
    return logits.map { (Double($0) - mean) / (deviation > 0 ? deviation : 1) - 1 }
  }

  /// The derived confidence of a base confidence.
  package static func value(
    _ relation: Relation, _ a: Double, noise: () -> Double
  ) -> Double {
    let size = min(abs(a), 700)
    let sign = a < 0 ? -1.0 : a > 0 ? 1.0 : 0.0
    switch relation {
    case .related:
      return sign * (2 * Elementary.log(size + 1) + 0.1 * Elementary.exp(size)) + 0.25 * noise()
    case .unrelated: return sign * (2 * Elementary.sin(size) + 0.1 * Elementary.cos(size))
    }
  }
}
