package import JSONText

/// All that one command shows, one figure below the other.
package struct Document: Picture {
  package let figures: [Figure]

  /// Figures in the order in which they are shown.
  package init(_ figures: [Figure]) { self.figures = figures }

  /// Whether what is shown is a table, and not a plot.
  package var isTable: Bool {
    if case .table? = figures.first { true } else { false }
  }

  /// The tables among the figures; where there is none, the rows.
  package func tables(or rows: Table) -> [Table] {
    let tables = figures.compactMap { figure in
      if case .table(let table) = figure { table } else { nil }
    }
    return tables.isEmpty ? [rows] : tables
  }

  package var title: String { figures.first?.picture.title ?? "" }

  package var plainText: String { figures.map(\.plainText).joined(separator: "\n\n") }

  /// The rows of all figures: those under the same names side by side, others below each other.
  package var tidy: Table {
    guard let first = figures.first?.tidy else { return Table(title: "", columns: [], rows: []) }
    return figures.dropFirst().reduce(first) { $0.joined(with: $1.tidy) }
  }

  /// The specification of the only plot, or all of them below each other.
  package var vegaLite: JSON? {
    let plots = figures.compactMap(\.picture.vegaLite)
    return plots.count > 1 ? VegaLite.stacked(plots) : plots.first
  }

  /// The drawings of all plots, one below the other.
  package var svg: SVGDocument? { SVGDocument.stacked(figures.compactMap(\.picture.svg)) }
}
