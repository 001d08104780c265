/// Wires between two ranks of boxes, drawn with box characters.
///
/// Each wire is a horizontal line that taps come down to from above, and from which others go down to
/// its targets. `●` is a connection, `┼` a crossing.
struct WireGrid {
  /// Where a wire takes something from a box above; `mark` stands there instead of `●`.
  struct Tap {
    let column: Int
    let mark: String?
  }

  struct Wire {
    let taps: [Tap]
    /// Columns of the boxes below.
    let targets: [Int]

    var columns: ClosedRange<Int> {
      let all = taps.map(\.column) + targets
      return (all.min() ?? 0)...(all.max() ?? 0)
    }
  }

  /// The directions into which a cell's lines go.
  private struct Directions: OptionSet {
    let rawValue: Int
    static let up = Directions(rawValue: 1)
    static let down = Directions(rawValue: 2)
    static let left = Directions(rawValue: 4)
    static let right = Directions(rawValue: 8)
    static let characters: [Character] = [
      " ", "╵", "╷", "│", "╴", "┘", "┐", "┤", "╶", "└", "┌", "├", "─", "┴", "┬", "┼",
    ]
    var character: Character { Self.characters[rawValue] }
  }

  private var cells: [[Directions]]
  private var marks: [(row: Int, column: Int, text: String)] = []

  init(_ wires: [Wire], width: Int) {
    // Wires that do not touch share a row.
    var rows: [[Wire]] = []
    for wire in wires {
      let row = rows.firstIndex { others in
        others.allSatisfy {
          $0.columns.upperBound + 1 < wire.columns.lowerBound
            || wire.columns.upperBound + 1 < $0.columns.lowerBound
        }
      }
      if let row { rows[row].append(wire) } else { rows.append([wire]) }
    }
    let height = max(1, rows.count)
    cells = Array(repeating: Array(repeating: [], count: width), count: height)
    for (row, wires) in rows.enumerated() {
      for wire in wires { draw(wire, in: row, of: height) }
    }
  }

  private mutating func draw(_ wire: Wire, in row: Int, of height: Int) {
    let columns = wire.columns
    for column in columns {
      if column > columns.lowerBound { cells[row][column].insert(.left) }
      if column < columns.upperBound { cells[row][column].insert(.right) }
    }
    for tap in wire.taps {
      cells[row][tap.column].insert(.up)
      for above in 0..<row { cells[above][tap.column].formUnion([.up, .down]) }
      let isStraight = columns.count == 1 && tap.mark == nil
      if !isStraight { marks.append((row, tap.column, tap.mark ?? "●")) }
    }
    for target in wire.targets {
      cells[row][target].insert(.down)
      for below in row + 1..<height { cells[below][target].formUnion([.up, .down]) }
    }
  }

  /// The drawing, row by row.
  var lines: [String] {
    var drawn = cells.map { $0.map(\.character) }
    for mark in marks {
      // An end of a line needs no mark of its own.
      if mark.text == "●", !cells[mark.row][mark.column].contains([.up, .down]) { continue }
      let start = max(0, mark.column - mark.text.count / 2)
      for (offset, character) in mark.text.enumerated()
      where start + offset < drawn[mark.row].count {
        drawn[mark.row][start + offset] = character
      }
    }
    return drawn.map { line in
      String(line.prefix((line.lastIndex { $0 != " " } ?? -1) + 1))
    }
  }
}
