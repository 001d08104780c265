import ArgumentParser
import Engine
import Models
import Training

/// The options of a run of training, for the commands that train.
struct TrainingArguments: ParsableArguments {
  @Option(help: "How often all training rows are seen.") var epochs = TrainingOptions().epochs
  @Option(help: "Rows a step.") var batchSize = TrainingOptions().batchSize
  @Option(help: "Size of a step.") var learningRate = TrainingOptions().learningRate
  @Option(help: "Rule by which the weights move.") var optimizer = TrainingOptions().optimizer
  @Option(help: "Rows of an embedding table that a step moves: all (dense), or its batch's (lazy).")
  var embeddingUpdate = TrainingOptions().tables
  @Option(help: "Seed of the order of rows.") var seed = TrainingOptions().seed
  @Option(help: "What the best epoch is chosen by: loss, auc, TASK.loss or TASK.auc.")
  var monitor = TrainingOptions().monitor
  @Option(help: "Epochs without gain after which training ends; never without it.")
  var earlyStopPatience: Int?
  @Option(
    parsing: .upToNextOption,
    help: "A weight a task in the loss, or who sets them: uncertainty, gradnorm, dwa, pcgrad.")
  var taskWeights: [TaskWeightWord] = []
  @Option(
    parsing: .upToNextOption,
    help: "Tasks that count only rows on which another label is 1, as conversion=click.")
  var sampleSpace: [SampleSpace] = []
  @OptionGroup var descent: DescentArguments
  @Flag(help: "Take the rows in the file's order.") var noShuffle = false

  func validate() throws {
    try check("--epochs", epochs, 1...100_000)
    try check("--batch-size", batchSize, 1...10_000_000)
    if let earlyStopPatience { try check("--early-stop-patience", earlyStopPatience, 1...100_000) }
    guard learningRate > 0, learningRate.isFinite else {
      throw ValidationError("'--learning-rate' is a number above 0.")
    }
    guard taskWeights.count <= 1 || taskWeights.allSatisfy({ $0.number != nil }) else {
      throw ValidationError("'--task-weights' are numbers, or one of the methods.")
    }
    let numbers = taskWeights.compactMap(\.number)
    guard numbers.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw ValidationError("'--task-weights' are numbers from 0 on.")
    }
    guard numbers.isEmpty || numbers.contains(where: { $0 > 0 }) else {
      throw ValidationError("'--task-weights' leave no task to learn: one has to be above 0.")
    }
  }

  private func check(_ option: String, _ value: Int, _ range: ClosedRange<Int>) throws {
    guard !range.contains(value) else { return }
    throw ValidationError(
      "'\(option)' goes from \(range.lowerBound) to \(range.upperBound), not \(value).")
  }

  var options: TrainingOptions {
    var options = TrainingOptions()
    options.epochs = epochs
    options.batchSize = batchSize
    options.learningRate = learningRate
    options.optimizer = optimizer
    options.tables = embeddingUpdate
    options.seed = seed
    options.monitor = monitor
    options.earlyStopPatience = earlyStopPatience
    let weights = taskWeights.compactMap(\.number)
    options.taskWeights = weights.isEmpty ? nil : weights
    options.weighting = taskWeights.lazy.compactMap(\.method).first ?? .fixed
    options.sampleSpaces = sampleSpace
    descent.set(&options)
    options.shuffles = !noShuffle
    return options
  }
}

extension TableUpdate: ExpressibleByArgument {}

extension Monitor: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }

  package var defaultValueDescription: String { text }
}
