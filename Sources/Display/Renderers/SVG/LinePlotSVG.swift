extension LinePlot {
  /// Lines with their names at their ends, told apart by dash and colour; rings as circles.
  var svg: String {
    let texts = SVGTexts(title: title, subtitle: subtitle, reading: reading)
    let frame = LinePlotFrame(self, texts)
    var drawing = SVG(width: frame.width, height: frame.bottom + 36 + texts.bottom)
    drawing.texts(texts)
    drawAxes(on: &drawing, frame)
    for (index, one) in series.enumerated() {
      draw(one, style: index, on: &drawing, frame)
    }
    for (index, y) in frame.labelHeights(of: series).enumerated() {
      guard let y else { continue }
      let color = SVG.palette[index % SVG.palette.count]
      drawing.text(series[index].name, x: frame.right + 10, y: y + 4, color: color)
    }
    return drawing.document(texts)
  }

  private func drawAxes(on drawing: inout SVG, _ frame: LinePlotFrame) {
    drawing.line([(frame.left, frame.top), (frame.left, frame.bottom), (frame.right, frame.bottom)])
    for value in frame.yTicks.values {
      let y = frame.y(value)
      drawing.line([(frame.left - 4, y), (frame.left, y)])
      drawing.text(frame.yTicks.format.text(value), x: frame.left - 8, y: y + 4, anchor: .end)
    }
    let ticks = Ticks(spanning: frame.xRange)
    for value in (xTicks ?? ticks.values) where frame.xRange.contains(value) {
      let x = frame.x(value)
      drawing.line([(x, frame.bottom), (x, frame.bottom + 4)])
      drawing.text(ticks.format.text(value), x: x, y: frame.bottom + 18, anchor: .middle)
    }
    drawing.text(yLabel, x: 8, y: frame.top - 10)
    drawing.text(xLabel, x: frame.right, y: frame.bottom + 34, anchor: .end)
  }

  private func draw(_ one: Series, style: Int, on drawing: inout SVG, _ frame: LinePlotFrame) {
    let color = SVG.palette[style % SVG.palette.count]
    let points = one.finitePoints.map { (x: frame.x($0.x), y: frame.y($0.y)) }
    switch one.mark {
    case .line: drawing.line(points, color: color, style: style)
    case .ring: for point in points { drawing.ring(x: point.x, y: point.y, color: color) }
    }
  }
}

/// Where a plot's values lie.
struct LinePlotFrame {
  let left = 72.0
  let right = 560.0
  let top: Double
  let bottom: Double
  let width: Double
  let xRange: ClosedRange<Double>
  let yTicks: Ticks

  init(_ plot: LinePlot, _ texts: SVGTexts) {
    let names = plot.series.map { SVG.width(of: $0.name) }.max() ?? 0
    width = max(right + names + 24, texts.width)
    top = texts.top + 24
    bottom = top + 240
    xRange = plot.xRange
    yTicks = plot.yTicks
  }

  func x(_ value: Double) -> Double {
    left + (value - xRange.lowerBound) / (xRange.upperBound - xRange.lowerBound) * (right - left)
  }

  func y(_ value: Double) -> Double {
    bottom - (value - yTicks.lowest) / (yTicks.highest - yTicks.lowest) * (bottom - top)
  }

  /// A name stands at its curve's last point, at least 16 pixels below the one above it.
  func labelHeights(of series: [LinePlot.Series]) -> [Double?] {
    var heights = series.map { $0.finitePoints.last.map { y($0.y) } }
    var least = -Double.infinity
    for index in series.indices.sorted(by: { heights[$0] ?? 0 < heights[$1] ?? 0 }) {
      guard let height = heights[index] else { continue }
      heights[index] = max(height, least)
      least = max(height, least) + 16
    }
    return heights
  }
}
