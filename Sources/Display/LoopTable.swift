/// One table made of many: a loop's value, with the loop's variable as the first column.
///
/// Columns are matched by key; a table that lacks one has `missing` there. A column that bears the
/// variable's name gives way to it and is called `NAME2`.
package struct LoopTable: Sendable {
  /// Stands between the parts of a title.
  private static let mark = " · "
  private let variable: String
  private var columns: [Table.Column]
  private var rows: [Table.Row] = []
  private var first: Table?
  /// What the titles of all rounds have in common, part by part: not the name of a round's model.
  private var title: [String] = []
  private var subtitle: String?

  /// A table without rows yet.
  package init(variable: String) {
    self.variable = variable
    columns = [Table.Column(key: variable, header: variable)]
  }

  /// Whether no round gave a table.
  package var isEmpty: Bool { first == nil }
  package var rowCount: Int { rows.count }

  /// Adds the table of a round; `label` is the variable's value in it.
  package mutating func append(_ label: Table.Cell, _ table: Table) {
    let parts = table.title.split(separator: Self.mark).map(String.init)
    if first == nil {
      (first, title, subtitle) = (table, parts, table.subtitle)
    } else {
      title.removeAll { !parts.contains($0) }
      if subtitle != table.subtitle { subtitle = nil }
    }
    let own = table.columns.map(renamed)
    for column in own where !columns.contains(where: { $0.key == column.key }) {
      columns.append(column)
    }
    let indices = columns.dropFirst().map { column in own.firstIndex { $0.key == column.key } }
    for row in table.rows {
      let cells = indices.map { $0.map { row.cells[$0] } ?? .missing }
      rows.append(Table.Row([label] + cells, note: row.note))
    }
  }

  private func renamed(_ column: Table.Column) -> Table.Column {
    guard column.key == variable else { return column }
    return Table.Column(key: column.key + "2", header: column.header + " 2", group: column.group)
  }

  /// The whole.
  package var table: Table {
    var table = Table(
      title: (title + ["for each \(variable)"]).joined(separator: Self.mark), subtitle: subtitle,
      columns: columns, rows: rows)
    // Rows of the rounds before a column came lack it.
    for row in rows.indices where rows[row].cells.count < columns.count {
      let lacking = columns.count - rows[row].cells.count
      table.rows[row].cells += Array(repeating: .missing, count: lacking)
    }
    table.names = 1 + (first?.nameCount ?? 0)
    return table
  }
}
