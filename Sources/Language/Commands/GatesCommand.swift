import Analysis
import ArgumentParser
import DataSets
import Options

/// Shows the gates of a model.
struct GatesCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "gates", abstract: "Gates of a model: values and contributions.")
  static let group = CommandGroup.inspect
  static let examples = [
    Example("gates m", "Gate values, contributions and gradient factors of a dephn model."),
    Example("gates m --by occupation", "Mean gate per occupation, as difference from all rows."),
  ]
  static let makes: ValueKind? = .plot

  @Argument(help: "Model to inspect.") var model: ModelName
  @Option(help: "Rows to measure on.") var split = Split.Part.validation
  @Option(help: "Field over whose values the gates are compared.") var by: String?
  @Option(help: "Number of slices of a numeric field, with equal numbers of rows.")
  var quantiles = 4

  func validate() throws { try Bounds(2...100).check("quantiles", quantiles) }

  func run(in session: Session) throws -> Output {
    let trainer = try session.model(
      model, for: "gates", having: .gates, where: { Gates.exist(in: $0) })
    let named = NamedModel(model.text, trainer)
    if let by {
      return .show(
        try GatesByField(
          of: named, by: by, quantiles: quantiles, on: split, interrupt: session.interrupt
        ).figure)
    }
    let gates = try Gates(of: named, on: split, interrupt: session.interrupt)
    return .show(gates.figures)
  }
}
