/// A grid of dots, written as Braille characters of two by four dots each.
///
/// Blanks are U+2800, not spaces: JupyterLab takes Braille from another font than its code font,
/// with another width, and only a line that is Braille throughout keeps its columns.
package struct BrailleCanvas {
  package let columns: Int
  package let rows: Int
  private var cells: [[UInt8]]

  /// An empty canvas of so many characters.
  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Array(repeating: 0, count: columns), count: rows)
  }

  /// Dots across and down.
  package var width: Int { columns * 2 }
  package var height: Int { rows * 4 }

  /// The rows as text.
  package var lines: [String] {
    cells.map { row in
      var line = ""
      for cell in row {
        line.unicodeScalars.append(Unicode.Scalar(0x2800 + UInt32(cell)) ?? " ")
      }
      return line
    }
  }

  /// Sets or clears a dot, counted from the top left; dots outside are ignored.
  package mutating func draw(x: Int, y: Int, isSet: Bool = true) {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return }
    // Braille numbers its dots down the first column, and row four came later.
    let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    let bit = bits[y % 4][x % 2]
    if isSet { cells[y / 4][x / 2] |= bit } else { cells[y / 4][x / 2] &= ~bit }
  }

  /// A line from dot to dot (Bresenham); its ends may lie outside.
  package mutating func drawLine(from start: (x: Int, y: Int), to end: (x: Int, y: Int)) {
    let steps = max(abs(end.x - start.x), abs(end.y - start.y))
    guard steps > 0 else { return draw(x: start.x, y: start.y) }
    for step in 0...steps {
      let part = Double(step) / Double(steps)
      draw(
        x: start.x + Int((Double(end.x - start.x) * part).rounded()),
        y: start.y + Int((Double(end.y - start.y) * part).rounded()))
    }
  }

  /// A ring of four by four dots around a point; what lies inside it is cleared.
  package mutating func drawRing(x: Double, y: Double) {
    let left = Int((x - 1.5).rounded())
    let top = Int((y - 1.5).rounded())
    for down in 0..<4 {
      for across in 0..<4 {
        let outer = (across == 0 || across == 3) != (down == 0 || down == 3)
        draw(x: left + across, y: top + down, isSet: outer)
      }
    }
  }
}
