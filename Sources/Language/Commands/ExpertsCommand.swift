import Analysis
import ArgumentParser
import DataSets
import Display

/// Shows which expert each task draws on.
struct ExpertsCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "experts", abstract: "Who uses which expert?")
  static let group = CommandGroup.look
  static let examples = [Example("experts m --split test", "Shares of the public logit.")]
  static let makes: ValueKind? = .table

  @Argument(help: "Model to look at.") var model: ModelName
  @Option(help: "Part of the rows to measure on.") var split = Split.Part.validation

  func run(in session: Session) throws -> Output {
    let trainer = try session.model(
      model, for: "experts", having: .experts, where: { ExpertUse.exists(in: $0) })
    let use = try ExpertUse(
      of: NamedModel(model.text, trainer), on: split, interrupt: session.interrupt)
    return .show(.table(use.table.advising(use.advice)))
  }
}
