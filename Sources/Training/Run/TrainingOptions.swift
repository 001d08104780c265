package import ArgumentParser
package import Engine
import Models
package import Options

/// The options of a training run.
///
/// Everything about an option follows from its declaration here: `train` parses it, `check()` bounds it,
/// files save it by name, and the table of a run lists it if it differs from the default.
package struct TrainingOptions: ParsableArguments, Sendable {
  @Option(help: "Number of passes over the training rows.")
  package var epochs = 3

  @Option(help: "Rows per step.")
  package var batchSize = 1024

  @Option(help: "Learning rate.")
  package var learningRate = 1e-3

  @Option(help: "Update rule of the weights.")
  package var optimizer = UpdateRule.adam

  @Option(
    name: .customLong("embedding-update"),
    help:
      "Which embedding rows each step updates: all of them (dense) or those in the batch (lazy).")
  package var tables = TableUpdate.automatic

  @Option(help: "Seed of the row order.")
  package var seed: UInt64 = 1

  @Option(
    help:
      "Validation metric that selects the best epoch: loss, auc, mae, r2, spearman; one task's: TASK.auc."
  )
  package var monitor = Monitor.loss

  @Option(help: "Epochs without improvement after which training stops early; never, if left out.")
  package var earlyStopPatience: Int?

  @Flag(
    help: "Keeps the best epoch of each task, in kinds whose tasks share nothing; their default.")
  package var earlyStopEach = false

  @Flag(help: "Keeps one epoch for all tasks, also in those kinds.")
  package var earlyStopTogether = false

  @Option(
    name: .customLong("task-weights"), parsing: .upToNextOption,
    help: "Per-task weights in the loss, or a method: uncertainty, gradnorm, dwa, pcgrad.")
  private var weights: [TaskWeight] = []

  @Option(
    name: .customLong("sample-space"), parsing: .upToNextOption,
    help: "Tasks that use only the rows on which another label is 1, such as conversion=click.")
  package var sampleSpaces: [SampleSpace] = []

  @Option(help: "Momentum, with the optimizer sgd.")
  package var momentum = 0.0

  @Option(
    help: "Weight decay λ, with the optimizer adamw: each step shrinks weights by rate · λ.")
  package var weightDecay = 0.01

  @Option(help: "Largest global norm of the gradients; larger ones are scaled down to it.")
  package var clipNorm: Double?

  @Option(name: .customLong("schedule"), help: "Learning rate schedule.")
  private var shape = LearningRateSchedule().shape

  @Option(help: "Warm-up steps, over which the learning rate rises linearly to its full value.")
  private var warmupSteps = LearningRateSchedule().warmupSteps

  @Option(help: "Decay factor of the learning rate, with the schedule exponential.")
  private var decay = LearningRateSchedule().decay

  @Option(help: "Steps per decay of the learning rate, with the schedule exponential.")
  private var decaySteps = LearningRateSchedule().decaySteps

  @Flag(help: "Keep the training rows in file order.")
  private var noShuffle = false

  @Flag(help: "Keep no record of gates, task weights and gradient conflicts over the steps.")
  private var noRecord = false

  /// Declarations without values, used by the parser only.
  @available(*, deprecated, message: "This has no values yet: use `TrainingOptions.standard`.")
  package init() {}

  /// The default of every option.
  package static let standard = OptionParser.defaults(of: TrainingOptions.self)

  /// Checks parsed options.
  ///
  /// - Throws: as `check` does.
  package func validate() throws { try check() }

  /// Checks the bounds of all options, and those that exclude each other.
  ///
  /// - Throws: `OptionFault` or `TrainingFault`.
  package func check() throws {
    try Bounds(1...100_000).check("epochs", epochs)
    try Bounds(1...10_000_000).check("batch-size", batchSize)
    try Bounds(above: 0).check("learning-rate", learningRate)
    try Bounds(1...100_000).check("early-stop-patience", earlyStopPatience)
    for weight in taskWeights ?? [] { try Bounds(from: 0).check("task-weights", weight) }
    if weights.count > 1 && weighting != .fixed { throw TrainingFault.mixedTaskWeights }
    if let taskWeights, !taskWeights.contains(where: { $0 > 0 }) {
      throw TrainingFault.noTaskToLearn
    }
    if earlyStopEach, earlyStopTogether { throw TrainingFault.eachAndTogether }
    if earlyStopEach, let task = monitor.task { throw TrainingFault.eachByOne(task: task) }
    try Bounds(0..<1).check("momentum", momentum)
    try Bounds(0...1000).check("weight-decay", weightDecay)
    try Bounds(above: 0).check("clip-norm", clipNorm)
    try Bounds(0...1_000_000_000).check("warmup-steps", warmupSteps)
    try Bounds(above: 0, upTo: 1).check("decay", decay)
    try Bounds(1...1_000_000_000).check("decay-steps", decaySteps)
  }
}

/// A conflict between training options.
package enum TrainingFault: Error, Equatable {
  /// Task weights are given both as a method and as numbers.
  case mixedTaskWeights
  /// All task weights are 0.
  case noTaskToLearn
  /// The best epoch is to be chosen both per task and for all.
  case eachAndTogether
  /// The best epoch of each task is to be chosen by the metric of one.
  case eachByOne(task: String)
}

extension TrainingOptions {
  /// Per-task weights in the loss; nil for 1 each.
  package var taskWeights: [Double]? {
    get {
      let numbers = weights.compactMap(\.number)
      return numbers.isEmpty ? nil : numbers
    }
    set { weights = (newValue ?? []).map { .number($0) } }
  }

  /// The method that sets the tasks' weights, which start at 1 unless it is `fixed`.
  package var weighting: TaskWeighting {
    get { weights.lazy.compactMap(\.method).first ?? .fixed }
    set { weights = newValue == .fixed ? weights.filter { $0.method == nil } : [.method(newValue)] }
  }

  /// The learning rate schedule.
  package var schedule: LearningRateSchedule {
    get {
      var schedule = LearningRateSchedule()
      (schedule.shape, schedule.warmupSteps) = (shape, warmupSteps)
      (schedule.decay, schedule.decaySteps) = (decay, decaySteps)
      return schedule
    }
    set {
      (shape, warmupSteps) = (newValue.shape, newValue.warmupSteps)
      (decay, decaySteps) = (newValue.decay, newValue.decaySteps)
    }
  }

  /// True if the best epoch is chosen per task.
  func selectsEach(for model: Model) -> Bool {
    !earlyStopTogether && monitor.task == nil && model.parametersOfTasks.count > 1
  }

  /// True if every epoch takes the rows in a new order; false for file order.
  package var shuffles: Bool {
    get { !noShuffle }
    set { noShuffle = !newValue }
  }

  /// True if gates, task weights and gradient conflicts are recorded over the steps.
  package var records: Bool {
    get { !noRecord }
    set { noRecord = !newValue }
  }

  /// The options that differ from their default.
  package var changes: [OptionSetting] {
    let standard = OptionSetting.all(of: Self.standard)
    return OptionSetting.all(of: self).filter { !standard.contains($0) }
  }
}

extension TrainingOptions {
  /// An option that has an effect only with a certain value of another option.
  package struct Partner: Sendable, Equatable {
    /// The option, without dashes.
    package let option: String
    /// The other option, without dashes.
    package let other: String
    /// The required value of the other option.
    package let value: String
  }

  static let partners = [
    Partner(option: "momentum", other: "optimizer", value: "sgd"),
    Partner(option: "weight-decay", other: "optimizer", value: "adamw"),
    Partner(option: "decay", other: "schedule", value: "exponential"),
    Partner(option: "decay-steps", other: "schedule", value: "exponential"),
  ]

  /// Options that were given but have no effect, each with the value of another option that it requires.
  package var idle: [Partner] {
    let changed = changes.map(\.name)
    let settings = OptionSetting.all(of: self)
    return Self.partners.filter { partner in
      changed.contains(partner.option)
        && !settings.contains { $0.name == partner.other && $0.value == .text(partner.value) }
    }
  }
}

extension TrainingOptions: Equatable {
  /// Compares the values of all options.
  package static func == (one: TrainingOptions, other: TrainingOptions) -> Bool {
    OptionSetting.all(of: one) == OptionSetting.all(of: other)
  }
}
