package import DataSets
import Engine
package import Models
import Numbers
package import System

/// A model with its data and the state of its training; the value of a model's name in a session.
package final class Trainer {
  /// The model.
  package let model: Model
  /// The data; nil for a model that was opened without data.
  package let data: DataSet?
  /// Losses and metrics of all runs.
  package private(set) var history: History
  /// The options of the last run; nil before the first.
  package private(set) var options: TrainingOptions?
  /// The position at which the last run was interrupted; nil if it ended otherwise.
  package private(set) var interrupted: RunPosition?
  /// True if it was opened from a file with an interrupted run on other data, and not trained since.
  package private(set) var hasRunOfOtherData: Bool
  /// The number under which its last run is recorded; nil if it is not.
  package var runNumber: Int?
  /// The fingerprint of the data that an opened model was trained on; nil for a new model.
  package let savedFingerprint: String?
  private var optimizer: Optimizer?
  /// The current run, while it trains.
  private var run: TrainingRun?

  /// Takes a model, and data with its schema.
  ///
  /// `state` is the saved state of training. Its run can be resumed if `data` have the saved fingerprint.
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
    interrupted = saved.flatMap { Self.fits($0, model, data, savedFingerprint) ? $0 : nil }
    hasRunOfOtherData = saved != nil && interrupted == nil
    if savedFingerprint != nil { history.seconds = nil }
  }

  /// True if a run can be resumed on these data.
  private static func fits(
    _ position: RunPosition, _ model: Model, _ data: DataSet?, _ fingerprint: String?
  ) -> Bool {
    guard let data, data.fingerprint == fingerprint, !data.split.train.isEmpty else { return false }
    let batches = Batches(data.split.train.count, position.options, model.graph)
    return position.stepsOfEpoch == batches.count
  }

  /// The state of training, also between two steps of a run; nil before the first run, and after one that
  /// failed.
  package var state: TrainingState? {
    if let run { return run.state }
    return optimizer.map {
      TrainingState(rule: $0.rule, steps: $0.steps, history: history, position: interrupted)
    }
  }

  /// True if its weights are the initial ones.
  package var isUntrained: Bool { history.losses.isEmpty && savedFingerprint == nil }

  /// The fingerprint of the model's data, or else of the data it was saved with.
  package var fingerprint: String? { data?.fingerprint ?? savedFingerprint }

  /// Trains for `options.epochs` more epochs and keeps the best epoch's weights.
  ///
  /// `progress` is called after each step, `endOfEpoch` after each validation. An interrupt is not an
  /// error but an ending of the outcome: training stops after a whole step and keeps its weights. Another
  /// call with the same options resumes the run and ends with the bits of an uninterrupted one; with
  /// other options, a new run begins at those weights.
  /// - Throws: `TrainingError`.
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

  /// The optimizer for a run: that of the previous run if the rule is the same, otherwise a new one.
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

  /// The names of the embedding tables of which a step updates only the rows of its batch.
  package var lazyTables: [String] {
    // PCGrad combines the tasks' gradients, which updates every row.
    guard let optimizer, options?.weighting != .pcgrad else { return [] }
    return model.parameters.all.filter(optimizer.isLazy).map(\.name)
  }

  /// Checks that training fits into the available memory, in bytes; nil if it is unknown.
  ///
  /// - Throws: `TrainingError.memoryTooSmall`.
  package func checkMemory(
    _ options: TrainingOptions, available: Int?
  ) throws(TrainingError) {
    guard let data, let available else { return }
    let most = MemoryNeed(model, data, options, exactly: false)
    if most.total <= available { return }
    let need = MemoryNeed(model, data, options, exactly: true)
    if need.total > available { throw .memoryTooSmall(need, available: available) }
  }

  /// Checks the options against model, data and memory.
  ///
  /// - Throws: `TrainingError`.
  package func check(_ options: TrainingOptions) throws(TrainingError) {
    _ = try checkedData(options)
  }

  private func checkedData(_ options: TrainingOptions) throws(TrainingError) -> DataSet {
    guard let data else { throw .noData }
    if data.split.train.isEmpty { throw .noRows(part: .train) }
    let tasks = data.schema.tasks.map(\.name)
    try options.monitor.check(data.schema.tasks)
    if options.earlyStopEach, model.parametersOfTasks.isEmpty {
      throw .tasksShare(kind: model.kindName)
    }
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
    if rows == 1, model.graph.normalizesBatches { throw .batchOfOneRow }
    let bytes = rows * model.graph.bytesPerRow
    if bytes > Plan.largestSize {
      throw .batchTooLarge(rows: rows, bytes: bytes, limit: Plan.largestSize)
    }
    try checkMemory(options, available: MachineMemory.available)
    return data
  }

  /// The metrics on one part of the data.
  ///
  /// `feature` is a categorical feature within whose values AUC is computed as well; a task with a sample
  /// space counts only the rows within it.
  /// - Throws: `TrainingError`; `CancellationError` after an interrupt.
  package func evaluate(
    _ part: Split.Part, groupedBy feature: String? = nil, in sampleSpaces: [SampleSpace] = [],
    interrupt: Interrupt = .never
  ) throws -> Evaluation {
    guard let data else { throw TrainingError.noData }
    if data.split[part].isEmpty { throw TrainingError.noRows(part: part) }
    try sampleSpaces.check(data.schema.tasks)
    let groups = try feature.map { try data.groups(by: $0) }
    return try Evaluator(model, data, sampleSpaces: sampleSpaces)
      .evaluate(part, groups: groups, interrupt: interrupt)
  }

  /// An untrained model of the same kind on the same data, with initial weights from another seed.
  ///
  /// - Throws: `ModelError`; `CancellationError` after an interrupt.
  package func fresh(seed: UInt64, interrupt: Interrupt = .never) throws -> Trainer {
    Trainer(
      try Model(model.kind, schema: model.schema, seed: seed, interrupt: interrupt), data)
  }
}
