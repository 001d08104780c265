import ArgumentParser
import Display
import System

/// Draws columns of a table.
struct Plot: Command {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "A line or bar plot of a table, for instance a loop's.")
  static let group = CommandGroup.look
  static let examples = [
    Example("plot sweep --x r --y logloss --by model", "A line a model, since r holds numbers."),
    Example("plot t --x model --y auc", "A bar a model."),
  ]
  static let makes: ValueKind? = .plot

  @Argument(help: "Table to draw.") var table: TableName
  @Option(help: "Column across: numbers give lines, words give bars.") var x: String
  @Option(help: "Column upwards, of numbers.") var y: String
  @Option(help: "Column that tells lines or groups of bars apart.") var by: String?

  func run(in session: Session) throws -> Output {
    let table = try session.table(table, for: "plot")
    let across = try TableColumns(table).cells(x)
    let upwards = try TableColumns(table).numbers(y)
    let groups = try by.map { try TableColumns(table).cells($0).map(\.plainWord) }
    let rows = try across.indices.map {
      try session.interrupt.check()
      return PlotRow(across: across[$0], value: upwards[$0], group: groups?[$0])
    }
    let title = "\(y) by \(x)" + (by.map { " and \($0)" } ?? "") + " · \(self.table.text)"
    let isLine = across.allSatisfy { $0.value != nil }
    try session.interrupt.check()
    return .show(isLine ? linePlot(rows, title) : barPlot(rows, title))
  }

  private func linePlot(_ rows: [PlotRow], _ title: String) -> Figure {
    let series = PlotRow.groups(of: rows).map { group in
      let points = rows.filter { $0.group == group }.compactMap { row -> (x: Double, y: Double)? in
        guard let x = row.across.value, let y = row.value else { return nil }
        return (x, y)
      }
      return LinePlot.Series(name: group ?? y, points: points.sorted { $0.x < $1.x })
    }
    return .linePlot(LinePlot(title: title, xLabel: x, yLabel: y, series: series))
  }

  private func barPlot(_ rows: [PlotRow], _ title: String) -> Figure {
    let bars = rows.compactMap { row in
      row.value.map { (label: row.across.plainWord, group: row.group, value: $0) }
    }
    return .barPlot(BarPlot(title: title, bars: bars, format: .significant(4)))
  }
}

/// What is drawn of a row of the table.
private struct PlotRow {
  var across: Table.Cell
  var value: Double?
  var group: String?

  /// The groups in the order in which they come first.
  static func groups(of rows: [PlotRow]) -> [String?] {
    rows.reduce(into: []) { groups, row in
      if !groups.contains(row.group) { groups.append(row.group) }
    }
  }
}

/// The columns of a table by their keys, with errors that list them.
private struct TableColumns {
  private let table: Table

  init(_ table: Table) { self.table = table }

  func cells(_ key: String) throws(Complaint) -> [Table.Cell] {
    if let cells = table[column: key] { return cells }
    let keys = table.columns.map(\.key)
    throw Complaint(
      .name, "The table has no column '\(key)'.\(Suggestion.question(for: key, among: keys))",
      wayOut: "Columns: \(keys.joined(separator: ", ")).", about: key)
  }

  func numbers(_ key: String) throws(Complaint) -> [Double?] {
    let cells = try cells(key)
    guard cells.contains(where: { $0.value != nil }) else {
      let numeric = table.columns.map(\.key).filter { key in
        table[column: key]?.contains { $0.value != nil } ?? false
      }
      throw Complaint(
        .usage, "Column '\(key)' holds no numbers.",
        wayOut: "Columns of numbers: \(numeric.joined(separator: ", ")).", about: key)
    }
    return cells.map(\.value)
  }
}

extension Table.Cell {
  /// The cell in a few letters, as a label.
  fileprivate var plainWord: String {
    switch self {
    case .text(let text): text
    case .number(let value, let format): format.text(value)
    case .share(let value): NumberFormat.percent(1).text(value)
    case .missing: "n/a"
    }
  }
}
