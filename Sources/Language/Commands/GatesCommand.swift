import Analysis
import ArgumentParser
import DataSets

/// Shows the gates of a model.
struct GatesCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "gates", abstract: "Gates of a model: values and contributions.")
  static let group = CommandGroup.inspect
  static let examples = [
    Example("gates m", "Gate values, contributions and gradient factors of a dephn model.")
  ]
  static let makes: ValueKind? = .plot

  @Argument(help: "Model to inspect.") var model: ModelName
  @Option(help: "Rows to measure on.") var split = Split.Part.validation

  func run(in session: Session) throws -> Output {
    let trainer = try session.model(
      model, for: "gates", having: .gates, where: { Gates.exist(in: $0) })
    let gates = try Gates(
      of: NamedModel(model.text, trainer), on: split, interrupt: session.interrupt)
    return .show(gates.figures)
  }
}
