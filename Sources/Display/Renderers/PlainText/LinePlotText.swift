extension LinePlot {
  /// The plot in plain text: a panel a line, all with one y axis, rings in the panel before them.
  var plainText: String {
    let panels = self.panels
    guard series.contains(where: { !$0.finitePoints.isEmpty }) else {
      return TextPage.text(
        title: title, subtitle: subtitle, body: ["  (no points)"], reading: reading)
    }
    let body = panels.enumerated().flatMap { index, panel in
      (index == 0 ? [] : [""]) + panel.legend + [""] + panel.lines
    }
    return TextPage.text(title: title, subtitle: subtitle, body: body, reading: reading)
  }

  private var panels: [LinePanel] {
    var groups: [[Series]] = []
    for one in series {
      let joins = one.mark == .ring && groups.last?.contains { $0.mark == .ring } == false
      if joins { groups[groups.count - 1].append(one) } else { groups.append([one]) }
    }
    let yTicks = groups.count > 1 ? coarseTicks : self.yTicks
    let xRange = self.xRange
    return groups.map { LinePanel(series: $0, plot: self, xRange: xRange, yTicks: yTicks) }
  }

  /// Fewer marks, since each panel of several is lower.
  private var coarseTicks: Ticks {
    Ticks(spanning: Ticks.range(of: series.flatMap { $0.finitePoints.map(\.y) }), count: 4)
  }
}

/// One line and one kind of ring over axes that are Braille too, so that they end together.
struct LinePanel {
  let series: [LinePlot.Series]
  let plot: LinePlot
  let xRange: ClosedRange<Double>
  let yTicks: Ticks

  /// Characters across: 60, or fewer where the labels beside and below need room.
  private var columns: Int {
    min(60, TextPage.width - labelWidth - xLabel.displayWidth - 10)
  }

  private var xLabel: String { plot.xLabel.cut(to: 12) }
  private var yLabels: [String] { yTicks.values.reversed().map(yTicks.format.text) }
  private var labelWidth: Int { (yLabels.map(\.count).max() ?? 0) + 3 }

  var legend: [String] {
    let parts = series.map { "\($0.mark == .line ? "line" : "ring"): \($0.name)" }
    return (parts.joined(separator: "     ") + "     y: \(plot.yLabel)").wrapped(to: TextPage.width)
  }

  /// Two rows a mark of the y axis, the floor, and the line of labels below it.
  var lines: [String] {
    let labels = yLabels
    let canvas = drawn(rows: labels.count * 2 - 1)
    var lines: [String] = []
    for (row, line) in canvas.lines.enumerated() {
      let label = row.isMultiple(of: 2) ? labels[row / 2] : ""
      lines.append(label.padded(to: labelWidth, right: true) + " ⡇" + line)
    }
    let margin = String(repeating: " ", count: labelWidth + 1)
    return lines + [margin + floor, margin + xLabels]
  }

  private func drawn(rows: Int) -> BrailleCanvas {
    var canvas = BrailleCanvas(columns: columns, rows: rows)
    for line in series where line.mark == .line {
      let dots = line.finitePoints.map { (x: Int(x($0.x).rounded()), y: Int(y($0.y).rounded())) }
      if let only = dots.first, dots.count == 1 { canvas.draw(x: only.x, y: only.y) }
      for (start, end) in zip(dots, dots.dropFirst()) { canvas.drawLine(from: start, to: end) }
    }
    for rings in series where rings.mark == .ring {
      // A ring at an end of the axis is moved inside, so that it stays whole.
      for point in rings.finitePoints {
        canvas.drawRing(
          x: min(max(x(point.x), 1.5), Double(canvas.width) - 2.5), y: max(y(point.y), 1.5))
      }
    }
    return canvas
  }

  private func x(_ value: Double) -> Double {
    let part = (value - xRange.lowerBound) / (xRange.upperBound - xRange.lowerBound)
    return part * Double(columns * 2 - 1)
  }

  /// The middle of a mark's row is the mark's value.
  private func y(_ value: Double) -> Double {
    1.5 + 8 * (yTicks.highest - value) / yTicks.step
  }

  private var xMarks: [(column: Int, text: String)] {
    let ticks = Ticks(spanning: xRange)
    let format = plot.xTicks.map { .fixed(Self.decimals(of: $0)) } ?? ticks.format
    return (plot.xTicks ?? ticks.values)
      .filter { xRange.contains($0) }
      .map { (Int(x($0)) / 2, format.text($0)) }
  }

  /// As many decimals as the marks have, three at most.
  private static func decimals(of values: [Double]) -> Int {
    let powers: [Double] = [1, 10, 100]
    let decimals = powers.firstIndex { power in
      values.allSatisfy { ($0 * power - ($0 * power).rounded()).magnitude < 1e-6 }
    }
    return decimals ?? 3
  }

  private var floor: String {
    let marked = Set(xMarks.map(\.column))
    return "⠓" + (0..<columns).map { marked.contains($0) && $0 > 0 ? "⠓" : "⠒" }.joined()
  }

  /// The labels under their marks; one that would touch the label before it is left out.
  private var xLabels: String {
    var text = ""
    for (column, label) in xMarks {
      // The axis stands before the canvas, and its mark is the first.
      let start = column == 0 ? 0 : column + 1 - label.count / 2
      guard text.isEmpty || start > text.count else { continue }
      text += String(repeating: "\u{2800}", count: max(0, start - text.count)) + label
    }
    return text + "\u{2800}" + xLabel
  }
}
