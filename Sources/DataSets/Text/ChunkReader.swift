/// Reads the records of a stretch of text into columns of its own, for one thread at a time.
///
/// Records without quotes are cut at marks that a kernel finds, and read column after column; all
/// others, and those that are bad, are cut by a `RecordScanner`.
final class ChunkReader {
  /// A file's columns, those that are not read too.
  private(set) var columns: [ChunkColumn] = []
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
  private var text: UnsafePointer<UInt8>
  /// Words of fields in which a quote is written twice, as they are meant.
  private var copies: [UInt8] = []
  private var index = MarkIndex()
  private var rows = ChunkRows()

  init(_ text: UnsafePointer<UInt8>) { self.text = text }

  deinit {
    columns.forEach { $0.free() }
    index.free()
    rows.free()
  }

  /// Reads the records that begin in `range` of `text`; the last may reach to the text's end.
  func read(
    _ text: UnsafePointer<UInt8>, _ range: Range<Int>, textEnd: Int, isLast: Bool,
    _ layout: TextLayout
  ) {
    self.text = text
    prepare(layout, range.count)
    var scanner = RecordScanner(
      text, range.lowerBound..<textEnd, isLast: isLast, format: layout.format)
    index.find(in: text, range, layout)
    (rowCount, isCut) = (0, false)
    scanning: while scanner.position < range.upperBound {
      if let base = index.takePlainRecord(text) {
        rows.append(base: base, line: scanner.line)
        scanner.skipLine(to: index.position)
        continue
      }
      let outcome = scanner.next()
      index.skip(to: scanner.position)
      switch outcome {
      case .record:
        if let reason = take(scanner.fields, layout) {
          rows.note(reason, scanner.recordLine)
        } else {
          rows.append(base: nil, line: scanner.recordLine)
        }
      case .bad(let reason): rows.note(reason, scanner.recordLine)
      case .cut:
        isCut = true
        break scanning
      case .end: break scanning
      }
    }
    for column in layout.used { readColumn(column, layout) }
    settle(layout)
    end = scanner.position
    lineCount = scanner.line
  }

  private func prepare(_ layout: TextLayout, _ bytes: Int) {
    if columns.isEmpty { columns = layout.columns.map { _ in ChunkColumn() } }
    // A record has a separator or a line feed a column, but for the text's last.
    let most = bytes / max(1, columns.count) + 2
    for column in columns.indices {
      columns[column].clear(layout.columns[column].reading, rows: most)
    }
    copies.removeAll(keepingCapacity: true)
    rows.clear()
  }

  /// Puts the fields of a record, one that the scanner cut, into the columns; what is wrong with it,
  /// nil if nothing is.
  private func take(
    _ fields: [RecordScanner.Field], _ layout: TextLayout
  ) -> BadRow.Reason? {
    guard fields.count == columns.count else {
      return .fieldCount(expected: columns.count, found: fields.count)
    }
    for column in layout.used {
      let field = fields[column]
      let isGood =
        field.hasDoubledQuotes
        ? takeUnquoted(field, column, layout)
        : take(
          FieldBytes(text + field.start, field.end - field.start), column, rows.count, layout)
      if !isGood {
        let bytes = FieldBytes(text + field.start, field.end - field.start)
        return reason(bytes, layout.columns[column])
      }
    }
    return nil
  }

  /// Takes a field in which a quote is written twice.
  private func takeUnquoted(
    _ field: RecordScanner.Field, _ column: Int, _ layout: TextLayout
  ) -> Bool {
    let start = copies.count
    let (quote, format) = (layout.format.quote, layout.format)
    let escape = format.escapesQuotes ? UInt8(ascii: "\\") : quote
    var opensPair = false
    for index in field.start..<field.end {
      let isBefore = index + 1 < field.end && text[index + 1] == quote
      opensPair = text[index] == escape && !opensPair && (!format.escapesQuotes || isBefore)
      if !opensPair { copies.append(text[index]) }
    }
    let count = copies.count - start
    copies.append(contentsOf: repeatElement(0, count: 8))
    return copies.withUnsafeBufferPointer { copies in
      copies.baseAddress.map {
        take(FieldBytes($0 + start, count), column, rows.count, layout, copy: start)
      } ?? false
    }
  }

  /// Puts a field into its column; false if it may not stand there.
  private func take(
    _ field: FieldBytes, _ column: Int, _ row: Int, _ layout: TextLayout, copy: Int? = nil
  ) -> Bool {
    if !columns[column].isWords {
      guard let number = field.number(layout) else { return false }
      columns[column].numbers[row] = number
      return true
    }
    guard field.isText else { return false }
    columns[column].keys[row] =
      field.count == 0
        || (!layout.format.keepsMissingWords && layout.isMissing(field.start, field.count))
      ? WordKey.missing
      : field.count <= 8
        ? WordKey.short(EightBytes.load(field.start), field.count)
        : WordKey.long(copy ?? field.start - text, field.count, isCopied: copy != nil)
    return true
  }

  /// Where the bytes of a long word lie.
  func start(of key: UInt64) -> UnsafePointer<UInt8> {
    guard WordKey.isCopied(key) else { return text + WordKey.offset(key) }
    return copies.withUnsafeBufferPointer { ($0.baseAddress ?? text) + WordKey.offset(key) }
  }

  // MARK: Plain records

  private func readColumn(_ column: Int, _ layout: TextLayout) {
    if columns[column].isWords {
      readWords(column, layout)
    } else {
      readNumbers(column, layout)
    }
  }

  private func readWords(_ column: Int, _ layout: TextLayout) {
    let (text, keys, count) = (text, columns[column].keys, rows.count)
    let (bases, marks) = (rows.bases, index.offsets + column)
    let marker = layout.marker
    let isSimple = marker != nil && !index.hasOddBytes
    for row in 0..<count {
      let base = bases[row]
      if base == ChunkRows.scanned { continue }
      let start = Int(marks[Int(base)] &+ 1)
      let length = Int(marks[Int(base) &+ 1]) &- start
      if length == 0 {
        keys[row] = WordKey.missing
        continue
      }
      let first = EightBytes.load(text + start)
      // Blanks are less than any byte of most words.
      if isSimple, length <= 8, UInt8(truncatingIfNeeded: first) > UInt8(ascii: " "),
        text[start &+ length &- 1] > UInt8(ascii: " ")
      {
        let key = WordKey.short(first, length)
        keys[row] = key == marker ? WordKey.missing : key
        continue
      }
      let field = FieldBytes.trimmed(text + start, length, separator: layout.format.separator)
      if !take(field, column, row, layout) { rows.reject(row, column) }
    }
  }

  private func readNumbers(_ column: Int, _ layout: TextLayout) {
    let (text, numbers, count) = (text, columns[column].numbers, rows.count)
    let (bases, marks) = (rows.bases, index.offsets + column)
    for row in 0..<count {
      let base = bases[row]
      if base == ChunkRows.scanned { continue }
      let start = Int(marks[Int(base)] &+ 1)
      let length = Int(marks[Int(base) &+ 1]) &- start
      if length == 0 {
        numbers[row] = .nan
      } else if let digits = DecimalNumber.digits(text + start, length) {
        numbers[row] = Float(digits)
      } else {
        let field = FieldBytes.trimmed(text + start, length, separator: layout.format.separator)
        if !take(field, column, row, layout) { rows.reject(row, column) }
      }
    }
  }

  /// Why a field may not stand in its column.
  private func reason(_ field: FieldBytes, _ column: TextLayout.Column) -> BadRow.Reason {
    let word = field.buffer
    if word.contains(0) { return .zeroByte(column: column.name) }
    if !field.isText { return .notUTF8(column: column.name) }
    return .unexpected(
      column: column.name, word: String(decoding: word.prefix(40), as: UTF8.self),
      expected: .number)
  }

  /// Takes the bad rows out, and notes all of them in their order.
  private func settle(_ layout: TextLayout) {
    badRows.removeAll(keepingCapacity: true)
    jumps.removeAll(keepingCapacity: true)
    badCount = rows.badCount
    var expectedLine = -1
    rows.forEach { row, line, column in
      guard let column else {
        if rowCount != row {
          for column in layout.used { columns[column].move(row, to: rowCount) }
        }
        if line != expectedLine { jumps.append((rowCount, line)) }
        expectedLine = line + 1
        rowCount += 1
        return
      }
      let field = index.field(column, of: rows.bases[row], text, layout.format.separator)
      note(reason(field, layout.columns[column]), line)
    } bad: { reason, line in
      note(reason, line)
    }
  }

  private func note(_ reason: @autoclosure () -> BadRow.Reason, _ line: Int) {
    if badRows.count < ChunkRows.mostNoted {
      badRows.append(BadRow(row: rowCount, line: line, reason: reason()))
    }
  }
}
