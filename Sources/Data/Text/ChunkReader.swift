/// Reads the records of a stretch of text into columns of its own, for one thread at a time.
///
/// Words get codes of this chunk alone; the table of the whole file takes them over afterwards, in
/// the order of the chunks, so that nothing depends on how the text was cut.
final class ChunkReader {
  /// A file's columns, those that are not read too.
  private(set) var columns = UnsafeMutablePointer<ChunkColumn>.allocate(capacity: 1)
  private var columnCount = 0
  private(set) var rowCount = 0
  private(set) var badRows: [BadRow] = []
  private(set) var badCount = 0
  /// Rows whose line is not the one after the row before it, with lines counted in the chunk from 0.
  private(set) var jumps: [(row: Int, line: Int)] = []
  /// Where the next chunk begins, and how many lines end before that.
  private(set) var end = 0
  private(set) var lineCount = 0
  /// Whether the text ended within a record.
  private(set) var isCut = false
  private var unquoted: [UInt8] = []

  deinit {
    for place in 0..<columnCount { columns[place].free() }
    columns.deinitialize(count: columnCount)
    columns.deallocate()
  }

  private func prepare(_ layout: TextLayout) {
    if columnCount == 0 {
      columns.deallocate()
      columnCount = layout.columns.count
      columns = .allocate(capacity: columnCount)
      for place in 0..<columnCount { (columns + place).initialize(to: ChunkColumn()) }
    }
    for place in 0..<columnCount {
      columns[place].clear(isWords: layout.columns[place].reading == .words)
    }
  }

  /// Reads the records that begin in `range` of `text`; the last may reach to the text's end.
  func read(
    _ text: UnsafePointer<UInt8>, _ range: Range<Int>, textEnd: Int, isLast: Bool,
    _ layout: TextLayout
  ) {
    prepare(layout)
    (rowCount, badCount, isCut) = (0, 0, false)
    badRows.removeAll(keepingCapacity: true)
    jumps.removeAll(keepingCapacity: true)
    var scanner = RecordScanner(
      text, range.lowerBound..<textEnd, isLast: isLast, format: layout.format)
    var expectedLine = -1
    scanning: while scanner.position < range.upperBound {
      switch scanner.next() {
      case .record:
        if let reason = take(scanner.fields, text, layout) {
          note(reason, scanner.recordLine)
          continue
        }
        if scanner.recordLine != expectedLine { jumps.append((rowCount, scanner.recordLine)) }
        expectedLine = scanner.recordLine + 1
        rowCount += 1
      case .bad(let reason): note(reason, scanner.recordLine)
      case .cut:
        isCut = true
        break scanning
      case .end: break scanning
      }
    }
    end = scanner.position
    lineCount = scanner.line
  }

  private func note(_ reason: BadRow.Reason, _ line: Int) {
    badCount += 1
    if badRows.count < 1_000 { badRows.append(BadRow(row: rowCount, line: line, reason: reason)) }
  }

  /// Puts a record's fields into the columns; what is wrong with it, nil if nothing is.
  @inline(__always)
  private func take(
    _ fields: [RecordScanner.Field], _ text: UnsafePointer<UInt8>, _ layout: TextLayout
  ) -> BadRow.Reason? {
    guard fields.count == columnCount else {
      return .fieldCount(expected: columnCount, found: fields.count)
    }
    let (columns, row) = (columns, rowCount)
    for place in layout.used {
      let field = fields[place]
      let isGood =
        field.hasDoubledQuotes
        ? takeUnquoted(field, text, columns + place, layout)
        : Self.take(
          text + field.start, field.end - field.start, columns + place, row, layout,
          isCopied: false)
      if !isGood { return reason(field, text, layout.columns[place]) }
    }
    return nil
  }

  /// Puts a field into its column; false if it may not stand there.
  @inline(__always)
  private static func take(
    _ start: UnsafePointer<UInt8>, _ count: Int, _ column: UnsafeMutablePointer<ChunkColumn>,
    _ row: Int, _ layout: TextLayout, isCopied: Bool
  ) -> Bool {
    if column.pointee.isWords {
      let entry = column.pointee.entry(start, count, isCopied: isCopied)
      column.pointee.put(UInt32(truncatingIfNeeded: entry), row)
      return !column.pointee.entries[entry].isDamaged
    }
    var number = Float.nan
    if count > 0 {
      if let found = DecimalNumber.float(start, count) {
        number = found
      } else if !layout.isMissing(start, count) {
        return false
      }
    }
    column.pointee.put(number.bitPattern, row)
    return true
  }

  /// Takes a field in which a quote is written twice.
  private func takeUnquoted(
    _ field: RecordScanner.Field, _ text: UnsafePointer<UInt8>,
    _ column: UnsafeMutablePointer<ChunkColumn>, _ layout: TextLayout
  ) -> Bool {
    unquoted.removeAll(keepingCapacity: true)
    var opensPair = false
    for index in field.start..<field.end {
      opensPair = text[index] == UInt8(ascii: "\"") && !opensPair
      if !opensPair { unquoted.append(text[index]) }
    }
    let count = unquoted.count
    unquoted.append(contentsOf: repeatElement(0, count: 8))
    return unquoted.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map {
        Self.take($0, count, column, rowCount, layout, isCopied: true)
      } ?? false
    }
  }

  /// Why a field may not stand in its column.
  private func reason(
    _ field: RecordScanner.Field, _ text: UnsafePointer<UInt8>, _ column: TextLayout.Column
  ) -> BadRow.Reason {
    let word = UnsafeBufferPointer(start: text + field.start, count: field.end - field.start)
    if word.contains(0) { return .zeroByte(column: column.name) }
    if !ChunkColumn.isText(word) { return .notUTF8(column: column.name) }
    return .notNumber(column: column.name, word: String(decoding: word.prefix(40), as: UTF8.self))
  }
}
