import Numbers

/// Curves over one axis.
package struct LinePlot: Picture {
  /// What · of what · on which rows.
  package var title: String
  package var subtitle: String?
  /// Names of the axes; those of the columns in the long form, too.
  package var xLabel: String
  package var yLabel: String
  package var series: [Series]
  /// Where the x axis is marked, for instance at the ends of epochs; `nil` is at round numbers.
  package var xTicks: [Double]?
  package var axes: Axes
  /// The last sentences: what there is to see.
  package var reading: String?

  /// Series in the order in which they are drawn, with what is said above and below them.
  package init(
    title: String, subtitle: String? = nil, xLabel: String, yLabel: String, series: [Series],
    xTicks: [Double]? = nil, axes: Axes = Axes(), reading: String? = nil
  ) {
    self.title = title
    self.subtitle = subtitle
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
    self.xTicks = xTicks
    self.axes = axes
    self.reading = reading
  }

  /// Whether points are means.
  var hasSpread: Bool { series.contains { $0.points.contains { $0.count != nil } } }

  /// Whether x counts something, such as steps or seeds.
  private var isWhole: Bool {
    series.allSatisfy { $0.points.allSatisfy { $0.x == $0.x.rounded() && $0.x.magnitude < 1e15 } }
  }

  /// One row per point, under the names of its series.
  package var tidy: Table {
    let names = series.flatMap(\.names).map(\.key).uniqued()
    let measures = hasSpread ? [yLabel, "\(yLabel).deviation", "n"] : [yLabel]
    let format = isWhole ? NumberFormat.count : .significant(6)
    var table = Table(
      title: title,
      columns: (names + [xLabel] + measures).map { Table.Column(key: $0, header: $0) },
      rows: series.flatMap { one -> [Table.Row] in
        let labels = names.map { key in
          one.names.first { $0.key == key }.map { Table.Cell.text($0.value) } ?? .missing
        }
        return one.points.map { point in
          let spread: [Table.Cell] = [
            point.deviation.map { .number($0, .significant(4)) } ?? .missing,
            point.count.map { .number(Double($0), .count) } ?? .missing,
          ]
          return Table.Row(
            labels + [.number(point.x, format), .number(point.y, .significant(4))]
              + (hasSpread ? spread : []))
        }
      })
    table.names = names.count + 1
    return table
  }
}
