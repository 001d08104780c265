extension HeatMap {
  /// Coloured cells, each with its number; footers are rows of text below a line.
  package var svg: SVGDocument? {
    let texts = SVGTexts(title: title, subtitle: subtitle, reading: reading)
    let frame = HeatMapFrame(self, texts)
    var drawing = SVG(width: frame.width, height: frame.height)
    drawing.texts(texts)
    drawColumnNames(on: &drawing, frame)
    for (row, name) in rows.enumerated() {
      drawing.text(
        name, x: frame.left - 8, y: frame.baseline(row), anchor: .end)
      for column in columns.indices { drawCell(row, column, on: &drawing, frame) }
    }
    drawFooters(on: &drawing, frame)
    return drawing.document(texts)
  }

  private func drawColumnNames(on drawing: inout SVG, _ frame: HeatMapFrame) {
    for (column, name) in columns.enumerated() {
      drawing.text(name, x: frame.middle(column), y: frame.top - 6, anchor: .middle)
    }
    guard let columnGroups else { return }
    for (column, group) in columnGroups.enumerated()
    where column == 0 || columnGroups[column - 1] != group {
      let end = columnGroups[column...].firstIndex { $0 != group } ?? columnGroups.count
      let middle = (frame.middle(column) + frame.middle(end - 1)) / 2
      drawing.text(group, x: middle, y: frame.top - 22, anchor: .middle)
    }
  }

  private func drawCell(_ row: Int, _ column: Int, on drawing: inout SVG, _ frame: HeatMapFrame) {
    let value = values[row][column]
    var ink = SVG.ink
    if value.isFinite {
      let color = color(of: value)
      drawing.rectangle(
        x: frame.x(column), y: frame.y(row), width: frame.cellWidth - 1,
        height: HeatMapFrame.cellHeight - 1, color: ColorScale.text(color))
      ink = ColorScale.ink(on: color)
    }
    guard frame.showsNumbers else { return }
    drawing.text(
      format.text(value), x: frame.middle(column), y: frame.baseline(row), anchor: .middle,
      color: ink)
  }

  private func color(of value: Double) -> ColorScale.Color {
    switch scale {
    case .shades:
      let fraction = scaleEnds.map { (value - $0.lowerBound) / ($0.upperBound - $0.lowerBound) }
      return ColorScale.viridis.color(at: fraction ?? 0.5)
    case .signed:
      return ColorScale.signed.color(at: 0.5 + value / signedEnd / 2)
    }
  }

  private func drawFooters(on drawing: inout SVG, _ frame: HeatMapFrame) {
    guard !footers.isEmpty, frame.showsNumbers else { return }
    let y = frame.y(rows.count) + 3
    drawing.line([(8, y), (frame.x(columns.count), y)])
    for (index, footer) in footers.enumerated() {
      let baseline = frame.baseline(rows.count + index) + 5
      drawing.text(footer.label, x: frame.left - 8, y: baseline, anchor: .end)
      for (column, value) in footer.values.enumerated() {
        drawing.text(
          (footer.format ?? format).text(value), x: frame.middle(column), y: baseline,
          anchor: .middle)
      }
    }
  }
}

/// Where the cells of a map lie.
struct HeatMapFrame {
  static let cellHeight = 28.0
  let left: Double
  let top: Double
  let cellWidth: Double
  let width: Double
  let height: Double
  /// Many cells are small and show their colour only.
  let showsNumbers: Bool

  init(_ map: HeatMap, _ texts: SVGTexts) {
    showsNumbers = map.columns.count <= 24
    let names = map.rows + map.footers.map(\.label)
    left = 24 + (names.map(SVG.width).max() ?? 0)
    top = texts.top + (map.columnGroups == nil ? 20 : 36)
    let numbers =
      map.values.joined().map(map.format.text)
      + map.footers.flatMap { footer in
        footer.values.map((footer.format ?? map.format).text)
      }
    let least = 4 + ((map.columns + (showsNumbers ? numbers : [])).map(SVG.width).max() ?? 0)
    // Sixty pixels where the page has them, but never so few that names or numbers run together.
    let available = (SVG.pageWidth - left - 16) / Double(max(1, map.columns.count))
    cellWidth = max(least, min(showsNumbers ? 60 : 16, available))
    width = max(left + cellWidth * Double(map.columns.count) + 16, texts.width)
    let rows = map.rows.count + (showsNumbers ? map.footers.count : 0)
    height = top + Self.cellHeight * Double(rows) + 8 + texts.bottom
  }

  func x(_ column: Int) -> Double { left + Double(column) * cellWidth }
  func middle(_ column: Int) -> Double { x(column) + cellWidth / 2 }
  func y(_ row: Int) -> Double { top + Double(row) * Self.cellHeight }
  func baseline(_ row: Int) -> Double { y(row) + 18 }
}
