import Analysis
import ArgumentParser
import DataSets

/// Shows a model's predictions over the base confidence of derived data.
struct ConfidenceCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "confidence",
    abstract: "Predictions of a model over the base confidence of derived data.",
    discussion: """
      The labels of the model's data are confidences, as those of
      `d = derive related adult --task income --confidences`.
      """)
  static let group = CommandGroup.inspect
  static let examples = [Example("confidence follower", "One plot per derived task.")]
  static let makes: ValueKind? = .plot
  static let paper: String? = "Kong et al., DEPHN, IJCNN 2023, arXiv 2307.12519, Fig. 7."

  @Argument(help: "Model to look at.") var model: ModelName
  @Option(help: "Rows to measure on.") var split = Split.Part.test

  func run(in session: Session) throws -> Output {
    let trainer = try session.observed(model, for: "confidence")
    return .show(
      try Confidence(
        of: NamedModel(model.text, trainer), on: split, interrupt: session.interrupt
      ).figures)
  }
}
