package import DataSets
import Engine
package import Models
import Numbers
package import System

/// A model with its data, and the state of its training: what a name in the session stands for.
package final class Trainer {
  package let model: Model
  /// nil for a model that was opened without data.
  package let data: DataSet?
  package private(set) var history: History
  /// The options of the last run.
  package private(set) var options: TrainingOptions?
  /// Where the last run was interrupted; nil after any other end.
  package private(set) var interrupted: RunPosition?
  /// Whether the file it was opened from has an interrupted run of other data than it has here, and it
  /// was not trained since.
  package private(set) var hasRunOfOtherData: Bool
  /// The number under which its last run is recorded, if it is.
  package var runNumber: Int?
  /// For a model that was opened from a file: the fingerprint of the data it was trained on.
  package let savedFingerprint: String?
  private var optimizer: Optimizer?
  /// The run that goes on now.
  private var run: TrainingRun?

  /// `data` has the model's schema.
  ///
  /// `state` is what training of a model that was saved remembered. Its run can go on if `data` are
  /// those of the fingerprint.
  package init(
    _ model: Model, _ data: DataSet?, savedFingerprint: String? = nil,
    state: TrainingState? = nil
  ) {
    self.model = model
    self.data = data
    self.savedFingerprint = savedFingerprint
    optimizer = state?.optimizer
    history = state?.history ?? History()
    let saved = state?.position
    options = saved?.options
    interrupted = saved.flatMap { Self.fits($0, data, savedFingerprint) ? $0 : nil }
    hasRunOfOtherData = saved != nil && interrupted == nil
    if savedFingerprint != nil { history.seconds = nil }
  }

  /// Whether a run's steps are over these data.
  private static func fits(
    _ position: RunPosition, _ data: DataSet?, _ fingerprint: String?
  ) -> Bool {
    guard let data, data.fingerprint == fingerprint, !data.split.train.isEmpty else { return false }
    let rows = data.split.train.count
    let batch = min(position.options.batchSize, rows)
    return position.stepsOfEpoch == (rows + batch - 1) / batch
  }

  /// What training remembers, also between two steps of a run; nil before the first run, or after one
  /// that failed.
  package var state: TrainingState? {
    if let run { return run.state }
    return optimizer.map {
      TrainingState(rule: $0.rule, steps: $0.steps, history: history, position: interrupted)
    }
  }

  /// What a file says of the model's data: of those at hand, or those it was saved with.
  package var fingerprint: String? { data?.fingerprint ?? savedFingerprint }

  /// Trains for `options.epochs` more epochs and keeps the best epoch's weights.
  ///
  /// `progress` is called after each step, `endOfEpoch` after each validation. An interrupt is no error
  /// but the outcome's ending: it ends training after a whole step, with the weights of that step. A
  /// later call with the same options goes on at the next one, and ends with the bits of a run that was
  /// never interrupted. With other options a new run begins at those weights.
  package func train(
    _ options: TrainingOptions, progress: (TrainingProgress) -> Void = { _ in },
    endOfEpoch: () -> Void = {}, interrupt: Interrupt = .never
  ) throws(TrainingError) -> TrainingOutcome {
    let data = try checkedData(options)
    let position = interrupted.flatMap { $0.options == options ? $0 : nil }
    self.options = options
    let run = TrainingRun(
      model, data, options, optimizer: continued(options), history: history, from: position)
    self.run = run
    interrupted = nil
    hasRunOfOtherData = false
    defer { self.run = nil }
    do {
      let outcome = try run.run(
        progress: progress, endOfEpoch: endOfEpoch, interrupt: interrupt)
      (optimizer, history) = (run.optimizer, run.history)
      if outcome.ending == .interrupted { interrupted = run.state.position }
      return outcome
    } catch {
      (optimizer, history) = (nil, run.history)
      throw error
    }
  }

  /// The optimiser of an earlier run goes on if its rule is the same.
  private func continued(_ options: TrainingOptions) -> Optimizer {
    var result = Optimizer(options.optimizer, learningRate: Float(options.learningRate))
    if let optimizer, optimizer.rule == options.optimizer {
      result = optimizer
    } else {
      model.forgetMoments()
    }
    result.momentum = Float(options.momentum)
    result.weightDecay = Float(options.weightDecay)
    result.largestNorm = options.clipNorm
    result.tables = options.tables
    return result
  }

  /// The embedding tables of which a step moves only the rows of its batch, by name.
  package var lazyTables: [String] {
    // Gradients that are put together from the tasks' move every row.
    guard let optimizer, options?.weighting != .pcgrad else { return [] }
    return model.parameters.all.filter(optimizer.isLazy).map(\.name)
  }

  /// Refuses what cannot fit into the memory that is available, in bytes; nil if that is not known.
  package func checkMemory(
    _ options: TrainingOptions, available: Int?
  ) throws(TrainingError) {
    guard let data, let available else { return }
    let most = MemoryNeed(model, data, options, exactly: false)
    if most.total <= available { return }
    let need = MemoryNeed(model, data, options, exactly: true)
    if need.total > available { throw .memoryTooSmall(need, available: available) }
  }

  /// Refuses options that cannot be trained with on this data.
  package func check(_ options: TrainingOptions) throws(TrainingError) {
    _ = try checkedData(options)
  }

  private func checkedData(_ options: TrainingOptions) throws(TrainingError) -> DataSet {
    guard let data else { throw .noData }
    if data.split.train.isEmpty { throw .noRows(part: "training") }
    let tasks = data.schema.tasks.map(\.name)
    try options.monitor.check(data.schema.tasks)
    try options.sampleSpaces.check(data.schema.tasks)
    if options.weighting == .pcgrad || options.weighting == .gradnorm {
      let bytes = (tasks.count + 3) * model.parameters.count * 4
      if bytes > Plan.largestSize {
        throw .gradientsTooLarge(
          method: options.weighting.rawValue, bytes: bytes, limit: Plan.largestSize)
      }
    }
    if let weights = options.taskWeights, weights.count != tasks.count {
      throw .wrongTaskWeights(count: weights.count, tasks: tasks)
    }
    let rows = min(options.batchSize, data.split.train.count)
    let bytes = rows * model.graph.bytesPerRow
    if bytes > Plan.largestSize {
      throw .batchTooLarge(rows: rows, bytes: bytes, limit: Plan.largestSize)
    }
    try checkMemory(options, available: MachineMemory.available)
    return data
  }

  /// The figures on one part of the data.
  ///
  /// `feature` names a categorical feature within whose values AUC is taken too; a task in
  /// `sampleSpaces` counts only the rows of its own.
  /// - Throws: `TrainingError.noData`, or `CancellationError` after an interrupt.
  package func evaluate(
    _ part: Split.Part, groupedBy feature: String? = nil, in sampleSpaces: [SampleSpace] = [],
    interrupt: Interrupt = .never
  ) throws -> Evaluation {
    guard let data else { throw TrainingError.noData }
    if data.split[part].isEmpty { throw TrainingError.noRows(part: part.rawValue) }
    try sampleSpaces.check(data.schema.tasks)
    let groups = try feature.map { try data.groups(by: $0) }
    return try Evaluator(model, data, sampleSpaces: sampleSpaces)
      .evaluate(part, groups: groups, interrupt: interrupt)
  }

  /// A new, untrained trainer of the same kind and data with initial values from another seed.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package func fresh(seed: UInt64, interrupt: Interrupt = .never) throws -> Trainer {
    Trainer(
      try Model(model.kind, schema: model.schema, seed: seed, interrupt: interrupt), data)
  }
}
