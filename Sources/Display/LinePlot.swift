/// Curves over one axis.
package struct LinePlot: Sendable {
  package enum Mark: Sendable {
    case line
    /// Single points, each a small ring; in text they share a panel with the line before them.
    case ring
  }

  package struct Series: Sendable {
    package var name: String
    package var points: [(x: Double, y: Double)]
    package var mark: Mark

    /// Of more points than could be told apart, the extremes of each short stretch are kept.
    package init(name: String, points: [(x: Double, y: Double)], mark: Mark = .line) {
      self.name = name
      self.points = Self.thinned(points)
      self.mark = mark
    }

    /// Stretches of a curve, and points that are kept of each: a figure is about 560 points wide.
    private static let (stretches, kept) = (500, 4)

    /// The first, lowest, highest and last point of each stretch of a long curve, in their order.
    private static func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
      guard points.count > stretches * kept else { return points }
      let length = (points.count + stretches - 1) / stretches
      return stride(from: 0, to: points.count, by: length).flatMap { start in
        let stretch = start..<min(points.count, start + length)
        let lowest = stretch.min { points[$0].y < points[$1].y } ?? start
        let highest = stretch.max { points[$0].y < points[$1].y } ?? start
        return Set([start, lowest, highest, stretch.upperBound - 1]).sorted().map { points[$0] }
      }
    }

    /// The points that can be drawn: numbers whose differences are numbers too.
    var finitePoints: [(x: Double, y: Double)] {
      points.filter { $0.x.magnitude < 1e300 && $0.y.magnitude < 1e300 }
    }
  }

  /// What · of what · on which rows.
  package var title: String
  package var subtitle: String?
  package var xLabel: String
  package var yLabel: String
  package var series: [Series]
  /// Where the x axis is marked, for instance at the ends of epochs; `nil` is at round numbers.
  package var xTicks: [Double]?
  /// The last sentences: what there is to see.
  package var reading: String?

  package init(
    title: String, subtitle: String? = nil, xLabel: String, yLabel: String, series: [Series],
    xTicks: [Double]? = nil, reading: String? = nil
  ) {
    self.title = title
    self.subtitle = subtitle
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
    self.xTicks = xTicks
    self.reading = reading
  }

  /// Smallest and largest x of all series and marks; 0…1 if nothing can be drawn.
  var xRange: ClosedRange<Double> {
    let numbers =
      series.flatMap { $0.finitePoints.map(\.x) } + (xTicks ?? []).filter { $0.magnitude < 1e300 }
    return Ticks.range(of: numbers)
  }

  /// Round numbers that span every series' y.
  var yTicks: Ticks {
    Ticks(spanning: Ticks.range(of: series.flatMap { $0.finitePoints.map(\.y) }))
  }
}
