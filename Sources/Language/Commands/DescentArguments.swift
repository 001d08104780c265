import ArgumentParser
import Options
import Training

/// The options of a run of training that say how weights follow gradients, beside the rule itself.
struct DescentArguments: ParsableArguments {
  @Option(help: "Share of the last step that goes on, with --optimizer sgd.")
  var momentum = TrainingOptions().momentum
  @Option(help: "Share of the rate by which weights shrink, with --optimizer adamw.")
  var weightDecay = TrainingOptions().weightDecay
  @Option(help: "Largest norm of all gradients together; larger ones are scaled down to it.")
  var clipNorm: Double?
  @Option(help: "How the learning rate changes over the steps.")
  var schedule = LearningRateSchedule().shape
  @Option(help: "Steps over which the learning rate rises to its height.")
  var warmupSteps = LearningRateSchedule().warmupSteps
  @Option(help: "What the exponential schedule multiplies the rate by in --decay-steps.")
  var decay = LearningRateSchedule().decay
  @Option(help: "Steps of the exponential schedule.")
  var decaySteps = LearningRateSchedule().decaySteps

  func validate() throws {
    try Bounds(0..<1).check("momentum", momentum)
    try Bounds(0...1000).check("weight-decay", weightDecay)
    try Bounds(above: 0).check("clip-norm", clipNorm)
    try Bounds(above: 0, upTo: 1).check("decay", decay)
    try Bounds(0...1_000_000_000).check("warmup-steps", warmupSteps)
    try Bounds(1...1_000_000_000).check("decay-steps", decaySteps)
  }

  func set(_ options: inout TrainingOptions) {
    options.momentum = momentum
    options.weightDecay = weightDecay
    options.clipNorm = clipNorm
    options.schedule.shape = schedule
    options.schedule.warmupSteps = warmupSteps
    options.schedule.decay = decay
    options.schedule.decaySteps = decaySteps
  }
}

/// A word of `--task-weights`: a number, or the method that sets all weights.
struct TaskWeightWord: ExpressibleByArgument, Equatable {
  let number: Double?
  let method: TaskWeighting?

  init?(argument: String) {
    number = Double(argument)
    method = TaskWeighting(rawValue: argument)
    if number == nil && (method == nil || method == .fixed) { return nil }
  }

  static var allValueStrings: [String] {
    TaskWeighting.allCases.filter { $0 != .fixed }.map(\.rawValue)
  }
}

extension LearningRateSchedule.Shape: ExpressibleByArgument {}

extension SampleSpace: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
