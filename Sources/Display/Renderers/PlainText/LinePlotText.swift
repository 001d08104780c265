extension LinePlot {
  /// The plot in plain text.
  ///
  /// Series of few points share panels, each with its own mark; else there is a panel per line, with
  /// rings in the panel before them. All panels have one y axis.
  package var plainText: String {
    if isEmpty {
      return TextPage.text(
        title: title, subtitle: subtitle, body: ["  (no points)"], reading: reading)
    }
    let body = panels.enumerated().flatMap { index, panel in
      (index == 0 ? [] : [""]) + panel.legend + [""] + panel.lines
    }
    return TextPage.text(title: title, subtitle: subtitle, body: body, reading: reading)
  }

  private var panels: [LinePanel] {
    let groups = hasMarkedPoints && series.count > 1 ? sharedGroups : ownGroups
    // Fewer marks, since each panel of several is lower.
    let yTicks = self.yTicks(count: groups.count > 1 ? 4 : 5)
    let xRange = self.xRange
    return groups.map { LinePanel(series: $0, plot: self, xRange: xRange, yTicks: yTicks) }
  }

  /// As many series in a panel as there are marks.
  private var sharedGroups: [[Series]] {
    let most = BrailleMark.allCases.count
    return stride(from: 0, to: series.count, by: most).map {
      Array(series[$0..<min(series.count, $0 + most)])
    }
  }

  private var ownGroups: [[Series]] {
    series.reduce(into: []) { groups, one in
      let joins = one.mark == .ring && groups.last?.contains { $0.mark == .ring } == false
      if joins { groups[groups.count - 1].append(one) } else { groups.append([one]) }
    }
  }
}

/// Series over axes that are Braille too, so that they end together.
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
  private var yLabels: [String] {
    yTicks.values.reversed().map { LinePlot.label($0, yTicks.format, isLog: plot.axes.isLogY) }
  }
  private var labelWidth: Int { (yLabels.map(\.count).max() ?? 0) + 3 }

  /// Whether every series bears its own mark, since it shares the panel with others like it.
  private var isShared: Bool {
    series.count > 1 && plot.hasMarkedPoints
      && (series.count { $0.mark == .line } > 1 || series.count { $0.mark == .ring } > 1)
  }

  var legend: [String] {
    let marks = BrailleMark.allCases.map(\.sign)
    let parts = series.enumerated().map { index, one in
      isShared
        ? "\(marks[index]) \(one.name)" : "\(one.mark == .line ? "line" : "ring"): \(one.name)"
    }
    return (parts + ["y: \(plot.yLabel)"]).reduce(into: []) { lines, part in
      let longer = (lines.last.map { $0 + "     " } ?? "") + part
      if !lines.isEmpty, longer.displayWidth <= TextPage.width {
        lines[lines.count - 1] = longer
      } else {
        lines += part.wrapped(to: TextPage.width)
      }
    }
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
    let dots = series.map { plot.dots(of: $0) }
    for (one, dots) in zip(series, dots) {
      for dot in dots { draw(dot.spread, at: dot.x, on: &canvas) }
      guard one.mark == .line else { continue }
      let points = dots.map { (x: Int(x($0.x).rounded()), y: Int(y($0.y).rounded())) }
      if let only = points.first, points.count == 1 { canvas.draw(x: only.x, y: only.y) }
      for (start, end) in zip(points, points.dropFirst()) {
        canvas.drawLine(from: start, to: end)
      }
    }
    for (index, one) in series.enumerated() where isShared || one.mark == .ring {
      let mark = isShared ? BrailleMark.allCases[index] : .ring
      // A mark at an end of the axis is moved inside, so that it stays whole.
      for dot in dots[index] {
        canvas.draw(
          mark, x: min(max(x(dot.x), 1.5), Double(canvas.width) - 2.5), y: max(y(dot.y), 1.5))
      }
    }
    return canvas
  }

  /// A line through a mean, one deviation up and down.
  private func draw(
    _ spread: ClosedRange<Double>?, at value: Double, on canvas: inout BrailleCanvas
  ) {
    guard let spread else { return }
    let column = min(max(Int(x(value).rounded()), 0), canvas.width - 1)
    canvas.drawLine(
      from: (column, Int(y(spread.upperBound).rounded())),
      to: (column, Int(y(spread.lowerBound).rounded())))
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
    let values = plot.placedXTicks ?? ticks.values
    let format = plot.xTicks.map { .fixed(Self.decimals(of: $0)) } ?? ticks.format
    return values.filter { xRange.contains($0) }.map {
      (Int(x($0)) / 2, LinePlot.label($0, format, isLog: plot.axes.isLogX))
    }
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
