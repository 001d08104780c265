/// A matrix of numbers, drawn as shades or colours with the numbers in them.
package struct HeatMap: Sendable {
  package enum Scale: Sendable {
    /// From little to much: four shades in text, viridis in colour.
    case shades
    /// Around zero: numbers in text, blue and orange in colour.
    case signed
  }

  /// A row of its own kind below a line, for instance the spread of each column.
  package struct Footer: Sendable {
    package var label: String
    package var values: [Double]
    /// `nil` is the map's own format.
    package var format: NumberFormat?

    package init(label: String, values: [Double], format: NumberFormat? = nil) {
      self.label = label
      self.values = values
      self.format = format
    }
  }

  /// What · of what · on which rows.
  package var title: String
  package var subtitle: String?
  package var rows: [String]
  package var columns: [String]
  /// A name a column; neighbours with the same name stand under one header.
  package var columnGroups: [String]?
  /// Rows × columns; NaN is shown as `n/a`.
  package var values: [[Double]]
  package var footers: [Footer]
  package var decimals: Int
  package var scale: Scale
  /// Stands behind the legend of the shades, for instance "a gate starts at 1".
  package var scaleNote: String?
  /// The last sentences: what there is to see.
  package var reading: String?

  package init(
    title: String, subtitle: String? = nil, rows: [String], columns: [String],
    columnGroups: [String]? = nil, values: [[Double]], footers: [Footer] = [], decimals: Int = 2,
    scale: Scale = .shades, scaleNote: String? = nil, reading: String? = nil
  ) {
    self.title = title
    self.subtitle = subtitle
    self.rows = rows
    self.columns = columns
    self.columnGroups = columnGroups
    self.values = values
    self.footers = footers
    self.decimals = decimals
    self.scale = scale
    self.scaleNote = scaleNote
    self.reading = reading
  }

  var format: NumberFormat { .fixed(decimals) }

  /// A column's name with its group's, as "e1 raw".
  func fullName(ofColumn column: Int) -> String {
    columnGroups.map { "\($0[column]) \(columns[column])" } ?? columns[column]
  }

  /// Smallest and largest of the values that are numbers; 0…0 if there is none.
  var range: ClosedRange<Double> {
    let numbers = values.joined().filter(\.isFinite)
    return (numbers.min() ?? 0)...(numbers.max() ?? 0)
  }
}
