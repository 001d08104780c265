import Display
import Testing

@testable import Language

/// Plots of repeated measurements.
@Suite struct StudyPlotTests {
  /// auc of kind k in round r with seed s: exact binary fractions.
  private static func figure(_ r: Int, _ k: Int, _ s: Int) -> Double {
    0.5 + Double(r) / 8 + Double(k) / 16 + Double(s * s) / 64
  }

  private static func session() -> Notebook {
    let notebook = Notebook()
    let kinds = ["mmoe", "ple"]
    let columns = ["r", "kind", "seed", "auc", "loss"].map { Table.Column(key: $0, header: $0) }
    let rows = (0..<4).flatMap { r in
      (0..<2).flatMap { k in
        (0..<3).map { s in
          Table.Row([
            .number(Double(r), .fixed(1)), .text(kinds[k]), .number(Double(s), .count),
            .number(figure(r, k, s), .fixed(4)), .number(Double(r) - 1, .fixed(1)),
          ])
        }
      }
    }
    notebook.session["t"] = SessionValue([.table(Table(title: "T", columns: columns, rows: rows))])
    return notebook
  }

  /// The kept plot's rows by their names.
  private func rows(_ notebook: Notebook, _ line: String) throws -> [[String]] {
    try notebook.run("p = \(line)\nshow p --rows all")
    return try #require(notebook.table).rows.map { $0.cells.map(\.rawText) }
  }

  @Test func repeatedXIsAveragedWithItsSpread() throws {
    let notebook = Self.session()
    let rows = try rows(notebook, "plot t --x r --y auc --by kind")
    #expect(notebook.table?.columns.map(\.key) == ["kind", "r", "auc", "auc.deviation", "n"])
    #expect(rows.count == 8)
    for (index, row) in rows.enumerated() {
      let (k, r) = (index / 4, index % 4)
      let values = (0..<3).map { Self.figure(r, k, $0) }
      let mean = values.reduce(0, +) / 3
      let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
      #expect(row[0] == ["mmoe", "ple"][k] && row[1] == "\(r)" && row[4] == "3")
      #expect(abs((Double(row[2]) ?? .nan) - mean) < 1e-12)
      #expect(abs((Double(row[3]) ?? .nan) - (squares / 2).squareRoot()) < 1e-12)
    }
    try notebook.run("show p")
    let text = notebook.results.last?.plainText ?? ""
    #expect(text.contains("Mean ± standard deviation of 3 rows each."))
    // Both lines stand in one panel, each with its mark.
    #expect(text.contains("○ mmoe     × ple     y: auc"))
    #expect(notebook.results.last?.vegaLite?.contains("\"rule\"") == true)
  }

  @Test func singleRowsAreNoMeans() throws {
    let notebook = Self.session()
    try notebook.run("u = show t --where seed=0 kind=ple")
    let rows = try rows(notebook, "plot u --x r --y auc")
    #expect(rows == (0..<4).map { ["\($0)", "\(Self.figure($0, 1, 0))"] })
  }

  @Test func facetsShareTheirAxes() throws {
    let notebook = Self.session()
    try notebook.run("plot t --x r --y auc --facet kind")
    let figures = notebook.figures + notebook.results
    #expect(figures.count == 2)
    #expect(figures.map(\.firstLine) == ["auc by r · kind mmoe · t", "auc by r · kind ple · t"])
    func labels(_ figure: Figure) -> [String] {
      figure.plainText.split(separator: "\n").filter { $0.contains("⡇") }
        .map { String($0.prefix { $0 != "⡇" }) }
    }
    #expect(labels(figures[0]) == labels(figures[1]))
    let rows = try rows(notebook, "plot t --x r --y auc --facet kind")
    #expect(rows.count == 8 && rows[5].prefix(2) == ["ple", "1"])
  }

  @Test func axesMayBeLogarithmicOrStartElsewhere() throws {
    let notebook = Self.session()
    try notebook.run("plot t --x r --y loss --by kind --log-y --points")
    let text = notebook.results.last?.plainText ?? ""
    #expect(text.contains("4 points not above 0, not drawn."), "\(text)")
    #expect(notebook.results.last?.vegaLite?.contains("\"type\":\"log\"") == true)
    try notebook.run("plot t --x r --y auc --from 0")
    let marks = notebook.results.last?.plainText.split(separator: "\n").filter { $0.contains("⡇") }
    #expect(marks?.last?.contains("0.0 ⡇") == true || marks?.last?.contains("0 ⡇") == true)
    #expect(
      notebook.error(of: "plot t --x kind --y auc --log-x").contains("`--log-x` needs numbers on x")
    )
    #expect(notebook.error(of: "plot t --x r --y auc --log-y --from 0").contains("starts above 0"))
  }

  /// Rows of several rounds are no stack of bars, which would be longer than any of them.
  @Test func roundsAreOneBarAndItsSpread() throws {
    let notebook = Self.session()
    let rows = try rows(notebook, "plot t --x kind --y auc")
    #expect(rows.map { $0[0] } == ["mmoe", "ple"])
    for (kind, row) in rows.enumerated() {
      let values = (0..<4).flatMap { r in (0..<3).map { Self.figure(r, kind, $0) } }
      #expect(Double(row[1]) == values.reduce(0, +) / 12)
    }
    try notebook.run("show p")
    let text = notebook.results.last?.plainText ?? ""
    #expect(text.contains("Mean ± standard deviation of 12 rows each."))
    let bars = try #require(notebook.results.last?.vegaLite)
    #expect(bars.ranges(of: "\"label\":\"mmoe\"").count == 1)
  }

  @Test func wordsOnXAreGroupsOfBars() throws {
    let notebook = Self.session()
    let rows = try rows(notebook, "plot t --x kind --y auc --by seed --from 0.4")
    #expect(notebook.table?.columns.map(\.key) == ["kind", "seed", "auc", "auc.deviation", "n"])
    #expect(rows.map { $0[0] + $0[1] } == ["mmoe0", "mmoe1", "mmoe2", "ple0", "ple1", "ple2"])
    let values = (0..<4).map { Self.figure($0, 1, 2) }
    #expect(Double(rows[5][2]) == values.reduce(0, +) / 4)
    try notebook.run("show p")
    let text = notebook.results.last?.plainText ?? ""
    #expect(text.contains("Mean ± standard deviation of 4 rows each. Bars start at 0.4000."))
  }
}
