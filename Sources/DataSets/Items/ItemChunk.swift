import CKernels

/// The lines of a stretch of a file of items, read by one thread at a time.
final class ItemChunk {
  /// A field's items, a row after the other: the feature's number in the upper half, the bits of
  /// the value in the lower; of a field that is no list, the number alone.
  struct Items {
    fileprivate(set) var numbers: [UInt64] = []
    /// Where each row's items end.
    fileprivate(set) var ends: [Int] = []
  }

  private(set) var rowCount = 0
  private(set) var fields: [Items] = []
  private(set) var labels: [[Float]] = []
  /// Each row's index, and the row of the joined file that has it.
  private(set) var indices: [UInt64] = []
  private(set) var joinedRows: [Int32] = []
  /// Rows whose second label is 1 without the first: how many rows are before each.
  private(set) var dropped: [Int] = []
  private(set) var badRows: [BadRow] = []
  private(set) var badCount = 0
  private(set) var lineCount = 0
  private var line: ItemLine
  private let layout: ItemLayout

  init(_ layout: ItemLayout) {
    self.layout = layout
    line = ItemLine(layout)
  }

  /// Reads lines until `end`; an index must be one of `joined`.
  func read(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, joined: ItemIndex?
  ) {
    (rowCount, badCount, lineCount) = (0, 0, 0)
    fields = layout.fields.map { _ in Items() }
    labels = layout.labels.map { _ in [] }
    (indices, joinedRows, badRows, dropped) = ([], [], [], [])
    var start = start
    while start < end {
      let lineEnd = dephn_find_byte(start, 10, end - start) ?? end
      var last = lineEnd
      while last > start, last[-1] == UInt8(ascii: "\r") || last[-1] == UInt8(ascii: " ") {
        last -= 1
      }
      if last > start, let reason = take(start..<last, joined) {
        badCount += 1
        if badRows.count < 5 {
          badRows.append(BadRow(row: rowCount, line: lineCount, reason: reason))
        }
      }
      lineCount += 1
      start = lineEnd + 1
    }
  }

  /// Takes a line; what is wrong with it, nil if nothing is.
  private func take(_ text: Range<UnsafePointer<UInt8>>, _ joined: ItemIndex?) -> BadRow.Reason? {
    if let reason = line.read(text) { return reason }
    var joinedRow: Int32 = -1
    if let joined {
      guard let row = joined.row(of: line.index) else {
        return line.unexpected(layout.index, .index(file: joined.name))
      }
      joinedRow = row
    }
    if line.labels == [0, 1] {
      dropped.append(rowCount)
      return nil
    }
    for item in line.found {
      if layout.fields[item.field].isList, item.value > 0 {
        let number = UInt64(item.number) << 32 | UInt64(item.value.bitPattern)
        fields[item.field].numbers.append(number)
      } else if !layout.fields[item.field].isList {
        let before = fields[item.field].ends.last ?? 0
        // The last of several is the one that counts.
        if fields[item.field].numbers.count > before { fields[item.field].numbers.removeLast() }
        fields[item.field].numbers.append(UInt64(item.number))
      }
    }
    for field in fields.indices { fields[field].ends.append(fields[field].numbers.count) }
    for (task, value) in line.labels.enumerated() { labels[task].append(value) }
    indices.append(line.index)
    joinedRows.append(joinedRow)
    rowCount += 1
    return nil
  }
}
