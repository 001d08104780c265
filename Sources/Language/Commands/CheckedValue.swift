import Analysis
import DataSets
import Display
import Models
import Options
import System
import Training

/// The value that `check` is about, and its figures.
struct CheckedValue {
  /// A figure that was found, and the row of a table that it stands in.
  typealias Found = (cell: Table.Cell, row: String?)

  private let command: Check
  private let session: Session

  init(_ command: Check, in session: Session) {
    self.command = command
    self.session = session
  }

  /// The figures under a name; of a table one per row.
  func figures(_ figure: String?) throws -> [Found] {
    let subject = command.subject
    guard subject.isName else {
      if let figure { throw noFigure(figure, among: []) }
      let table = try SessionQuery(session).table(of: subject.text)
      return column(0, of: table)
    }
    let value = try session.value(of: subject, for: "check")
    if case .variable(let words) = value, figure == nil {
      return [(Self.cell(words.map(\.text).joined(separator: " ")), nil)]
    }
    let known = Self.figures(of: value.kind, value.words)
    guard let figure else { throw noFigure(command.claim.first ?? "", among: known) }
    if !command.conditions.isEmpty, value.kind != .table, value.kind != .plot {
      throw Complaint(
        .usage, "'\(subject.text)' is \(value.kind.phrase); `--where` chooses rows of a table.",
        about: "--where")
    }
    let found: [Found]? =
      switch value {
      case .data(let data): self.figure(figure, of: data).map { [($0, nil)] }
      case .model(let trainer): try self.figure(figure, of: trainer).map { [($0, nil)] }
      case .shown(_, let rows): try self.figures(figure, of: rows)
      case .predictions, .variable: nil
      }
    guard let found else { throw noFigure(figure, among: known) }
    return found
  }

  /// A number with the decimals that were typed, or a text.
  private static func cell(_ text: String) -> Table.Cell {
    guard let value = Double(text) else { return .text(text) }
    let decimals = text.drop { $0 != "." }.dropFirst()
    let isPlain = decimals.allSatisfy(\.isNumber)
    return .number(value, isPlain ? .fixed(decimals.count) : .significant(6))
  }

  /// The names of figures; `words` are the tasks or columns of the value.
  static func figures(of kind: ValueKind, _ words: [String]) -> [String] {
    switch kind {
    case .data: ["fingerprint", "rows", "features", "tasks"]
    case .model: ["weights", "parameters"] + words.flatMap { ["\($0).auc", "\($0).logloss"] }
    case .table, .plot: ["digest", "rows", "columns"] + words
    case .predictions, .variable: []
    }
  }

  private func noFigure(_ figure: String, among known: [String]) -> Complaint {
    guard !known.isEmpty else {
      return Complaint(
        .usage, "A query or variable has only its value, no figure '\(figure)'.",
        wayOut: "For instance: `check guess equals lower`.", about: figure)
    }
    guard command.claim.count > 1, !Relation.words.contains(figure) else {
      return Complaint(
        .usage, "The claim about '\(command.subject.text)' needs a figure and a value.",
        wayOut: "Figures: \(known.joined(separator: ", ")).", about: figure)
    }
    return Complaint(
      .name,
      "'\(command.subject.text)' has no figure '\(figure)'."
        + Suggestion.question(for: figure, among: known),
      wayOut: "Figures: \(known.joined(separator: ", ")).", about: figure)
  }

  /// As many digits of a digest as were asked for, but at least six; else those that tables show.
  private func digits(of digest: String) -> Table.Cell {
    let asked = command.claim.last.map { $0.count } ?? 0
    return .text(String(digest.prefix(asked < 6 ? 12 : asked)))
  }
}

extension CheckedValue {
  private func figure(_ name: String, of data: DataSet) -> Table.Cell? {
    switch name {
    case "fingerprint": digits(of: data.fingerprint)
    case "rows": .number(Double(data.rowCount), .count)
    case "features": .number(Double(data.schema.features.count), .count)
    case "tasks": .number(Double(data.schema.tasks.count), .count)
    default: nil
    }
  }

  private func figure(_ name: String, of trainer: Trainer) throws -> Table.Cell? {
    switch name {
    case "weights": return digits(of: try trainer.model.digest(interrupt: session.interrupt))
    case "parameters": return .number(Double(trainer.model.count), .count)
    default: break
    }
    // Names of tasks may have dots, figures have none.
    guard let dot = name.lastIndex(of: "."),
      trainer.model.schema.tasks.contains(where: { $0.name == name[..<dot] })
    else { return nil }
    let evaluation = try trainer.evaluate(command.split, interrupt: session.interrupt)
    let table = EvaluationTable([(command.subject.text, evaluation)], source: "").table
    guard let column = table.index(ofColumn: String(name[name.index(after: dot)...])), column > 1,
      let task = table.index(ofColumn: "task")
    else { return nil }
    return table.matching([(task, String(name[..<dot]))]).rows.first?.cells[column]
  }

  private func figures(_ name: String, of table: Table) throws -> [Found]? {
    var part = table
    if !command.conditions.isEmpty {
      part = try TableSelection.rows(of: table, where: command.conditions)
    }
    switch name {
    case "rows": return [(.number(Double(part.rows.count), .count), nil)]
    case "columns": return [(.number(Double(part.columns.count), .count), nil)]
    case "digest": return [(digits(of: try part.digest(interrupt: session.interrupt)), nil)]
    default: return part.index(ofColumn: name).map { column($0, of: part) }
    }
  }

  private func column(_ column: Int, of table: Table) -> [Found] {
    table.rows.enumerated().map { index, row in
      let isOnly = table.rows.count == 1
      return (row.cells[column], isOnly ? nil : "row \(index + 1)\(Self.names(of: row))")
    }
  }

  /// " (m, income)": the words of a row.
  private static func names(of row: Table.Row) -> String {
    let words = row.cells.prefix(3).compactMap { cell in
      if case .text(let text) = cell { text } else { nil }
    }
    return words.isEmpty ? "" : " (\(words.joined(separator: ", ")))"
  }
}
