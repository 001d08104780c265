import Analysis
import ArgumentParser
import Display

/// Shows what a name stands for.
struct Show: Command {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "What a data set, model, table or plot holds.")
  static let group = CommandGroup.data
  static let examples = [Example("show adult", "Fields, missing values, tasks, split.")]
  static let makes: ValueKind? = .table

  @Argument(help: "What to show.") var name: AnyName

  func run(in session: Session) throws -> Output {
    switch try session.value(of: name, for: "show") {
    case .data(let data): .show(DataSummary(data).figures)
    case .model(let trainer): .show(ModelSummary(NamedModel(name.text, trainer)).figures)
    case .table(let table): .show(.table(table))
    case .plot(let figure): .show(figure)
    }
  }
}
