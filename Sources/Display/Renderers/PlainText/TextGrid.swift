/// Columns of text that align in every row, continued in blocks where they are too wide.
struct TextGrid {
  struct Column {
    var header = ""
    var group: String?
    var cells: [String]
    var alignsRight = true
    /// Stands at the left of every block.
    var isName = false
    /// May be made narrower, its longest cells cut.
    var canShrink = false
    /// Its longest cells go on in further lines instead.
    var wraps = false
    /// Spaces before the column, inside its group and elsewhere.
    var innerGap = 2
    var outerGap = 3
    var width = 0

    /// A cell is cut no further, and a word not at all where cells are wrapped.
    var leastWidth: Int {
      if !wraps { return TextGrid.leastWidth }
      let words = cells.flatMap { $0.split(separator: " ").map { String($0).displayWidth } }
      return min(TextGrid.leastWidth, max(TextGrid.leastWrapped, words.max() ?? 0))
    }
  }

  var columns: [Column]
  /// Rows with a line above.
  var rules: Set<Int> = []

  private static let available = TextPage.width - TextPage.indent.count
  /// No name is cut below this width to spare a second block.
  private static let leastWidth = 16
  /// Nor is one that can be wrapped.
  private static let leastWrapped = 10
  private static let widestName = 32

  /// The table's lines, indented; blocks are separated by an empty line.
  func lines() -> [String] {
    let grid = fitted()
    return Array(grid.parts().map { grid.lines(ofBlock: $0) }.joined(separator: [""]))
  }

  /// Which columns stand in each block.
  var blocks: [[Int]] { fitted().parts() }

  private func fitted() -> TextGrid {
    let grid = measured()
    let isTooWide = grid.width(of: Array(columns.indices)) > Self.available
    return isTooWide ? grid.tightened() : grid
  }

  private func measured() -> TextGrid {
    var grid = self
    for index in columns.indices {
      let texts = [columns[index].header] + columns[index].cells
      grid.columns[index].width = texts.map(\.displayWidth).max() ?? 0
    }
    // A group's name is not cut where its columns can be a little wider.
    for unit in units() {
      let name = (columns[unit[0]].group ?? "").displayWidth
      let lack = min(name, Self.widestName) - grid.width(of: unit)
      grid.columns[unit[0]].width += max(0, lack)
    }
    return grid
  }

  /// With smaller gaps, and with text columns cut if that makes one block of it.
  private func tightened() -> TextGrid {
    var tight = self
    for index in columns.indices { tight.columns[index].outerGap = min(2, columns[index].outerGap) }
    let all = Array(columns.indices)
    var shrunk = tight
    while shrunk.width(of: all) > Self.available {
      let candidates = all.filter {
        columns[$0].canShrink && shrunk.columns[$0].width > columns[$0].leastWidth
      }
      guard let widest = candidates.max(by: { shrunk.columns[$0].width < shrunk.columns[$1].width })
      else { return capped() }
      shrunk.columns[widest].width -= 1
    }
    return tight.width(of: all) > Self.available ? shrunk : tight
  }

  /// No column so wide that it leaves no room for others.
  private func capped() -> TextGrid {
    var grid = self
    for index in columns.indices {
      let most = columns[index].isName ? Self.widestName : Self.available - Self.widestName - 3
      grid.columns[index].width = min(columns[index].width, most)
    }
    return grid
  }

  private func gap(before index: Int, after previous: Int?) -> Int {
    guard let previous else { return 0 }
    let sameGroup = columns[index].group != nil && columns[index].group == columns[previous].group
    return sameGroup ? columns[index].innerGap : columns[index].outerGap
  }

  private func width(of block: [Int]) -> Int {
    let gaps = zip(block.dropFirst(), block).map { gap(before: $0, after: $1) }
    return block.map { columns[$0].width }.reduce(0, +) + gaps.reduce(0, +)
  }

  /// Which columns stand in each block: the names in all, the others broken between groups.
  private func parts() -> [[Int]] {
    let names = columns.indices.filter { columns[$0].isName }
    var blocks: [[Int]] = [names]
    func fits(_ more: [Int]) -> Bool {
      width(of: blocks[blocks.count - 1] + more) <= Self.available
    }
    for unit in units() {
      if !fits(unit), blocks[blocks.count - 1].count > names.count { blocks.append(names) }
      for index in unit {
        if !fits([index]), blocks[blocks.count - 1].count > names.count { blocks.append(names) }
        blocks[blocks.count - 1].append(index)
      }
    }
    return blocks
  }

  /// Neighbours of one group together, the other columns alone.
  private func units() -> [[Int]] {
    var units: [[Int]] = []
    for index in columns.indices where !columns[index].isName {
      if let last = units.last?.last, let group = columns[index].group,
        columns[last].group == group
      {
        units[units.count - 1].append(index)
      } else {
        units.append([index])
      }
    }
    return units
  }

  private func lines(ofBlock block: [Int]) -> [String] {
    var lines: [String] = []
    if block.contains(where: { columns[$0].group != nil }) { lines.append(groupLine(block)) }
    if block.contains(where: { !columns[$0].header.isEmpty }) {
      lines.append(line(block) { columns[$0].header })
    }
    for row in columns.first?.cells.indices ?? 0..<0 where !isBlank(row, block) {
      if rules.contains(row) { lines.append(TextPage.rule(width(of: block))) }
      lines += self.lines(ofRow: row, block)
    }
    return lines
  }

  /// True of a row without a remark in a block of remarks, which have no header.
  private func isBlank(_ row: Int, _ block: [Int]) -> Bool {
    block.count < columns.count
      && block.allSatisfy { index in
        let column = columns[index]
        return column.isName || column.header.isEmpty && column.cells[row].isEmpty
      }
  }

  /// One line, or as many as the longest of the cells that are wrapped.
  private func lines(ofRow row: Int, _ block: [Int]) -> [String] {
    let pieces = block.map { index in
      let text = columns[index].cells[row]
      return columns[index].wraps ? text.wrapped(to: columns[index].width) : [text]
    }
    let texts = Dictionary(uniqueKeysWithValues: zip(block, pieces))
    return (0..<(pieces.map(\.count).max() ?? 1)).map { number in
      line(block) { index in
        let pieces = texts[index, default: []]
        return pieces.indices.contains(number) ? pieces[number] : ""
      }
    }
  }

  private func line(_ block: [Int], text: (Int) -> String) -> String {
    var line = TextPage.indent
    var previous: Int?
    for index in block {
      line += String(repeating: " ", count: gap(before: index, after: previous))
      let column = columns[index]
      line += text(index).cut(to: column.width).padded(to: column.width, right: column.alignsRight)
      previous = index
    }
    return TextPage.trimmed(line)
  }

  /// The line above the headers: a group's name in the middle of its columns.
  private func groupLine(_ block: [Int]) -> String {
    var line = TextPage.indent
    var start = 0
    while start < block.count {
      let group = columns[block[start]].group
      var end = start + 1
      while end < block.count, group != nil, columns[block[end]].group == group { end += 1 }
      let before = gap(before: block[start], after: start > 0 ? block[start - 1] : nil)
      let span = width(of: Array(block[start..<end]))
      line += String(repeating: " ", count: before)
      line += (group ?? "").cut(to: span).centred(in: span)
      start = end
    }
    return TextPage.trimmed(line)
  }
}
