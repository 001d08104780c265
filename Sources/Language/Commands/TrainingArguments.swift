import ArgumentParser
import Engine
import Models
import Options
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
    try Bounds(1...100_000).check("epochs", epochs)
    try Bounds(1...10_000_000).check("batch-size", batchSize)
    try Bounds(1...100_000).check("early-stop-patience", earlyStopPatience)
    try Bounds(above: 0).check("learning-rate", learningRate)
    guard taskWeights.count <= 1 || taskWeights.allSatisfy({ $0.number != nil }) else {
      throw Complaint(
        .usage, "'--task-weights' are numbers, or one of the methods.", about: "--task-weights")
    }
    let numbers = taskWeights.compactMap(\.number)
    guard numbers.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw Complaint(.usage, "'--task-weights' are numbers from 0 on.", about: "--task-weights")
    }
    guard numbers.isEmpty || numbers.contains(where: { $0 > 0 }) else {
      throw Complaint(
        .usage, "'--task-weights' leave no task to learn: one has to be above 0.",
        about: "--task-weights")
    }
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
