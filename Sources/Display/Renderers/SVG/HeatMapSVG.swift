extension HeatMap {
  /// Coloured cells, each with its number; footers are rows of text below a line.
  ///
  /// Where a page is too narrow for the numbers, a scale of the colours stands above the cells, and
  /// sentences on the footers below.
  package var svg: SVGDocument? {
    let layout = HeatMapColumns(self)
    let texts = SVGTexts(
      title: title, subtitle: subtitle,
      reading: layout.showsNumbers ? reading : readingWithFooters)
    let frame = HeatMapFrame(self, layout, texts)
    var drawing = SVG(width: frame.width, height: frame.height)
    drawing.texts(texts)
    if !layout.showsNumbers { drawScale(on: &drawing, frame) }
    drawColumnNames(on: &drawing, frame)
    for (row, name) in rows.enumerated() {
      drawing.text(
        HeatMapColumns.shortened(name), x: frame.left - 8, y: frame.baseline(row), anchor: .end)
      for column in columns.indices { drawCell(row, column, on: &drawing, frame) }
    }
    drawFooters(on: &drawing, frame)
    return drawing.document(texts)
  }

  /// Every name, or every so many where they would touch.
  private func drawColumnNames(on drawing: inout SVG, _ frame: HeatMapFrame) {
    for (column, name) in columns.enumerated() where column.isMultiple(of: frame.columns.stride) {
      if frame.columns.isTurned {
        drawing.text(
          HeatMapColumns.shortened(name), x: frame.middle(column) + 4, y: frame.top - 6,
          isTurned: true)
      } else {
        drawing.text(name, x: frame.middle(column), y: frame.top - 6, anchor: .middle)
      }
    }
    guard let columnGroups else { return }
    for (column, group) in columnGroups.enumerated()
    where column == 0 || columnGroups[column - 1] != group {
      let end = columnGroups[column...].firstIndex { $0 != group } ?? columnGroups.count
      let middle = (frame.middle(column) + frame.middle(end - 1)) / 2
      drawing.text(
        group, x: middle, y: frame.top - frame.columns.nameHeight - 2, anchor: .middle)
    }
  }

  /// The colours from the lowest to the highest value, between these.
  private func drawScale(on drawing: inout SVG, _ frame: HeatMapFrame) {
    let (low, high) = (colorEnds.lowerBound, colorEnds.upperBound)
    let y = frame.scaleTop
    var x = 8.0
    func write(_ text: String) {
      drawing.text(text, x: x, y: y + 12)
      x += SVG.width(of: text) + 6
    }
    write(format.text(low))
    let steps = 40
    for step in 0..<steps {
      let value = low + (high - low) * (Double(step) + 0.5) / Double(steps)
      drawing.rectangle(x: x, y: y, width: 4, height: 14, color: ColorScale.text(color(of: value)))
      x += 4
    }
    x += 6
    write(format.text(high))
    if let scaleNote { write("(\(scaleNote))") }
  }

  private func drawCell(_ row: Int, _ column: Int, on drawing: inout SVG, _ frame: HeatMapFrame) {
    let value = values[row][column]
    var ink = SVG.ink
    if value.isFinite {
      let color = color(of: value)
      drawing.rectangle(
        x: frame.x(column), y: frame.y(row), width: frame.columns.inkWidth,
        height: HeatMapFrame.cellHeight - 1, color: ColorScale.text(color))
      ink = ColorScale.ink(on: color)
    }
    guard frame.columns.showsNumbers else { return }
    drawing.text(
      format.text(value), x: frame.middle(column), y: frame.baseline(row), anchor: .middle,
      color: ink)
  }

  private func color(of value: Double) -> ColorScale.Color {
    let ends = colorEnds
    let colors = scale == .shades ? ColorScale.viridis : .signed
    return colors.color(at: (value - ends.lowerBound) / (ends.upperBound - ends.lowerBound))
  }

  private func drawFooters(on drawing: inout SVG, _ frame: HeatMapFrame) {
    guard !footers.isEmpty, frame.columns.showsNumbers else { return }
    let y = frame.y(rows.count) + 3
    drawing.line([(8, y), (frame.x(columns.count), y)])
    for (index, footer) in footers.enumerated() {
      let baseline = frame.baseline(rows.count + index) + 5
      drawing.text(
        HeatMapColumns.shortened(footer.label), x: frame.left - 8, y: baseline, anchor: .end)
      for (column, value) in footer.values.enumerated() {
        drawing.text(
          (footer.format ?? format).text(value), x: frame.middle(column), y: baseline,
          anchor: .middle)
      }
    }
  }
}
