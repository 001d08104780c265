extension LinePlot {
  /// The shape in which a series is drawn.
  package enum Mark: Sendable {
    case line
    /// Single points, each a small ring; in text they share a panel with the line before them.
    case ring
  }

  /// A position on the plot: one measurement, or the mean of several with their spread.
  package struct Point: Sendable {
    package var x: Double
    package var y: Double
    /// Sample standard deviation of the measurements.
    package var deviation: Double?
    /// How many measurements; `nil` for a point that is no mean.
    package var count: Int?

    /// A point, with the spread around it where it is a mean.
    package init(x: Double, y: Double, deviation: Double? = nil, count: Int? = nil) {
      self.x = x
      self.y = y
      self.deviation = deviation
      self.count = count
    }

    /// Whether it can be drawn: numbers whose differences are numbers too.
    var isFinite: Bool { x.magnitude < 1e300 && y.magnitude < 1e300 }
  }

  /// Points under one name.
  package struct Series: Sendable {
    package var name: String
    /// The series' own columns in the long form, for instance `model` and `task`.
    package let names: [(key: String, value: String)]
    package let points: [Point]
    package var mark: Mark
    /// The points that are drawn.
    let finitePoints: [Point]

    /// Of more points than could be told apart, the extremes of each short stretch are drawn.
    package init(
      name: String, names: [(key: String, value: String)]? = nil, points: [Point],
      mark: Mark = .line
    ) {
      self.name = name
      self.names = names ?? [("series", name)]
      self.points = points
      self.mark = mark
      finitePoints = Self.thinned(points).filter(\.isFinite)
    }

    /// The same of pairs of numbers.
    package init(
      name: String, names: [(key: String, value: String)]? = nil,
      points: [(x: Double, y: Double)], mark: Mark = .line
    ) {
      self.init(
        name: name, names: names, points: points.map { Point(x: $0.x, y: $0.y) }, mark: mark)
    }

    /// Stretches of a curve, and points that are kept of each: a figure is about 560 points wide.
    private static let (stretches, kept) = (500, 4)

    /// The first, lowest, highest and last point of each stretch of a long curve, in their order.
    private static func thinned(_ points: [Point]) -> [Point] {
      guard points.count > stretches * kept else { return points }
      let length = (points.count + stretches - 1) / stretches
      return stride(from: 0, to: points.count, by: length).flatMap { start in
        let stretch = start..<min(points.count, start + length)
        let lowest = stretch.min { points[$0].y < points[$1].y } ?? start
        let highest = stretch.max { points[$0].y < points[$1].y } ?? start
        return Set([start, lowest, highest, stretch.upperBound - 1]).sorted().map { points[$0] }
      }
    }
  }
}
