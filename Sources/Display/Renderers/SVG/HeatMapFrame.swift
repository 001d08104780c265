/// How wide the columns of a map are, and what fits into them: a drawing is never wider than a page.
struct HeatMapColumns {
  /// Pixels at the left for the names of rows.
  let left: Double
  let cellWidth: Double
  /// Whether a cell has room for its number.
  let showsNumbers: Bool
  /// Whether names of columns stand upright.
  let isTurned: Bool
  /// Every so many columns have a name.
  let stride: Int
  /// Pixels that the names of columns take above the cells.
  let nameHeight: Double

  init(_ map: HeatMap) {
    let rowNames = (map.rows + map.footers.map(\.label)).map(Self.shortened)
    left = 24 + (rowNames.map(SVG.width).max() ?? 0)
    let available = (SVG.pageWidth - left - 16) / Double(max(1, map.columns.count))
    cellWidth = min(Self.most, available)
    let numbers =
      map.values.joined().map(map.format.text)
      + map.footers.flatMap { footer in
        footer.values.map((footer.format ?? map.format).text)
      }
    func widest(_ texts: [String]) -> Double { texts.map(SVG.width).max() ?? 0 }
    showsNumbers = 4 + widest(numbers) <= cellWidth
    let names = 4 + widest(map.columns)
    // Some numbers along an axis say enough; other names are all needed.
    isTurned = names > cellWidth && map.columnAxis.numbers == nil
    let needed = isTurned ? Self.lineHeight : names
    stride = max(1, Int((needed / cellWidth).rounded(.up)))
    nameHeight = isTurned ? 14 + widest(map.columns.map(Self.shortened)) : 20
  }

  /// Cells touch where a gap between them would take much of them.
  var inkWidth: Double { cellWidth >= 8 ? cellWidth - 1 : cellWidth }

  private static let most = 60.0
  private static let lineHeight = 14.0

  /// A name of at most 28 letters.
  static func shortened(_ name: String) -> String { name.onOneLine.cut(to: 28) }
}

/// Where the cells of a map lie.
struct HeatMapFrame {
  static let cellHeight = 28.0
  let columns: HeatMapColumns
  /// Where the scale of the colours stands, if it does.
  let scaleTop: Double
  let top: Double
  let width: Double
  let height: Double

  init(_ map: HeatMap, _ columns: HeatMapColumns, _ texts: SVGTexts) {
    self.columns = columns
    scaleTop = texts.top
    top =
      texts.top + (columns.showsNumbers ? 0 : 26) + columns.nameHeight
      + (map.columnGroups == nil ? 0 : 16)
    let right = columns.left + columns.cellWidth * Double(map.columns.count) + 16
    width = max(right, texts.width)
    let rows = map.rows.count + (columns.showsNumbers ? map.footers.count : 0)
    height = top + Self.cellHeight * Double(rows) + 8 + texts.bottom
  }

  var left: Double { columns.left }
  func x(_ column: Int) -> Double { left + Double(column) * columns.cellWidth }
  func middle(_ column: Int) -> Double { x(column) + columns.cellWidth / 2 }
  func y(_ row: Int) -> Double { top + Double(row) * Self.cellHeight }
  func baseline(_ row: Int) -> Double { y(row) + 18 }
}
