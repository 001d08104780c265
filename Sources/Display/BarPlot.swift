/// Amounts to compare, one bar each, all from a common start.
package struct BarPlot: Picture {
  /// The columns of the plot's rows.
  package struct Keys: Sendable {
    var label: String
    var group: String?
    var value: String

    /// What the labels, the groups and the values are, for instance `field`, `task` and `auc`.
    package init(label: String, group: String? = nil, value: String) {
      self.label = label
      self.group = group
      self.value = value
    }
  }

  /// An amount, or the mean of several with their spread.
  package struct Bar: Sendable {
    package var label: String
    /// Neighbouring bars of one group stand under its name.
    package var group: String?
    package var value: Double
    /// Sample standard deviation of the measurements.
    package var deviation: Double?
    /// How many measurements; `nil` for a bar that is no mean.
    package var count: Int?

    /// A bar, with the spread around its end where it is a mean.
    package init(
      label: String, group: String?, value: Double, deviation: Double? = nil, count: Int? = nil
    ) {
      self.label = label
      self.group = group
      self.value = value
      self.deviation = deviation
      self.count = count
    }
  }

  /// What · of what · on which rows.
  package var title: String
  package var subtitle: String?
  package var bars: [Bar]
  /// Columns of the rows that are the same for all bars.
  package var names: [(key: String, value: String)]
  package var keys: Keys
  package var format: NumberFormat
  /// Where bars start.
  package var start: Double
  /// The last sentences: what there is to see.
  package var reading: String?

  /// Bars in the order in which they are drawn.
  package init(
    title: String, subtitle: String? = nil, bars: [Bar],
    names: [(key: String, value: String)] = [], keys: Keys, format: NumberFormat, start: Double = 0,
    reading: String? = nil
  ) {
    self.title = title
    self.subtitle = subtitle
    self.bars = bars
    self.names = names
    self.keys = keys
    self.format = format
    self.start = start
    self.reading = reading
  }

  /// One row per bar.
  package var tidy: Table {
    let keyed = names.map(\.key) + [keys.group, keys.label].compactMap { $0 }
    let hasSpread = bars.contains { $0.count != nil }
    let measures = hasSpread ? [keys.value, "\(keys.value).deviation", "n"] : [keys.value]
    var table = Table(
      title: title, columns: (keyed + measures).map { Table.Column(key: $0, header: $0) },
      rows: bars.map { bar in
        let group = keys.group == nil ? [] : [bar.group.map(Table.Cell.text) ?? .missing]
        let spread: [Table.Cell] = [
          bar.deviation.map { .number($0, .significant(4)) } ?? .missing,
          bar.count.map { .number(Double($0), .count) } ?? .missing,
        ]
        return Table.Row(
          names.map { .text($0.value) } + group + [.text(bar.label), .number(bar.value, format)]
            + (hasSpread ? spread : []))
      })
    table.names = keyed.count
    return table
  }

  /// The value behind a bar, with its spread.
  func text(of bar: Bar) -> String {
    let deviation = bar.deviation.map { " ± \(NumberFormat.significant(2).text($0))" } ?? ""
    return format.text(bar.value) + deviation
  }

  /// How far a bar reaches from the start.
  func length(of bar: Bar) -> Double { bar.value - start }

  /// Shortest and longest reach, none included.
  var range: ClosedRange<Double> {
    let numbers = bars.map(length).filter(\.isFinite)
    return min(0, numbers.min() ?? 0)...max(0, numbers.max() ?? 0)
  }
}
