extension Table {
  /// The table as HTML without styles of its own but shades, so that a page's theme applies.
  ///
  /// Inline colours are `rgba`, which JupyterLab's sanitiser lets pass; an alpha of 0.7 at most
  /// keeps the number legible in black on white and in white on Lab's dark background.
  var html: String {
    var lines = ["<table>", "<caption>\(caption)</caption>", "<thead>"]
    if columns.contains(where: { $0.group != nil }) { lines.append("<tr>\(groupCells)</tr>") }
    lines.append("<tr>\(columns.indices.map(headerCell).joined())</tr>")
    lines += ["</thead>", "<tbody>"]
    for row in shownRows {
      if row.ruleAbove { lines += ["</tbody>", "<tbody>"] }
      let note = row.note.map { "<td style=\"text-align:left\">\(HTML.escaped($0))</td>" } ?? ""
      lines.append("<tr>\(columns.indices.map { bodyCell(row, $0) }.joined())\(note)</tr>")
    }
    lines += ["</tbody>", "</table>"]
    if let remainder { lines.append("<p>\(HTML.escaped(remainder))</p>") }
    if let reading { lines.append("<p>\(HTML.escaped(reading))</p>") }
    return lines.joined(separator: "\n")
  }

  private var caption: String {
    ([title] + (subtitle.map { [$0] } ?? [])).map(HTML.escaped).joined(separator: "<br>")
  }

  private var groupCells: String {
    var cells = ""
    var start = 0
    while start < columns.count {
      let group = columns[start].group
      var end = start + 1
      while end < columns.count, group != nil, columns[end].group == group { end += 1 }
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

  private func bodyCell(_ row: Row, _ column: Int) -> String {
    let cell = row.cells[column]
    let text = HTML.escaped(cell.text)
    if column == 0 { return "<th scope=\"row\" style=\"text-align:left\">\(text)</th>" }
    let side = isText(column) ? "left" : "right"
    return "<td style=\"text-align:\(side)\(cell.share.map(HTML.shade) ?? "")\">\(text)</td>"
  }
}

enum HTML {
  /// Text that may stand in an element or a quoted attribute, in HTML and in SVG.
  static func escaped(_ text: String) -> String {
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

  /// The background of a share 0…1, the darker the larger.
  static func shade(_ share: Double) -> String {
    guard share.isFinite else { return "" }
    let alpha = NumberFormat.fixed(2).text(0.7 * min(1, max(0, share)))
    return ";background-color:rgba(33,102,172,\(alpha))"
  }
}
