import Analysis
import ArgumentParser
import Engine
import Models

/// Shows the soft selection gates of a model.
struct SelectionGatesCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "ssg",
    abstract: "Soft selection gates: attended or raw embedding, per field and module.")
  static let group = CommandGroup.inspect
  static let examples = [Example("ssg m", "One value per field and module.")]
  static let makes: ValueKind? = .plot

  @Argument(help: "Model to inspect.") var model: ModelName

  func run(in session: Session) throws -> Output {
    let trainer = try session.model(
      model, for: "ssg", having: .selectionGates,
      where: SelectionGates.exist)
    return .show(try SelectionGates(of: NamedModel(model.text, trainer)).figure)
  }
}
