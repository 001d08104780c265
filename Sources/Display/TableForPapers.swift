extension Table {
  /// All rows as a table of GitHub's Markdown, the best figures in bold.
  package var markdown: String {
    let headers = columns.map { column in
      Self.markdown([column.group, column.header].compactMap { $0 }.joined(separator: " "))
    }
    let sides = columns.indices.map { isOfText($0) ? ":--" : "--:" }
    let body = rows.map { row in row.cells.map(Self.markdown) }
    let lines = ([headers, sides] + body).map { "| " + $0.joined(separator: " | ") + " |" }
    return ([title, ""] + lines + (subtitle.map { ["", Self.markdown($0)] } ?? []))
      .joined(separator: "\n") + "\n"
  }

  /// All rows as a LaTeX tabular with the rules of booktabs, the best figures in bold.
  package var latex: String {
    let sides = columns.indices.map { isOfText($0) ? "l" : "r" }.joined()
    let comments = ([title] + [subtitle].compactMap { $0 }).map { "% " + $0.onOneLine }
    var lines = comments + ["\\begin{tabular}{\(sides)}", "\\toprule"] + latexGroups
    lines += [Self.latexRow(columns.map { Self.latex($0.header) }), "\\midrule"]
    for row in rows {
      if row.ruleAbove { lines.append("\\midrule") }
      lines.append(Self.latexRow(row.cells.map(Self.latex)))
    }
    return (lines + ["\\bottomrule", "\\end{tabular}"]).joined(separator: "\n") + "\n"
  }

  private func isOfText(_ column: Int) -> Bool {
    column == 0 || rows.contains { $0.cells[column].isText && $0.cells[column].text != "" }
  }

  /// The line of groups above the headers, with a rule below each.
  private var latexGroups: [String] {
    guard columns.contains(where: { $0.group != nil }) else { return [] }
    var (cells, rules): ([String], [String]) = ([], [])
    var start = 0
    while start < columns.count {
      let group = columns[start].group
      let same = columns[start...].prefix { group != nil && $0.group == group }.count
      let end = start + max(1, same)
      if let group {
        cells.append("\\multicolumn{\(end - start)}{c}{\(Self.latex(group))}")
        rules.append("\\cmidrule(lr){\(start + 1)-\(end)}")
      } else {
        cells.append("")
      }
      start = end
    }
    return [Self.latexRow(cells), rules.joined(separator: " ")]
  }

  private static func latexRow(_ cells: [String]) -> String {
    cells.joined(separator: " & ") + " \\\\"
  }

  private static func markdown(_ cell: Cell) -> String {
    guard let figure = cell.measured else { return markdown(cell.text) }
    let number = figure.format.text(figure.value)
    let beside = (figure.differenceText ?? figure.deviationText).map(markdown)
    return ([figure.isBest ? "**\(number)**" : number] + [beside].compactMap { $0 })
      .joined(separator: " ")
  }

  private static func markdown(_ text: String) -> String {
    text.onOneLine.replacing("|", with: "\\|").replacing("*", with: "\\*")
  }

  private static func latex(_ cell: Cell) -> String {
    guard let figure = cell.measured else { return latex(cell.text, isNumber: cell.value != nil) }
    let number = latex(figure.format.text(figure.value), isNumber: true)
    let beside = (figure.differenceText ?? figure.deviationText).map { text in
      "{\\footnotesize \(latex(text, isNumber: true))}"
    }
    return ([figure.isBest ? "\\textbf{\(number)}" : number] + [beside].compactMap { $0 })
      .joined(separator: " ")
  }

  /// Text that TeX prints as it is; the minus of a number is not a hyphen.
  private static func latex(_ text: String, isNumber: Bool = false) -> String {
    var result = ""
    for character in text.onOneLine {
      switch character {
      case "&", "%", "$", "#", "_", "{", "}": result += "\\\(character)"
      case "\\": result += "\\textbackslash{}"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "±": result += "$\\pm$"
      case "*" where isNumber: result += "$^{*}$"
      case "-" where isNumber: result += "$-$"
      default: result.append(character)
      }
    }
    return result
  }
}
