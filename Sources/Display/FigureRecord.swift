import Numbers

/// What a notebook keeps of the values of a figure: whether two agree in every bit, and where they first
/// differ.
///
/// `9f2c01aa5e7b3d04 20 a1bc2d 3e4f50…`: a digest, the number of rows, and three hexadecimal digits for
/// each column and for each row. Up to 10,000 rows count, the digits of more than 32 rows stand for
/// several each, so a record has at most some 250 characters.
package struct FigureRecord: Sendable, Equatable {
  /// How two figures differ: where the first difference is.
  package enum Difference: Sendable, Equatable {
    case rowCount(Int)
    case columns
    /// Rows, which are one or several neighbours, and a column; `nil` if the digits do not say.
    case cell(rows: Range<Int>?, column: Int?)
  }

  private static let mostRows = 10_000
  private static let mostMarks = 32
  private static let digitsOfMark = 3

  private let digest: Substring
  private let rowCount: Int
  private let columns: Substring
  private let rows: Substring

  /// Reads a record; nil if the text is none.
  package init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 4, words[0].count == 16, let count = Int(words[1]), count >= 0,
      words[2].count % Self.digitsOfMark == 0, words[3].count % Self.digitsOfMark == 0
    else { return nil }
    (digest, rowCount, columns, rows) = (words[0], count, words[2], words[3])
  }

  /// The record of a table in long form.
  package init(of table: Table) {
    let counted = table.rows.prefix(Self.mostRows)
    let size = Self.rowsOfMark(counted.count)
    var all = Digest()
    var ofColumns = table.columns.map { Table.Cell.hash(of: $0.key) }
    var ofRows = [UInt64](repeating: 0, count: (counted.count + size - 1) / size)
    table.columns.forEach { all.update($0.key) }
    for (index, row) in counted.enumerated() {
      let marks = row.cells.map(\.mark)
      all.update(marks)
      for (column, mark) in marks.enumerated() where column < ofColumns.count {
        ofColumns[column] = Table.Cell.mixed(ofColumns[column] ^ mark)
        ofRows[index / size] = Table.Cell.mixed(ofRows[index / size] ^ mark)
      }
    }
    digest = all.hexadecimal().prefix(16)
    rowCount = table.rows.count
    columns = Substring(ofColumns.prefix(Self.mostMarks).map(Self.digits).joined())
    rows = Substring(ofRows.map(Self.digits).joined())
  }

  /// The record as it is kept.
  package var text: String { "\(digest) \(rowCount) \(columns) \(rows)" }

  /// Where this record, of what was shown before, differs from that of now; nil if no bit does.
  package func difference(from now: FigureRecord) -> Difference? {
    if self == now { return nil }
    if rowCount != now.rowCount { return .rowCount(rowCount) }
    if columns.count != now.columns.count { return .columns }
    let counted = min(rowCount, Self.mostRows)
    let size = Self.rowsOfMark(counted)
    let mark = Self.first(in: rows, now.rows)
    return .cell(
      rows: mark.map { $0 * size..<max($0 * size + 1, min(counted, ($0 + 1) * size)) },
      column: Self.first(in: columns, now.columns))
  }

  private static func rowsOfMark(_ count: Int) -> Int {
    max(1, (count + mostMarks - 1) / mostMarks)
  }

  private static func digits(_ mark: UInt64) -> String {
    let text = String(mark % 4096, radix: 16)
    return String(repeating: "0", count: digitsOfMark - text.count) + text
  }

  /// The first mark that differs.
  private static func first(in one: Substring, _ other: Substring) -> Int? {
    zip(one.utf8, other.utf8).enumerated().first { $1.0 != $1.1 }.map { $0.offset / digitsOfMark }
  }
}
