import Analysis
import ArgumentParser
import Engine
import Models

/// Shows what each module of a model reads.
struct SelectionGatesCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "ssg", abstract: "What each module reads of a field: attended or raw.")
  static let group = CommandGroup.look
  static let examples = [Example("ssg m", "Soft selection gates, fields and modules.")]
  static let makes: ValueKind? = .plot

  @Argument(help: "Model to look at.") var model: ModelName

  func run(in session: Session) throws -> Output {
    let trainer = try session.model(
      model, for: "ssg", having: .selectionGates,
      where: SelectionGates.exist)
    return .show(try SelectionGates(of: NamedModel(model.text, trainer)).figure)
  }
}
