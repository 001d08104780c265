extension Table {
  /// The table as HTML without styles of its own but shades, so that a page's theme applies.
  ///
  /// Inline colours are `rgba`, which JupyterLab's sanitiser lets pass; an alpha of 0.7 at most
  /// keeps the number legible in black on white and in white on Lab's dark background. A table that
  /// text would continue in blocks is several tables, so that it fits a page. What stands above and
  /// below is as wide as the page: a caption of the table would be as narrow as the table, or stretch it.
  package var html: String? {
    let heading =
      ["<b>\(HTML.inline(title))</b>"] + (subtitle.map { [HTML.inline($0)] } ?? [])
    let below = [remainder, reading].compactMap(\.self).map { text in
      text.split(separator: "\n").map { HTML.inline(String($0)) }
    }
    let lines =
      [
        "<div class=\"\(HTML.untouchedByMath)\">",
        HTML.paragraph(heading, style: "margin-bottom:4px"),
      ]
      + blocks.flatMap(table) + below.map { HTML.paragraph($0) } + ["</div>"]
    return lines.joined(separator: "\n")
  }

  /// The columns of each table; the column behind the last one holds the rows' notes.
  private var blocks: [[Int]] {
    var grid = columns.indices.map { index in
      TextGrid.Column(
        header: columns[index].header.onOneLine, group: columns[index].group,
        cells: shownRows.map { $0.cells[index].text }, isName: index < nameCount,
        canShrink: isText(index))
    }
    if shownRows.contains(where: { $0.note != nil }) {
      grid.append(TextGrid.Column(cells: shownRows.map { $0.note ?? "" }, canShrink: true))
    }
    return TextGrid(columns: grid).blocks
  }

  private func table(of block: [Int]) -> [String] {
    let shown = block.filter(columns.indices.contains)
    let hasNotes = block.contains(columns.count)
    var lines = ["<table>", "<thead>"]
    if shown.contains(where: { columns[$0].group != nil }) {
      lines.append("<tr>\(groupCells(shown))</tr>")
    }
    lines.append("<tr>\(shown.map(headerCell).joined())</tr>")
    lines += ["</thead>", "<tbody>"]
    // Where remarks alone continue a table, rows without one say nothing.
    let hasFigures = !hasNotes || shown.count > nameCount || shown.count == columns.count
    for row in shownRows where hasFigures || row.note != nil {
      if row.ruleAbove { lines += ["</tbody>", "<tbody>"] }
      let note = row.note.map { "<td style=\"text-align:left\">\(HTML.inline($0))</td>" } ?? ""
      let cells = shown.map { bodyCell(row, $0) }.joined()
      lines.append("<tr>\(cells)\(hasNotes ? note : "")</tr>")
    }
    return lines + ["</tbody>", "</table>"]
  }

  private func groupCells(_ shown: [Int]) -> String {
    var cells = ""
    var start = 0
    while start < shown.count {
      let group = columns[shown[start]].group
      var end = start + 1
      while end < shown.count, group != nil, columns[shown[end]].group == group { end += 1 }
      cells +=
        group.map {
          "<th scope=\"colgroup\" colspan=\"\(end - start)\" style=\"text-align:center\">"
            + "\(HTML.escaped($0))</th>"
        } ?? "<td></td>"
      start = end
    }
    return cells
  }

  private func isText(_ column: Int) -> Bool { shownRows.contains { $0.cells[column].isText } }

  private func headerCell(_ column: Int) -> String {
    let side = isText(column) ? "left" : "right"
    return "<th scope=\"col\" style=\"text-align:\(side)\">"
      + "\(HTML.escaped(columns[column].header))</th>"
  }

  /// Longer texts may break into lines; dates, names and figures stay whole.
  private static let longestWhole = 24

  private func bodyCell(_ row: Row, _ column: Int) -> String {
    let cell = row.cells[column]
    let text = cell.measured.map(HTML.text) ?? HTML.escaped(cell.text)
    let isWhole = cell.value != nil || cell.text.count <= Self.longestWhole
    var style = isWhole ? ";white-space:nowrap" : ""
    if row.ruleAbove { style += HTML.rule }
    if column == 0 { return "<th scope=\"row\" style=\"text-align:left\(style)\">\(text)</th>" }
    let side = isText(column) ? "left" : "right"
    return
      "<td style=\"text-align:\(side)\(style)\(cell.share.map(HTML.shade) ?? "")\">\(text)</td>"
  }
}

/// Escaping and shading for HTML.
package enum HTML {
  /// Classes of elements in which no `$` begins a formula: MathJax 2 and 3 know one each.
  package static let untouchedByMath = "tex2jax_ignore mathjax_ignore"

  /// A line above a row, as grey on white as on black.
  static let rule = ";border-top:1px solid rgba(128,128,128,0.7)"

  /// Lines of one paragraph; a number stays with its unit.
  static func paragraph(_ lines: [String], style: String? = nil) -> String {
    let style = style.map { " style=\"\($0)\"" } ?? ""
    let text = lines.joined(separator: "<br>").replacing(" %", with: "&nbsp;%")
    return "<p\(style)>\(text)</p>"
  }

  /// Escaped text, with words between backticks as code.
  package static func inline(_ text: String) -> String {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).map {
      escaped(String($0))
    }
    guard parts.count % 2 == 1 else { return escaped(text) }
    return parts.enumerated().map { $0 % 2 == 1 ? "<code>\($1)</code>" : $1 }.joined()
  }

  /// Text that may stand in an element or a quoted attribute, in HTML and in SVG.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      // XML has no way to write control characters.
      case _ where character.value < 0x20 && character != "\n" && character != "\t": result += " "
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  /// A figure, bold and marked if it is the best, with what stands beside it.
  static func text(_ figure: Table.Measured) -> String {
    let number = escaped(figure.head)
    return
      ([figure.isBest ? "<b>\(number)</b>" : number]
      + [figure.differenceText ?? figure.deviationText].compactMap { $0 }.map(escaped))
      .joined(separator: " ")
  }

  /// The background of a share 0…1, the darker the larger.
  static func shade(_ share: Double) -> String {
    guard share.isFinite else { return "" }
    let alpha = NumberFormat.fixed(2).text(0.7 * min(1, max(0, share)))
    return ";background-color:rgba(33,102,172,\(alpha))"
  }
}
