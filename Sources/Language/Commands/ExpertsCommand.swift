import Analysis
import ArgumentParser
import DataSets
import Display

/// Shows expert utilisation.
struct ExpertsCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "experts", abstract: "Expert utilisation: the share of each expert in each task.")
  static let group = CommandGroup.inspect
  static let examples = [Example("experts m --split test", "Measured on the test rows.")]
  static let makes: ValueKind? = .table

  @Argument(help: "Model to inspect.") var model: ModelName
  @Option(help: "Rows to measure on.") var split = Split.Part.validation

  func run(in session: Session) throws -> Output {
    let trainer = try session.model(
      model, for: "experts", having: .experts, where: { ExpertUse.exists(in: $0) })
    let use = try ExpertUse(
      of: NamedModel(model.text, trainer), on: split, interrupt: session.interrupt)
    return .show(.table(use.table.advising(use.advice)))
  }
}
