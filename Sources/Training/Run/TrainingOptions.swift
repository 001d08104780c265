package import ArgumentParser
package import Engine
package import Options

/// What a person may choose about a run of training.
///
/// The one place of these options. `train` takes them as they are declared here, `check()` holds them
/// to their bounds, files name each with its value, and the table of a training tells which are not
/// the default.
package struct TrainingOptions: ParsableArguments, Sendable {
  @Option(help: "How often all training rows are seen.")
  package var epochs = 3

  @Option(help: "Rows a step.")
  package var batchSize = 1024

  @Option(help: "Size of a step.")
  package var learningRate = 1e-3

  @Option(help: "Rule by which the weights move.")
  package var optimizer = UpdateRule.adam

  @Option(
    name: .customLong("embedding-update"),
    help: "Rows of an embedding table that a step moves: all (dense), or its batch's (lazy).")
  package var tables = TableUpdate.automatic

  @Option(help: "Seed of the order of rows.")
  package var seed: UInt64 = 1

  @Option(help: "What the best epoch is chosen by: loss, auc, TASK.loss or TASK.auc.")
  package var monitor = Monitor.loss

  @Option(help: "Epochs without gain after which training ends; never without it.")
  package var earlyStopPatience: Int?

  @Option(
    name: .customLong("task-weights"), parsing: .upToNextOption,
    help: "A weight a task in the loss, or who sets them: uncertainty, gradnorm, dwa, pcgrad.")
  private var weights: [TaskWeight] = []

  @Option(
    name: .customLong("sample-space"), parsing: .upToNextOption,
    help: "Tasks that count only rows on which another label is 1, as conversion=click.")
  package var sampleSpaces: [SampleSpace] = []

  @Option(help: "Share of the last step that goes on, with the optimizer sgd.")
  package var momentum = 0.0

  @Option(help: "Share of the rate by which weights shrink, with the optimizer adamw.")
  package var weightDecay = 0.01

  @Option(help: "Largest norm of all gradients together; larger ones are scaled down to it.")
  package var clipNorm: Double?

  @Option(name: .customLong("schedule"), help: "How the learning rate changes over the steps.")
  private var shape = LearningRateSchedule().shape

  @Option(help: "Steps over which the learning rate rises to its height.")
  private var warmupSteps = LearningRateSchedule().warmupSteps

  @Option(help: "What the exponential schedule multiplies the rate by in its steps.")
  private var decay = LearningRateSchedule().decay

  @Option(help: "Steps of the exponential schedule.")
  private var decaySteps = LearningRateSchedule().decaySteps

  @Flag(help: "Take the rows in the file's order.")
  private var noShuffle = false

  /// Declarations without values, for the parser alone.
  @available(*, deprecated, message: "This has no values yet: use `TrainingOptions.standard`.")
  package init() {}

  /// The options of a line that gives none.
  package static let standard = OptionParser.defaults(of: TrainingOptions.self)

  package func validate() throws { try check() }

  /// - Throws: `OptionFault` or `TrainingFault` about what no training can be run with.
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
    try Bounds(0..<1).check("momentum", momentum)
    try Bounds(0...1000).check("weight-decay", weightDecay)
    try Bounds(above: 0).check("clip-norm", clipNorm)
    try Bounds(0...1_000_000_000).check("warmup-steps", warmupSteps)
    try Bounds(above: 0, upTo: 1).check("decay", decay)
    try Bounds(1...1_000_000_000).check("decay-steps", decaySteps)
  }
}

/// What training finds against its options taken together.
package enum TrainingFault: Error, Equatable {
  /// A method sets the weights of all tasks, and numbers stand beside it.
  case mixedTaskWeights
  /// All weights are 0.
  case noTaskToLearn
}

extension TrainingOptions {
  /// A weight a task in the loss; nil is 1 each.
  package var taskWeights: [Double]? {
    get {
      let numbers = weights.compactMap(\.number)
      return numbers.isEmpty ? nil : numbers
    }
    set { weights = (newValue ?? []).map { .number($0) } }
  }

  /// Who sets the weights; other than `fixed` they start at 1.
  package var weighting: TaskWeighting {
    get { weights.lazy.compactMap(\.method).first ?? .fixed }
    set { weights = newValue == .fixed ? weights.filter { $0.method == nil } : [.method(newValue)] }
  }

  /// How the learning rate changes over the steps.
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

  /// Takes the rows in a new order in each epoch; else in file order.
  package var shuffles: Bool {
    get { !noShuffle }
    set { noShuffle = !newValue }
  }

  /// The options that are not the default.
  package var changes: [OptionSetting] {
    let standard = OptionSetting.all(of: Self.standard)
    return OptionSetting.all(of: self).filter { !standard.contains($0) }
  }
}

extension TrainingOptions {
  /// An option that works only with one value of another.
  package struct Partner: Sendable, Equatable {
    package let option: String
    package let other: String
    package let value: String
  }

  static let partners = [
    Partner(option: "momentum", other: "optimizer", value: "sgd"),
    Partner(option: "weight-decay", other: "optimizer", value: "adamw"),
    Partner(option: "decay", other: "schedule", value: "exponential"),
    Partner(option: "decay-steps", other: "schedule", value: "exponential"),
  ]

  /// Options that were given and change nothing, each with what it wants beside it.
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
  package static func == (one: TrainingOptions, other: TrainingOptions) -> Bool {
    OptionSetting.all(of: one) == OptionSetting.all(of: other)
  }
}
