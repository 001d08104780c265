import Analysis
import ArgumentParser
import DataSets
import Options

/// Shows which fields a model needs for which task.
struct ImportanceCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "importance",
    abstract: "Which fields matter to which task: what is lost when a field is shuffled.",
    discussion: """
      A field matters to a task if its AUC (R² of a regression) falls by more than 0.001 and by more
      than twice the standard error over the shuffles. It matters to one task only if no other
      task's falls by more than that scatter.
      """)
  static let group = CommandGroup.inspect
  static let examples = [
    Example("importance m", "Five shuffles of every field, on 20,000 test rows at most."),
    Example("importance m --sample 0 --repeats 10", "On all rows of the test part."),
  ]
  static let makes: ValueKind? = .table
  static let paper: String? = "Breiman, Random Forests, Machine Learning 45, 2001, section 10."

  @Argument(help: "Model to look at.") var model: ModelName
  @Option(help: "Part of the rows to measure on.") var split = Split.Part.test
  @Option(help: "Shuffles of each field.") var repeats = 5
  @Option(help: "Rows to draw from the part; 0 takes all.") var sample = 20_000
  @Option(help: "Seed of the sample and the shuffles.") var seed: UInt64 = 1
  @OptionGroup var spaces: SampleSpaceOptions

  func validate() throws {
    try Bounds(1...1000).check("repeats", repeats)
    try Bounds(0...Int(Int32.max)).check("sample", sample)
  }

  func run(in session: Session) throws -> Output {
    let trainer = try session.observed(model, for: "importance")
    var settings = Importance.Settings()
    (settings.repeats, settings.rows, settings.seed) = (repeats, sample == 0 ? nil : sample, seed)
    return .show(
      try Importance(
        of: NamedModel(model.text, trainer), on: split, settings, in: spaces.sampleSpace,
        interrupt: session.interrupt
      ).figure)
  }
}
