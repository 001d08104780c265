/// A file that a table was read from: where its rows lie in it, and which could not be read.
struct TextFile {
  let path: String
  /// The number of its first row in the table.
  let firstRow: Int
  private(set) var rowCount = 0
  /// Rows that do not lie on the line after the row before; in between, lines count up by one.
  private var jumps: [(row: Int, line: Int)] = []
  var bad: BadRows

  init(path: String, firstRow: Int) {
    self.path = path
    self.firstRow = firstRow
    bad = BadRows(file: path)
  }

  /// A frame, whose rows stand for lines: row 1 is the first.
  init(frame path: String) {
    self.init(path: path, firstRow: 0)
    jumps = [(0, 1)]
  }

  /// Notes the first `rows` rows of a chunk that begins after line `line`; the table has `first`
  /// rows before them.
  mutating func add(_ chunk: ChunkReader, rows: Int, of first: Int, after line: Int) {
    for jump in chunk.jumps where jump.row < rows {
      let row = first + jump.row
      let target = line + jump.line + 1
      if jumps.isEmpty || self.line(ofRow: row) != target { jumps.append((row, target)) }
    }
    let isWhole = rows == chunk.rowCount
    let bad = chunk.badRows.filter { isWhole || $0.row < rows }.map { row in
      BadRow(
        row: row.row + first - firstRow, line: row.line + line + 1, reason: row.reason)
    }
    self.bad.add(bad, count: isWhole ? chunk.badCount : bad.count)
    rowCount += rows
  }

  /// The line on which a row of the table begins, from 1.
  func line(ofRow row: Int) -> Int {
    var low = 0
    var high = jumps.count
    while low < high {
      let middle = (low + high) / 2
      if jumps[middle].row <= row { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return 1 }
    return jumps[low - 1].line + row - jumps[low - 1].row
  }
}
