import Analysis
import ArgumentParser
import DataSets

/// Shows how far a model's probabilities can be taken at their word.
struct CalibrationCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "calibration",
    abstract: "Reliability curves, and calibration error before and after temperature scaling.")
  static let group = CommandGroup.inspect
  static let examples = [
    Example("calibration m", "On the test rows; the temperature is fitted on the validation rows.")
  ]
  static let makes: ValueKind? = .table
  static let paper: String? =
    "Guo et al., On Calibration of Modern Neural Networks, ICML 2017, eqs. 2, 3 and 9."

  @Argument(help: "Model to look at.") var model: ModelName
  @Option(help: "Part of the rows to measure on.") var split = Split.Part.test
  @OptionGroup var spaces: SampleSpaceOptions

  func run(in session: Session) throws -> Output {
    let trainer = try session.observed(model, for: "calibration")
    let calibration = try Calibration(
      of: NamedModel(model.text, trainer), on: split, in: spaces.sampleSpace,
      interrupt: session.interrupt)
    return .show(calibration.figures)
  }
}
