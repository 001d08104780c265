import Analysis
import ArgumentParser
import DataSets

/// Shows what the gates of a model learned.
struct GatesCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "gates", abstract: "What a model's gates learned.")
  static let group = CommandGroup.look
  static let examples = [Example("gates m", "Values, contributions, what scales their gradient.")]
  static let makes: ValueKind? = .plot

  @Argument(help: "Model to look at.") var model: ModelName
  @Option(help: "Part of the rows to measure on.") var split = Split.Part.validation

  func run(in session: Session) throws -> Output {
    let trainer = try session.model(
      model, for: "gates", having: .gates, where: { Gates.exist(in: $0) })
    let gates = try Gates(
      of: NamedModel(model.text, trainer), on: split, interrupt: session.interrupt)
    return .show(gates.figures)
  }
}
