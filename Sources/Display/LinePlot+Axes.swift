import Numbers

extension LinePlot {
  /// How the axes run, and what they span at least.
  package struct Axes: Sendable {
    package var isLogX = false
    package var isLogY = false
    /// Where the y axis begins; `nil` is near the smallest value.
    package var yFrom: Double?
    /// What plots beside each other have in common.
    package var xSpan: ClosedRange<Double>?
    package var ySpan: ClosedRange<Double>?

    /// Linear axes around the points.
    package init() {}
  }

  /// A point where it is drawn: along axes that may be logarithmic.
  struct Dot {
    let x: Double
    let y: Double
    /// The ends of the line through a mean that is one deviation to either side.
    let spread: ClosedRange<Double>?
  }

  /// A value along an axis; `nil` where a logarithmic one has no place for it.
  private static func along(_ value: Double, isLog: Bool) -> Double? {
    if !isLog { return value }
    return value > 0 ? Elementary.log(value) / Elementary.log(10) : nil
  }

  /// The points of a series that are drawn.
  func dots(of series: Series) -> [Dot] {
    series.finitePoints.compactMap { point in
      guard let x = Self.along(point.x, isLog: axes.isLogX),
        let y = Self.along(point.y, isLog: axes.isLogY), point.y >= axes.yFrom ?? -.infinity
      else { return nil }
      return Dot(x: x, y: y, spread: spread(of: point))
    }
  }

  private func spread(of point: Point) -> ClosedRange<Double>? {
    guard let deviation = point.deviation, deviation.magnitude < 1e300 else { return nil }
    let low = max(point.y - deviation, axes.yFrom ?? -.infinity)
    guard let start = Self.along(low, isLog: axes.isLogY),
      let end = Self.along(point.y + deviation, isLog: axes.isLogY), start <= end
    else { return nil }
    return start...end
  }

  private var allDots: [Dot] { series.flatMap(dots) }

  /// Whether anything can be drawn.
  var isEmpty: Bool { series.allSatisfy { dots(of: $0).isEmpty } }

  /// Marks of the x axis that were asked for, along it.
  var placedXTicks: [Double]? {
    xTicks?.filter { $0.magnitude < 1e300 }.compactMap { Self.along($0, isLog: axes.isLogX) }
  }

  /// Smallest and largest x of all series and marks along the axis; 0…1 if nothing can be drawn.
  var xRange: ClosedRange<Double> {
    let ends = Self.ends(axes.xSpan, isLog: axes.isLogX)
    return Ticks.range(of: allDots.map(\.x) + (placedXTicks ?? []) + ends)
  }

  /// Round numbers along the y axis that span every series, about `count` of them.
  func yTicks(count: Int = 5) -> Ticks {
    let values = allDots.flatMap { [$0.y, $0.spread?.lowerBound, $0.spread?.upperBound] }
    let ends =
      Self.ends(axes.ySpan, isLog: axes.isLogY)
      + [axes.yFrom.flatMap { Self.along($0, isLog: axes.isLogY) }].compactMap { $0 }
    return Ticks(spanning: Ticks.range(of: values.compactMap { $0 } + ends), count: count)
  }

  private static func ends(_ span: ClosedRange<Double>?, isLog: Bool) -> [Double] {
    guard let span else { return [] }
    return [span.lowerBound, span.upperBound].compactMap { along($0, isLog: isLog) }
  }

  /// What stands beside a mark of an axis.
  static func label(_ tick: Double, _ format: NumberFormat, isLog: Bool) -> String {
    isLog
      ? NumberFormat.significant(2).text(Elementary.exp(tick * Elementary.log(10)))
      : format.text(tick)
  }

  /// Whether the series have so few points that each can bear a mark of its own.
  var hasMarkedPoints: Bool { series.allSatisfy { $0.points.count <= 30 } }
}
