/// A matrix of numbers, drawn as shades or colours with the numbers in them.
package struct HeatMap: Picture {
  /// The order that shades and colours show.
  package enum Scale: Sendable {
    /// From little to much: four shades in text, viridis in colour.
    case shades
    /// Around zero: numbers in text, blue and orange in colour.
    case signed
  }

  /// The rows or the columns: what they are, and the name of each.
  package struct Axis: Sendable {
    /// Column of the long form that holds the names, for instance `task`.
    package var key: String
    package var names: [String]
    /// One group per name, under the key of its own column; neighbours of one group share a header.
    package var groups: (key: String, names: [String])?
    /// The values of an axis of numbers.
    package var numbers: [Double]?
    /// How many there are of each name, behind it; a column of the long form.
    package var counts: (key: String, values: [Int])?

    /// Names under a key.
    package init(
      _ key: String, _ names: [String], groups: (key: String, names: [String])? = nil,
      numbers: [Double]? = nil, counts: (key: String, values: [Int])? = nil
    ) {
      self.counts = counts
      self.key = key
      self.names = names
      self.groups = groups
      self.numbers = numbers
    }

    var keys: [String] { [groups?.key, key].compactMap { $0 } }

    /// The names as they are drawn.
    var labels: [String] {
      guard let counts else { return names }
      return zip(names, counts.values).map {
        "\($0) · \(NumberFormat.count.text(Double($1)))"
      }
    }

    func cells(_ index: Int) -> [Table.Cell] {
      let group = groups.map { [Table.Cell.text($0.names[index])] } ?? []
      return group + [numbers.map { .number($0[index], .significant(4)) } ?? .text(names[index])]
    }
  }

  /// A row of its own kind below a line, for instance the spread of each column.
  package struct Footer: Sendable {
    package var label: String
    /// Its column in the long form.
    package var key: String
    package var values: [Double]
    /// `nil` is the map's own format.
    package var format: NumberFormat?

    /// One value per column, in the map's format unless told otherwise.
    package init(
      label: String, key: String? = nil, values: [Double], format: NumberFormat? = nil
    ) {
      self.label = label
      self.key = key ?? label
      self.values = values
      self.format = format
    }
  }

  /// What · of what · on which rows.
  package var title: String
  package var subtitle: String?
  /// Column of the long form that holds the values, for instance `correlation`.
  package var measure: String
  package var rowAxis: Axis
  package var columnAxis: Axis
  /// Rows × columns; NaN is shown as `n/a`.
  package var values: [[Double]]
  package var footers: [Footer]
  package var decimals: Int
  package var scale: Scale
  /// Whether columns are the rows again, under a measure that is 1 of each with itself: in a large map,
  /// which shows shades alone, those cells leave the scale to the others.
  package var hasOwnCells: Bool
  /// Stands behind the legend of the shades, for instance "a gate starts at 1".
  package var scaleNote: String?
  /// The last sentences: what there is to see.
  package var reading: String?

  /// Values by row and column, with what is said above and below them.
  package init(
    title: String, subtitle: String? = nil, of measure: String, rows: Axis, columns: Axis,
    values: [[Double]], footers: [Footer] = [], decimals: Int = 2, scale: Scale = .shades,
    hasOwnCells: Bool = false, scaleNote: String? = nil, reading: String? = nil
  ) {
    self.hasOwnCells = hasOwnCells
    self.title = title
    self.subtitle = subtitle
    self.measure = measure
    rowAxis = rows
    columnAxis = columns
    self.values = values
    self.footers = footers
    self.decimals = decimals
    self.scale = scale
    self.scaleNote = scaleNote
    self.reading = reading
  }

  var rows: [String] { rowAxis.labels }
  var columns: [String] { columnAxis.names }
  var columnGroups: [String]? { columnAxis.groups?.names }
  var format: NumberFormat { .fixed(decimals) }

  /// One row per cell; the footers' values stand in every row of their column.
  package var tidy: Table {
    let names = rowAxis.keys + columnAxis.keys
    let counts = rowAxis.counts
    let measures = [measure] + footers.map(\.key) + [counts?.key].compactMap { $0 }
    var table = Table(
      title: title, columns: (names + measures).map { Table.Column(key: $0, header: $0) },
      rows: rows.indices.flatMap { row in
        columns.indices.map { column in
          Table.Row(
            rowAxis.cells(row) + columnAxis.cells(column)
              + [.number(values[row][column], format)]
              + footers.map { .number($0.values[column], $0.format ?? format) }
              + (counts.map { [.number(Double($0.values[row]), .count)] } ?? []))
        }
      })
    table.names = names.count
    return table
  }

  /// A column's name with its group's, as "e1 raw".
  func fullName(ofColumn column: Int) -> String {
    columnGroups.map { "\($0[column]) \(columns[column])" } ?? columns[column]
  }

  /// Whether there are too many cells for numbers in text.
  var isLarge: Bool { columns.count > 12 || rows.count > 24 }

  /// A cell of a large map that compares a row with itself.
  func isOwn(_ row: Int, _ column: Int) -> Bool {
    hasOwnCells && isLarge && rowAxis.names[row] == columnAxis.names[column]
  }

  /// Smallest and largest of the values that are numbers, of own cells only where there are no others;
  /// 0…0 if there is none.
  var range: ClosedRange<Double> {
    let others = rowAxis.names.indices.flatMap { row in
      columns.indices.filter { !isOwn(row, $0) }.map { values[row][$0] }
    }.filter(\.isFinite)
    let numbers = others.isEmpty ? values.joined().filter(\.isFinite) : others
    return (numbers.min() ?? 0)...(numbers.max() ?? 0)
  }

  /// The values at the ends of the shades and colors; `nil` if all values are alike.
  ///
  /// They are multiples of ten units of the last decimal, so that differences which the numbers
  /// hardly show are not drawn as if they were large.
  var scaleEnds: ClosedRange<Double>? {
    let steps = Double("1e\(decimals - 1)") ?? 1
    let low = (range.lowerBound * steps + 1e-9).rounded(.down)
    let high = (range.upperBound * steps - 1e-9).rounded(.up)
    return high > low ? (low / steps)...(high / steps) : nil
  }

  /// The values of the outermost colors; a value that all cells have gets the middle.
  var colorEnds: ClosedRange<Double> {
    switch scale {
    case .shades: scaleEnds ?? (range.lowerBound - 1)...(range.upperBound + 1)
    case .signed: -signedEnd...signedEnd
    }
  }

  /// The magnitude at both ends of a signed scale; above 0.
  var signedEnd: Double {
    let ends = scaleEnds ?? range
    let end = max(ends.lowerBound.magnitude, ends.upperBound.magnitude)
    return end > 0 ? end : 1
  }
}
