extension LinePlot {
  /// Lines with their names at their ends, told apart by dash and colour; rings as circles.
  package var svg: SVGDocument? {
    let texts = SVGTexts(title: title, subtitle: subtitle, reading: reading)
    let frame = LinePlotFrame(self, texts)
    var drawing = SVG(width: frame.width, height: frame.bottom + 36 + texts.bottom)
    drawing.texts(texts)
    drawAxes(on: &drawing, frame)
    for (index, one) in series.enumerated() {
      draw(one, style: index, on: &drawing, frame)
    }
    for (index, y) in frame.labelHeights(of: series.map { dots(of: $0).last?.y }).enumerated() {
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
      let label = Self.label(value, frame.yTicks.format, isLog: axes.isLogY)
      drawing.text(label, x: frame.left - 8, y: y + 4, anchor: .end)
    }
    let ticks = Ticks(spanning: frame.xRange)
    for value in (placedXTicks ?? ticks.values) where frame.xRange.contains(value) {
      let x = frame.x(value)
      drawing.line([(x, frame.bottom), (x, frame.bottom + 4)])
      let label = Self.label(value, ticks.format, isLog: axes.isLogX)
      drawing.text(label, x: x, y: frame.bottom + 18, anchor: .middle)
    }
    drawing.text(yLabel, x: 8, y: frame.top - 10)
    drawing.text(xLabel, x: frame.right, y: frame.bottom + 34, anchor: .end)
  }

  private func draw(_ one: Series, style: Int, on drawing: inout SVG, _ frame: LinePlotFrame) {
    let color = SVG.palette[style % SVG.palette.count]
    let dots = dots(of: one)
    for dot in dots {
      guard let spread = dot.spread else { continue }
      let x = frame.x(dot.x)
      drawing.line(
        [(x, frame.y(spread.upperBound)), (x, frame.y(spread.lowerBound))], color: color)
    }
    let points = dots.map { (x: frame.x($0.x), y: frame.y($0.y)) }
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
    yTicks = plot.yTicks()
  }

  func x(_ value: Double) -> Double {
    left + (value - xRange.lowerBound) / (xRange.upperBound - xRange.lowerBound) * (right - left)
  }

  func y(_ value: Double) -> Double {
    bottom - (value - yTicks.lowest) / (yTicks.highest - yTicks.lowest) * (bottom - top)
  }

  /// A name stands at its curve's last value, at least 16 pixels below the one above it.
  func labelHeights(of values: [Double?]) -> [Double?] {
    var heights = values.map { $0.map(y) }
    var least = -Double.infinity
    for index in heights.indices.sorted(by: { heights[$0] ?? 0 < heights[$1] ?? 0 }) {
      guard let height = heights[index] else { continue }
      heights[index] = max(height, least)
      least = max(height, least) + 16
    }
    return heights
  }
}
