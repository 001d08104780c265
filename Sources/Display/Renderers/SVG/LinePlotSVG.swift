extension LinePlot {
  /// Lines told apart by dash and colour, rings as circles; their names above.
  package var svg: SVGDocument? {
    let texts = SVGTexts(title: title, subtitle: subtitle, reading: reading)
    let frame = LinePlotFrame(self, texts)
    var drawing = SVG(width: frame.width, height: frame.bottom + 36 + texts.bottom)
    drawing.texts(texts)
    drawAxes(on: &drawing, frame)
    for (index, one) in series.enumerated() {
      draw(one, style: index, on: &drawing, frame)
    }
    for (index, start) in frame.legend.enumerated() {
      drawName(of: index, at: start, on: &drawing)
    }
    return drawing.document(texts)
  }

  private func drawName(of index: Int, at start: (x: Double, y: Double), on drawing: inout SVG) {
    let color = SVG.palette[index % SVG.palette.count]
    let y = start.y - 4
    switch series[index].mark {
    case .line: drawing.line([(start.x, y), (start.x + 20, y)], color: color, style: index)
    case .ring: drawing.ring(x: start.x + 10, y: y, color: color)
    }
    drawing.text(
      series[index].name, x: start.x + LinePlotFrame.sample, y: start.y, color: color)
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
  /// Pixels that the mark before a name takes.
  static let sample = 26.0

  let left = 72.0
  let right = SVG.pageWidth - 24
  /// Where the names of several series stand: line by line below the texts.
  let legend: [(x: Double, y: Double)]
  let top: Double
  let bottom: Double
  let width: Double
  let xRange: ClosedRange<Double>
  let yTicks: Ticks

  init(_ plot: LinePlot, _ texts: SVGTexts) {
    let names = plot.series.count > 1 ? plot.series.map(\.name) : []
    legend = Self.legend(of: names, from: texts.top + 8)
    width = max(SVG.pageWidth, texts.width)
    top = (legend.last?.y ?? texts.top) + 28
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

  /// As many names beside each other as fit.
  private static func legend(of names: [String], from top: Double) -> [(x: Double, y: Double)] {
    var (x, y) = (8.0, top)
    return names.map { name in
      let width = sample + SVG.width(of: name) + 16
      if x > 8, x + width > SVG.pageWidth { (x, y) = (8, y + SVGTexts.lineHeight) }
      defer { x += width }
      return (x, y)
    }
  }
}
