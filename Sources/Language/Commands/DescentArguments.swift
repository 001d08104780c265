import ArgumentParser
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
    guard (0..<1).contains(momentum) else {
      throw ValidationError("'--momentum' goes from 0 to below 1.")
    }
    guard (0...1000).contains(weightDecay) else {
      throw ValidationError("'--weight-decay' goes from 0 to 1000.")
    }
    guard clipNorm.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("'--clip-norm' is a number above 0.")
    }
    guard decay > 0, decay <= 1 else {
      throw ValidationError("'--decay' is above 0 and at most 1.")
    }
    for (option, value, least) in [
      ("warmup-steps", warmupSteps, 0), ("decay-steps", decaySteps, 1),
    ]
    where !(least...1_000_000_000).contains(value) {
      throw ValidationError("'--\(option)' goes from \(least) to 1000000000, not \(value).")
    }
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
