import Analysis
import ArgumentParser
import Options
import Training

/// Shows how tasks pull on what they share.
struct AffinityCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "affinity",
    abstract: "Do the tasks' gradients agree, and what does one task's step do to the others?")
  static let group = CommandGroup.inspect
  static let examples = [
    Example("affinity m", "Cosines, conflicts and lookahead on sixteen batches."),
    Example("affinity m --batches 64", "The same with less scatter."),
  ]
  static let makes: ValueKind? = .plot
  static let paper: String? =
    "Fifty et al., Efficiently Identifying Task Groupings for Multi-Task Learning, NeurIPS 2021; "
    + "Yu et al., Gradient Surgery for Multi-Task Learning, NeurIPS 2020."

  @Argument(help: "Model to look at.") var model: ModelName
  @Option(help: "Batches of training rows to measure on.") var batches = 16
  @Option(help: "Rows per batch.") var batchSize = 1024
  @Option(help: "Length of a lookahead step, as a share of the length of the shared weights.")
  var step = 0.001
  @Option(help: "Seed of the rows.") var seed: UInt64 = 1

  func validate() throws {
    try Bounds(1...100_000).check("batches", batches)
    try Bounds(1...10_000_000).check("batch-size", batchSize)
    try Bounds(above: 0, upTo: 1).check("step", step)
  }

  func run(in session: Session) throws -> Output {
    let trainer = try session.observed(model, for: "affinity")
    var settings = TaskAffinity.Settings()
    (settings.batches, settings.batchSize) = (batches, batchSize)
    (settings.stepLength, settings.seed) = (step, seed)
    return .show(
      try Affinity(
        of: NamedModel(model.text, trainer), settings, interrupt: session.interrupt
      ).figures)
  }
}
