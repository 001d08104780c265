import Analysis
import ArgumentParser
import DataSets
import Options
import Training

/// Shows what a model is worth on slices of the rows.
struct SlicesCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "slices",
    abstract:
      "AUC and calibration per value of a field; against a second model, where it is worse.",
    discussion: """
      A regression has its mean squared error instead. Values on fewer than 10 rows share a slice,
      and nothing is concluded from a slice with fewer than 10 rows, or fewer of either class.
      """)
  static let group = CommandGroup.inspect
  static let examples = [
    Example("slices m --by occupation", "One row per occupation and task."),
    Example("slices m shared --by age --quantiles 5", "Where sharing hurts, by age."),
  ]
  static let makes: ValueKind? = .table
  static let paper: String? =
    "Su et al., STEM: Unleashing the Power of Embeddings for Multi-task Recommendation, AAAI 2024."

  @Argument(help: "Model to look at.") var model: ModelName
  @Argument(help: "Model of the same data to compare it with.") var other: ModelName?
  @Option(help: "Field whose values cut the rows.") var by: String
  @Option(help: "Part of the rows to measure on.") var split = Split.Part.test
  @OptionGroup var slicing: QuantileOptions
  @Option(help: "Bootstrap resamples behind each interval; 0 for none.") var resamples = 200
  @Option(help: "Seed of the bootstrap.") var seed: UInt64 = 1
  @OptionGroup var spaces: SampleSpaceOptions

  func validate() throws {
    try Bounds(0...10_000).check("resamples", resamples)
  }

  func run(in session: Session) throws -> Output {
    let trainer = try session.observed(model, for: "slices")
    let baseline = try other.map {
      NamedModel($0.text, try session.observed($0, for: "slices"))
    }
    try slicing.check(by: by, of: trainer.data)
    var settings = Slices.Settings(field: by)
    (settings.quantiles, settings.resamples, settings.seed) = (slicing.quantiles, resamples, seed)
    return .show(
      try Slices(
        of: NamedModel(model.text, trainer), against: baseline, on: split, settings,
        in: spaces.sampleSpace, interrupt: session.interrupt
      ).figure)
  }
}
