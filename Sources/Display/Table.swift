/// Rows of named columns, with a title that says what they are and a sentence that reads them.
package struct Table: Sendable {
  /// A named column and the words above it.
  package struct Column: Sendable {
    /// What commands and exports call the column, for instance `income.auc`.
    package var key: String
    package var header: String
    /// A header that spans neighbouring columns of the same group, for instance the task.
    package var group: String?
    /// The column's name in the long form of a table with a dimension; `nil` for one that names rows.
    package var measure: String?
    /// Whether long texts go on in further lines where they would be cut.
    package var wraps: Bool

    /// A column called `key` by commands.
    package init(
      key: String, header: String, group: String? = nil, measure: String? = nil,
      wraps: Bool = false
    ) {
      self.wraps = wraps
      self.key = key
      self.header = header
      self.group = group
      self.measure = measure
    }
  }

  /// A value, and the way in which it is written.
  package enum Cell: Sendable, Equatable {
    case text(String)
    case number(Double, NumberFormat)
    /// A part of a whole, 0…1, drawn as a bar with its per cent beside it.
    case share(Double)
    case measured(Measured)
    /// What could not be computed, shown as `n/a`.
    case missing
  }

  /// The long form of a table whose rows hold several observations.
  package indirect enum LongForm: Sendable {
    /// A row per group of columns, which is a value of this dimension, for instance `task`.
    case by(String)
    /// Another table of the same figures.
    case table(Table)
  }

  /// A figure beside a baseline's, or across seeds.
  package struct Measured: Sendable, Equatable {
    package var value: Double
    package var format: NumberFormat
    /// Sample standard deviation.
    package var deviation: Double?
    /// Difference from the baseline.
    package var difference: Double?
    /// Whether the difference is larger than chance explains.
    package var isBeyondChance: Bool
    /// Whether it is the best of its column.
    package var isBest: Bool

    /// A figure with what is known beside it.
    package init(
      _ value: Double, _ format: NumberFormat, deviation: Double? = nil,
      difference: Double? = nil, isBeyondChance: Bool = false, isBest: Bool = false
    ) {
      self.value = value
      self.format = format
      self.deviation = deviation
      self.difference = difference
      self.isBeyondChance = isBeyondChance
      self.isBest = isBest
    }
  }

  /// One line of the table.
  package struct Row: Sendable {
    /// One cell per column.
    package var cells: [Cell]
    /// Draws a line above the row: a total or another kind of row follows.
    package var ruleAbove: Bool
    /// A remark on the row, shown at its right.
    package var note: String?
    /// For a row about whole columns, as a total: the column that it becomes in the long form.
    package var footer: String?

    /// Cells in the order of the columns.
    package init(
      _ cells: [Cell], ruleAbove: Bool = false, note: String? = nil, footer: String? = nil
    ) {
      self.cells = cells
      self.ruleAbove = ruleAbove
      self.note = note
      self.footer = footer
    }
  }

  /// What · of what · on which rows.
  package var title: String
  package var subtitle: String?
  package var columns: [Column]
  package var rows: [Row]
  /// How the rows become the long form; `nil` where every row is one observation already.
  package var longForm: LongForm?
  /// The last sentences: what there is to see.
  package var reading: String?
  /// How many rows are shown, `nil` for all.
  ///
  /// Exports always hold all.
  package var maximumRows: Int?
  /// How to see the rows that are not shown; said after their number.
  package var hint: String?
  /// How many columns at the left name a row, `nil` for those of text.
  package var names: Int?

  /// Columns and rows, with what is said above and below them.
  package init(
    title: String, subtitle: String? = nil, columns: [Column], rows: [Row],
    longForm: LongForm? = nil, reading: String? = nil, maximumRows: Int? = 20
  ) {
    self.title = title
    self.subtitle = subtitle
    self.columns = columns
    self.rows = rows
    self.longForm = longForm
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
