import Analysis
import ArgumentParser
import Display
import Options
import System
import Training

/// Shows the value of a name.
struct Show: Command {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Contents of a data set, model, table or plot.")
  static let group = CommandGroup.data
  static let examples = [
    Example("show adult", "Fields, missing values, tasks, split."),
    Example("show t --where kind=mmoe --sort auc --descending", "Some rows of a table, in order."),
    Example("show sweep --rows all --columns r model auc", "All rows, three columns."),
  ]
  static let makes: ValueKind? = .table

  @Argument(help: "Name to show.") var name: AnyName
  @OptionGroup var selection: TableSelection

  func run(in session: Session) throws -> Output {
    let value = try session.value(of: name, for: "show")
    switch value {
    case .shown(let document, _) where selection.isEmpty: return .show(document.figures)
    case .shown(_, let rows):
      let line = "show \(name.text)"
      // A large table takes a while to sort, which no interrupt ends.
      let work = BackgroundWork { [selection] in
        Result { try selection.applied(to: rows, by: line) }
      }
      return .show(.table(try work.wait(session.interrupt).get()))
    case .data, .model, .predictions, .variable:
      if !selection.isEmpty {
        throw Complaint(
          .usage, "'\(name.text)' is \(value.kind.phrase); rows are chosen of a table or plot.",
          wayOut: "`show \(name.text)` shows it.", about: name.text)
      }
      return try figures(of: value, session)
    }
  }

  private func figures(of value: SessionValue, _ session: Session) throws -> Output {
    switch value {
    case .data(let data): .show(DataSummary(of: data).figures)
    case .model(let trainer): .show(try summary(of: trainer, session).advisedFigures)
    case .predictions(let predictions): .show(try predictions.figure(session.interrupt))
    case .shown(let document, _): .show(document.figures)
    case .variable(let words): .show(.text(words.map(\.text).joined(separator: " ")))
    }
  }

  private func summary(of trainer: Trainer, _ session: Session) throws -> ModelSummary {
    try ModelSummary(NamedModel(name.text, trainer), interrupt: session.interrupt)
  }
}
