extension HeatMap {
  /// One shade a cell, names of the columns below, numbers for the extremes only.
  var compactBody: [String] {
    let nameWidth = min(24, rows.map(\.displayWidth).max() ?? 0)
    let perBlock = TextPage.width - TextPage.indent.count - nameWidth - 2
    let scale = CellMarks(self)
    let blocks = stride(from: 0, to: columns.count, by: perBlock).map { start in
      let range = start..<min(start + perBlock, columns.count)
      return block(range, of: perBlock, nameWidth: nameWidth, scale: scale)
    }
    return Array(blocks.joined(separator: [""])) + scale.legend(note: scaleNote) + [""]
      + TextPage.indented("Columns: \(columnList).") + TextPage.indented(extremes)
      + footerSentences.flatMap(TextPage.indented)
  }

  private func block(
    _ range: Range<Int>, of width: Int, nameWidth: Int, scale: CellMarks
  ) -> [String] {
    func line(_ name: String, _ cells: String) -> String {
      let name = name.onOneLine.cut(to: nameWidth).padded(to: nameWidth)
      return TextPage.trimmed(TextPage.indent + name + "  " + cells)
    }
    let lines = zip(rows, values).map { line($0, $1[range].map(scale.mark).joined()) }
    return [line("", ruler(range, width: width))] + lines
  }

  /// Numbers of columns, or their values on an axis of numbers: every tenth above its column.
  private func ruler(_ range: Range<Int>, width: Int) -> String {
    var text = ""
    for column in range where column.isMultiple(of: 10) {
      let mark = columnAxis.numbers == nil ? "\(column + 1)" : columns[column]
      let longer = text.padded(to: column - range.lowerBound) + mark
      if longer.displayWidth <= width { text = longer }
    }
    return text
  }

  /// Every name with its number; of an axis of numbers its ends, of very many names too.
  private var columnList: String {
    if let first = columns.first, let last = columns.last, columnAxis.numbers != nil {
      return "\(columnAxis.key) from \(first) to \(last)"
    }
    let names = columns.indices.map { "\($0 + 1) \(fullName(ofColumn: $0).onOneLine)" }
    let shown = names.count <= 60 ? names : names.prefix(3) + ["…"] + names.suffix(1)
    return shown.joined(separator: ", ")
  }

  private var extremes: String {
    let why = "One character a cell, since there are \(rows.count) × \(columns.count)"
    let cells = rows.indices.flatMap { row in
      columns.indices.filter { !isOwn(row, $0) }.map {
        (value: values[row][$0], row: row, column: $0)
      }
    }.filter { $0.value.isFinite }
    guard let high = cells.max(by: { $0.value < $1.value }),
      let low = cells.min(by: { $0.value < $1.value })
    else { return why + "." }
    func name(_ cell: (value: Double, row: Int, column: Int)) -> String {
      "\(format.text(cell.value)) (\(rows[cell.row]), \(fullName(ofColumn: cell.column)))"
    }
    return "\(why); highest \(name(high)), lowest \(name(low))."
  }

  /// The range of each footer, where its values are not shown.
  var footerSentences: [String] { footers.map(sentence) }

  /// The reading, then what footers would say.
  var readingWithFooters: String? {
    let sentences = [reading].compactMap { $0 } + footerSentences
    return sentences.isEmpty ? nil : sentences.joined(separator: "\n")
  }

  private func sentence(of footer: Footer) -> String {
    let numbers = footer.values.filter(\.isFinite)
    let format = footer.format ?? self.format
    guard let low = numbers.min(), let high = numbers.max() else { return footer.label + ": n/a." }
    return "\(footer.label): from \(format.text(low)) to \(format.text(high))."
  }
}

/// What stands for a cell of a large map: a shade, or below zero of a signed map an ASCII mark.
private struct CellMarks {
  private let shades: Shades?
  private let step: Double
  private let format: NumberFormat

  init(_ map: HeatMap) {
    shades = map.scale == .shades ? Shades(map) : nil
    step = map.signedEnd / 5
    format = map.format
  }

  private static let negative = [".", "-", "=", "#"]

  func mark(_ value: Double) -> String {
    guard value.isFinite else { return "?" }
    if let shades { return shades.mark(value) }
    let level = Int(min(4, value.magnitude / step))
    if level == 0 { return " " }
    return (value > 0 ? Shades.marks : Self.negative)[level - 1]
  }

  func legend(note: String?) -> [String] {
    if let shades { return shades.legend(note: note) }
    let steps = (1...4).map { Double($0) * step }
    let above = zip(Shades.marks, steps).map { "\($0) from \(format.text($1))" }
    let below = zip(Self.negative, steps).map { "\($0) from \(format.text(-$1))" }
    return [""] + [above, below].flatMap { TextPage.indented($0.joined(separator: "   ")) }
  }
}
