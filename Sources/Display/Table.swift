/// Rows of named columns, with a title that says what they are and a sentence that reads them.
package struct Table: Sendable {
  package struct Column: Sendable {
    /// What commands and exports call the column, for instance `income.auc`.
    package var key: String
    package var header: String
    /// A header that spans neighbouring columns of the same group, for instance the task.
    package var group: String?

    package init(key: String, header: String, group: String? = nil) {
      self.key = key
      self.header = header
      self.group = group
    }
  }

  package enum Cell: Sendable, Equatable {
    case text(String)
    case number(Double, NumberFormat)
    /// A part of a whole, 0…1, drawn as a bar with its per cent beside it.
    case share(Double)
    /// What could not be computed, shown as `n/a`.
    case missing
  }

  package struct Row: Sendable {
    /// A cell a column.
    package var cells: [Cell]
    /// Draws a line above the row: a total or another kind of row follows.
    package var ruleAbove: Bool
    /// A remark on the row, shown at its right.
    package var note: String?

    package init(_ cells: [Cell], ruleAbove: Bool = false, note: String? = nil) {
      self.cells = cells
      self.ruleAbove = ruleAbove
      self.note = note
    }
  }

  /// What · of what · on which rows.
  package var title: String
  package var subtitle: String?
  package var columns: [Column]
  package var rows: [Row]
  /// The last sentences: what there is to see.
  package var reading: String?
  /// How many rows are shown, `nil` for all.
  ///
  /// Exports always hold all.
  package var maximumRows: Int?
  /// How to see the rows that are not shown; said after their number.
  package var hint: String?
  /// How many columns at the left name a row, `nil` for those of text.
  var names: Int?

  package init(
    title: String, subtitle: String? = nil, columns: [Column], rows: [Row],
    reading: String? = nil, maximumRows: Int? = 20
  ) {
    self.title = title
    self.subtitle = subtitle
    self.columns = columns
    self.rows = rows
    self.reading = reading
    self.maximumRows = maximumRows
  }

  /// All cells of a column, hidden rows included; `nil` if no column has that key.
  package subscript(column key: String) -> [Cell]? {
    guard let index = columns.firstIndex(where: { $0.key == key }) else { return nil }
    return rows.map { $0.cells[index] }
  }

  /// The rows that are shown.
  var shownRows: ArraySlice<Row> { rows.prefix(maximumRows ?? rows.count) }

  /// A sentence about the rows that are not shown; `nil` when all are.
  var remainder: String? {
    let hidden = rows.count - shownRows.count
    guard hidden > 0 else { return nil }
    let count = NumberFormat.count.text(Double(hidden))
    let rows = "… and \(count) more row\(hidden == 1 ? "" : "s")."
    return rows + (hint.map { " " + $0 } ?? "")
  }
}
