/// Amounts to compare, a bar each, all from one zero.
package struct BarPlot: Sendable {
  /// What · of what · on which rows.
  package var title: String
  package var subtitle: String?
  /// Neighbouring bars of one group stand under its name.
  package var bars: [(label: String, group: String?, value: Double)]
  package var format: NumberFormat
  /// The last sentences: what there is to see.
  package var reading: String?

  package init(
    title: String, subtitle: String? = nil,
    bars: [(label: String, group: String?, value: Double)], format: NumberFormat,
    reading: String? = nil
  ) {
    self.title = title
    self.subtitle = subtitle
    self.bars = bars
    self.format = format
    self.reading = reading
  }

  /// Smallest and largest value, zero included.
  var range: ClosedRange<Double> {
    let numbers = bars.map(\.value).filter(\.isFinite)
    return min(0, numbers.min() ?? 0)...max(0, numbers.max() ?? 0)
  }
}
