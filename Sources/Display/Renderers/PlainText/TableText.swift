extension Table {
  /// The table in plain text, at most 80 columns wide.
  package var plainText: String {
    var columns = self.columns.indices.map(textColumn)
    if shownRows.contains(where: { $0.note != nil }) {
      let notes = shownRows.map { $0.note?.onOneLine ?? "" }
      columns.append(
        TextGrid.Column(cells: notes, alignsRight: false, canShrink: true, wraps: true))
    }
    let rules = shownRows.indices.filter { shownRows[$0].ruleAbove }
    var body = TextGrid(columns: columns, rules: Set(rules)).lines()
    if let remainder { body += TextPage.indented(remainder) }
    if rows.isEmpty { body += [TextPage.indent + "(no rows)"] }
    return TextPage.text(title: title, subtitle: subtitle, body: body, reading: reading)
  }

  private func textColumn(_ index: Int) -> TextGrid.Column {
    let cells = shownRows.map { $0.cells[index] }
    let isText = cells.contains { $0.isText }
    let isShare = cells.contains { $0.isShare }
    // What stands beside figures fills the column; its header stands above the figures.
    let isMeasured = cells.contains { $0.measured != nil }
    return TextGrid.Column(
      header: columns[index].header.onOneLine, group: columns[index].group,
      cells: isShare ? shareTexts(index) : aligned(cells),
      alignsRight: !isText && !isShare && !isMeasured,
      isName: index < nameCount, canShrink: isText, wraps: columns[index].wraps)
  }

  /// How many columns at the left name the row: as told, or leading texts, but not the whole table.
  var nameCount: Int {
    if let names { return names }
    let leading = columns.indices.prefix { index in
      shownRows.contains { $0.cells[index].isText }
    }
    return leading.count == columns.count ? min(1, columns.count) : max(1, leading.count)
  }

  /// Numbers with significant digits share one place for the point; all else is as it comes.
  private func aligned(_ cells: [Cell]) -> [String] {
    func fraction(_ text: String) -> Int {
      text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) } ?? 0
    }
    if cells.contains(where: { $0.measured != nil }) { return besides(cells) }
    let texts = cells.map(\.text)
    let longest = zip(cells, texts).map { $0.isSignificant ? fraction($1) : 0 }.max() ?? 0
    return zip(cells, texts).map { cell, text in
      guard cell.isSignificant, !text.contains("e") else { return text }
      return text + String(repeating: " ", count: longest - fraction(text))
    }
  }

  /// Figures above each other, and what stands beside them.
  private func besides(_ cells: [Cell]) -> [String] {
    let heads = cells.map { $0.measured?.head ?? $0.text }
    let tails = cells.map { $0.measured?.tail ?? "" }
    let longest = tails.map(\.displayWidth).max() ?? 0
    let marks = cells.contains { $0.measured?.isBest == true } ? 1 : 0
    return cells.indices.map { index in
      let isMarked = cells[index].measured?.isBest == true
      let gap = cells[index].measured == nil ? marks : isMarked ? 0 : marks
      return heads[index] + String(repeating: " ", count: gap) + tails[index].padded(to: longest)
    }
  }

  /// A bar of 16 characters and the per cent; rows between two lines share one scale.
  private func shareTexts(_ index: Int) -> [String] {
    var texts: [String] = []
    for section in sections {
      let shares = section.flatMap { $0.cells.compactMap(\.share) }.filter(\.isFinite)
      let scale = TextBar.scale(upTo: shares.max() ?? 0)
      texts += section.map { row in
        let cell = row.cells[index]
        let bar = TextBar.text(share: (cell.share ?? 0) / scale, width: 16)
        return bar.padded(to: 17) + cell.text.padded(to: 7, right: true)
      }
    }
    return texts
  }

  /// Runs of rows without a line between them.
  private var sections: [[Row]] {
    var sections: [[Row]] = []
    for row in shownRows {
      if sections.isEmpty || row.ruleAbove { sections.append([]) }
      sections[sections.count - 1].append(row)
    }
    return sections
  }
}

extension Table.Cell {
  /// What people read in the cell.
  var text: String {
    switch self {
    case .text(let text): text.onOneLine
    case .number(let value, let format): format.text(value)
    case .share(let share): NumberFormat.percent(1).text(share)
    case .measured(let figure): figure.head + figure.tail
    case .missing: "n/a"
    }
  }

  /// False for an empty cell, which may stand among numbers, too.
  var isText: Bool {
    if case .text(let text) = self { !text.isEmpty } else { false }
  }

  var measured: Table.Measured? {
    if case .measured(let figure) = self { figure } else { nil }
  }

  var share: Double? {
    if case .share(let share) = self { share } else { nil }
  }

  fileprivate var isShare: Bool { share != nil }

  fileprivate var isSignificant: Bool {
    if case .number(_, .significant) = self { true } else { false }
  }
}
