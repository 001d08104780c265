import Analysis
import ArgumentParser
import Display
import Training

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
    case .data(let data): .show(DataSummary(of: data).figures)
    case .model(let trainer): .show(try summary(of: trainer, session).advisedFigures)
    case .table(let table): .show(.table(table))
    case .plot(let figure): .show(figure)
    }
  }

  private func summary(of trainer: Trainer, _ session: Session) throws -> ModelSummary {
    try ModelSummary(NamedModel(name.text, trainer), interrupt: session.interrupt)
  }
}
