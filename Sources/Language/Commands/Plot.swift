import ArgumentParser
import Display
import Numbers
import Options
import System

/// Plots columns of a table.
struct Plot: Command {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Line or bar plot of a table's columns.",
    discussion: """
      Rows with the same x are averaged: a point is their mean, the line through it one standard
      deviation up and down.
      """)
  static let group = CommandGroup.inspect
  static let examples = [
    Example("plot sweep --x r --y logloss --by model", "One line per model, since r is numeric."),
    Example("plot t --x model --y auc --from 0.5", "One bar per model, all from 0.5."),
    Example("plot sweep --x auc --y logloss --by kind --points", "Points without lines."),
    Example("plot sweep --x r --y auc --facet kind", "One plot per kind, with the same axes."),
  ]
  static let makes: ValueKind? = .plot

  @Argument(help: "Table to plot.") var table: TableName
  @Option(help: "Column for the x-axis; numbers give lines, words give bars.") var x: String
  @Option(help: "Numeric column for the y-axis.") var y: String
  @Option(help: "Column that splits the rows into lines, or into the bars of a group.")
  var by: String?
  @Option(help: "Column that gives each of its values a plot, all with the same axes.")
  var facet: String?
  @Flag(help: "Draws points instead of lines.") var points = false
  @Flag(help: "Logarithmic x-axis.") var logX = false
  @Flag(help: "Logarithmic y-axis.") var logY = false
  @Option(help: "Start of the y-axis; by default 0 for bars, near the smallest value for lines.")
  var from: Double?

  func validate() throws {
    if logY, let from, from <= 0 {
      throw Complaint(
        .usage, "A logarithmic axis starts above 0.", wayOut: "Leave out `--from` or `--log-y`.",
        about: "--from")
    }
  }

  func run(in session: Session) throws -> Output {
    let table = try session.table(table, for: "plot")
    let columns = TableColumns(table)
    let across = try columns.cells(x)
    let upwards = try columns.numbers(y)
    let groups = try by.map { try columns.cells($0).map(\.plainWord) }
    let facets = try facet.map { try columns.cells($0).map(\.plainWord) }
    let rows = try across.indices.map {
      try session.interrupt.check()
      return PlotRow(
        across: across[$0], value: upwards[$0], group: groups?[$0], facet: facets?[$0])
    }
    let isLine = across.allSatisfy { $0.value != nil || $0 == .missing }
    if !isLine { try checkBars() }
    let parts = try PlotMean.parts(of: rows, session.interrupt)
    let drawing = PlotDrawing(self, parts)
    return .show(parts.map { isLine ? drawing.linePlot($0) : drawing.barPlot($0) })
  }

  /// Options that want numbers on x.
  private func checkBars() throws(Complaint) {
    for (isGiven, option) in [(points, "--points"), (logX, "--log-x"), (logY, "--log-y")]
    where isGiven {
      throw Complaint(
        .usage, "`\(option)` needs numbers on x, and column '\(x)' holds words.",
        wayOut: "Without it, words give bars.", about: option)
    }
  }
}

/// The part of a table's row that is plotted.
struct PlotRow {
  var across: Table.Cell
  var value: Double?
  var group: String?
  var facet: String?
}

/// The rows that share a point or a bar.
struct PlotMean {
  let across: Table.Cell
  let group: String?
  private(set) var values: [Double] = []

  var mean: Double { values.reduce(0, +) / Double(values.count) }

  /// Sample standard deviation; `nil` of a single value.
  var deviation: Double? {
    guard values.count > 1 else { return nil }
    let mean = self.mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
  }

  /// A plot of its own: one value of the facet.
  struct Part {
    let facet: String?
    var means: [PlotMean] = []
    private var slots: [[String]: Int] = [:]

    init(facet: String?) { self.facet = facet }

    fileprivate mutating func add(_ value: Double, of row: PlotRow) {
      let key = [row.group ?? "", row.across.rawText]
      let slot = slots[key] ?? means.count
      if slot == means.count {
        slots[key] = slot
        means.append(PlotMean(across: row.across, group: row.group))
      }
      means[slot].values.append(value)
    }

    /// The groups in the order in which they come first.
    var groups: [String?] { means.map(\.group).uniqued() }
  }

  private static let mostParts = 24

  /// Rows gathered by facet, then by group and x, in the order in which those come first.
  static func parts(of rows: [PlotRow], _ interrupt: Interrupt) throws -> [Part] {
    var parts: [Part] = []
    for row in rows {
      try interrupt.check()
      guard let value = row.value, value.isFinite, row.across != .missing else { continue }
      let index = parts.firstIndex { $0.facet == row.facet } ?? parts.count
      if index == parts.count {
        if parts.count == mostParts {
          throw Complaint(
            .usage, "`--facet` takes a column of at most \(mostParts) values.",
            wayOut: "`--by` distinguishes more.", about: "--facet")
        }
        parts.append(Part(facet: row.facet))
      }
      parts[index].add(value, of: row)
    }
    return parts.isEmpty ? [Part(facet: nil)] : parts
  }

  private init(across: Table.Cell, group: String?) {
    self.across = across
    self.group = group
  }
}

extension Table.Cell {
  /// The cell as a short label.
  var plainWord: String {
    switch self {
    case .text(let text): text
    case .number(let value, let format): format.text(value)
    case .share(let value): NumberFormat.percent(1).text(value)
    case .measured(let figure): figure.format.text(figure.value)
    case .missing: "n/a"
    }
  }
}
