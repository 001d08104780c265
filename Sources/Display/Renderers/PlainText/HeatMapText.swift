extension HeatMap {
  /// The map in plain text: numbers with shades, or shades alone where there are many cells.
  package var plainText: String {
    let body = isLarge ? compactBody : numberBody
    return TextPage.text(title: title, subtitle: subtitle, body: body, reading: reading)
  }

  private var numberBody: [String] {
    let shades = scale == .shades ? Shades(self) : nil
    let names = TextGrid.Column(
      cells: rows + footers.map(\.label), alignsRight: false, isName: true, canShrink: true)
    let numbers = columns.indices.map { column in
      let marks = shades?.levels.isEmpty == false
      let cells = values.map { row in
        (shades.map { $0.mark(row[column]) + " " } ?? "") + format.text(row[column])
      }
      let feet = footers.map { ($0.format ?? format).text($0.values[column]) }
      return TextGrid.Column(
        header: columns[column].onOneLine, group: columnGroups?[column],
        cells: evened(cells) + feet, innerGap: marks ? 1 : 2)
    }
    let rules: Set = footers.isEmpty ? [] : [rows.count]
    let legend = shades?.legend(note: scaleNote) ?? []
    return TextGrid(columns: [names] + numbers, rules: rules).lines() + legend
  }

  /// Shade and number of one width in all cells of a column, the shade at the left.
  private func evened(_ cells: [String]) -> [String] {
    guard scale == .shades else { return cells }
    let width = cells.map(\.displayWidth).max() ?? 0
    return cells.map { cell in
      String(cell.prefix(1)) + String(cell.dropFirst()).padded(to: width - 1, right: true)
    }
  }
}

/// Five equal steps between the ends of the scale; the upper four have a shade.
struct Shades {
  static let marks = ["░", "▒", "▓", "█"]
  /// Where each shade begins; empty when all values are alike.
  let levels: [Double]
  private let format: NumberFormat
  private let single: Double
  /// Units of the last decimal in 1.
  private let units: Double

  /// Levels that the map's decimals can write exactly, so that a reader can check each cell.
  init(_ map: HeatMap) {
    levels =
      map.scaleEnds.map { ends in
        (1...4).map {
          ends.lowerBound + (ends.upperBound - ends.lowerBound) * Double($0) / 5
        }
      } ?? []
    format = map.format
    single = map.range.lowerBound
    units = Double("1e\(map.decimals)") ?? 1
  }

  /// 0 for no shade to 4 for the darkest, by the value as it is written.
  func level(_ value: Double) -> Int {
    let written = (value * units).rounded() / units
    return levels.lastIndex { written > $0 - 0.1 / units }.map { $0 + 1 } ?? 0
  }

  func mark(_ value: Double) -> String {
    let level = level(value)
    return level == 0 ? " " : Self.marks[level - 1]
  }

  /// What each shade means, after an empty line.
  func legend(note: String?) -> [String] {
    var parts = zip(Self.marks, levels).map { "\($0) from \(format.text($1))" }
    if parts.isEmpty { parts = ["no shades: every value is \(format.text(single))"] }
    if let note { parts.append("(\(note))") }
    return [""] + TextPage.indented(parts.joined(separator: "   "))
  }
}
