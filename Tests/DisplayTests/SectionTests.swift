import Display
import Testing

/// Tables of many values that have a section for each where rows lack some.
@Suite struct SectionTests {
  /// A column per subject: which rows have a figure of it, and a remark on the first row.
  private static func table(_ figures: [[Bool]]) -> Table {
    let rows = (figures.first ?? []).indices.map { row in
      Table.Row(
        [.text("e\(row + 1)")]
          + figures.map { $0[row] ? .number(Double(row), .fixed(1)) : .missing },
        note: row == 0 ? "twin" : nil)
    }
    let names = figures.indices.map { "t\($0 + 1)" }
    return Table(
      title: "T",
      columns: [Table.Column(key: "expert", header: "")]
        + names.map { Table.Column(key: $0, header: $0, measure: "loss") },
      rows: rows, longForm: .by("task")
    ).withoutGaps(subtitle: "sections")
  }

  private static func texts(_ table: Table) -> [[String]] {
    table.rows.map { $0.cells.map(\.rawText) }
  }

  /// A gap is a subject with figures in some rows but not in others.
  @Test func onlyGapsMakeSections() {
    let whole = Self.table([[true, true], [true, true], [true, true]])
    let unknown = Self.table([[true, true], [false, false], [true, true]])
    let gaps = Self.table([[true, false], [true, true], [true, true]])
    #expect([whole, unknown, gaps].map(\.subtitle) == [nil, nil, "sections"])
    #expect(unknown.rows.count == 2 && gaps.rows.count == 1 + 2 + 2)
  }

  /// A subject without any figure has a line.
  @Test func noSubjectIsDropped() {
    let table = Self.table([[true, false], [false, false], [false, true]])
    #expect(table.rows.map { $0.cells[0].rawText } == ["t1", "t2", "t3"])
    #expect(table.rows[1].cells == [.text("t2"), .text(""), .missing])
  }

  /// The remark on a row stands in the first of its sections.
  @Test func remarksStandOnce() {
    let table = Self.table([[false, true], [true, true], [true, false]])
    #expect(table.rows.map { $0.cells[1].rawText } == ["e2", "e1", "e2", "e1"])
    #expect(table.rows.map(\.note) == [nil, "twin", nil, nil])
  }
}
