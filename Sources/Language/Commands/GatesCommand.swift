import Analysis
import ArgumentParser
import DataSets
import Training

/// Shows the gates of a model.
struct GatesCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "gates", abstract: "Gates of a model: values and contributions.",
    discussion: """
      With --by, values on fewer than 10 rows share a slice. Slices of 10 rows or more come first,
      those that differ most from the mean at the top.
      """)
  static let group = CommandGroup.inspect
  static let examples = [
    Example("gates m", "Gate values, contributions and gradient factors of a dephn model."),
    Example("gates m --by occupation", "Mean gate per occupation, as difference from all rows."),
  ]
  static let makes: ValueKind? = .plot

  @Argument(help: "Model to inspect.") var model: ModelName
  @Option(help: "Rows to measure on.") var split = Split.Part.validation
  @Option(help: "Field over whose values the gates are compared.") var by: String?
  @OptionGroup var slicing: QuantileOptions

  func run(in session: Session) throws -> Output {
    let trainer = try session.model(
      model, for: "gates", having: .gates, where: { Gates.exist(in: $0) })
    let named = NamedModel(model.text, trainer)
    try slicing.check(by: by, of: trainer.data)
    if let by {
      return .show(
        try GatesByField(
          of: named, by: by, quantiles: slicing.quantiles, on: split, interrupt: session.interrupt
        ).figure)
    }
    let gates = try Gates(of: named, on: split, interrupt: session.interrupt)
    return .show(gates.figures)
  }
}
