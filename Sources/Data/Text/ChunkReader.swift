/// Reads the records of a stretch of text into columns of its own, for one thread at a time.
///
/// Words get codes of this chunk alone; the table of the whole file takes them over afterwards, in
/// the order of the chunks, so that nothing depends on how the text was cut.
final class ChunkReader {
  /// A column's rows: codes of this chunk's words, or numbers as bits.
  final class Column {
    var values: UnsafeMutablePointer<UInt32>
    var capacity = 1024
    var words = ChunkWords()

    init() { values = .allocate(capacity: capacity) }

    deinit { values.deallocate() }

    func grow() {
      let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity * 4)
      larger.update(from: values, count: capacity)
      values.deallocate()
      values = larger
      capacity *= 4
    }
  }

  private(set) var columns: [Column] = []
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

  /// Reads the records that begin in `range` of `text`; the last may reach to the text's end.
  func read(
    _ text: UnsafePointer<UInt8>, _ range: Range<Int>, textEnd: Int, isLast: Bool,
    _ layout: TextLayout
  ) {
    while columns.count < layout.columns.count { columns.append(Column()) }
    for column in columns { column.words.clear(text) }
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
    guard fields.count == layout.columns.count else {
      return .fieldCount(expected: layout.columns.count, found: fields.count)
    }
    for place in layout.used {
      let column = columns[place]
      if rowCount == column.capacity { column.grow() }
      let field = fields[place]
      let value =
        field.hasDoubledQuotes
        ? takeUnquoted(field, text, place, layout)
        : take(text + field.start, field.end - field.start, place, layout)
      switch value {
      case .success(let bits): column.values[rowCount] = bits
      case .failure(let damage): return damage.reason
      }
    }
    return nil
  }

  private struct Damage: Error { var reason: BadRow.Reason }

  @inline(__always)
  private func take(
    _ start: UnsafePointer<UInt8>, _ count: Int, _ place: Int, _ layout: TextLayout,
    isUnquoted: Bool = false
  ) -> Result<UInt32, Damage> {
    if layout.columns[place].reading == .words {
      let (code, isDamaged) = columns[place].words.code(of: start, count, isUnquoted: isUnquoted)
      if isDamaged, let reason = damage(of: start, count, layout.columns[place].name) {
        return .failure(Damage(reason: reason))
      }
      return .success(code)
    }
    if count == 0 { return .success(Float.nan.bitPattern) }
    if let number = DecimalNumber.float(start, count), number.isFinite {
      return .success(number.bitPattern)
    }
    if layout.isMissing(start, count) { return .success(Float.nan.bitPattern) }
    let name = layout.columns[place].name
    let bytes = UnsafeBufferPointer(start: start, count: min(count, 40))
    return .failure(
      Damage(
        reason: damage(of: start, count, name)
          ?? .notNumber(column: name, word: String(decoding: bytes, as: UTF8.self))))
  }

  /// Takes a field in which a quote is written twice.
  private func takeUnquoted(
    _ field: RecordScanner.Field, _ text: UnsafePointer<UInt8>, _ place: Int, _ layout: TextLayout
  ) -> Result<UInt32, Damage> {
    unquoted.removeAll(keepingCapacity: true)
    var opensPair = false
    for index in field.start..<field.end {
      opensPair = text[index] == UInt8(ascii: "\"") && !opensPair
      if !opensPair { unquoted.append(text[index]) }
    }
    let count = unquoted.count
    unquoted.append(contentsOf: repeatElement(0, count: 8))
    return unquoted.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { take($0, count, place, layout, isUnquoted: true) } ?? .success(0)
    }
  }

  private func damage(
    of start: UnsafePointer<UInt8>, _ count: Int, _ column: String
  ) -> BadRow.Reason? {
    let word = UnsafeBufferPointer(start: start, count: count)
    if word.contains(0) { return .zeroByte(column: column) }
    return ChunkWords.isText(word) ? nil : .notUTF8(column: column)
  }
}

/// The distinct words of a chunk's column, which lie in the text itself.
struct ChunkWords {
  struct Entry {
    var hash: UInt64
    /// Place in the text, or in `unquoted` below zero.
    var start: Int
    var count: Int32
    /// Whether it holds a zero byte, or bytes that are not UTF-8.
    var isDamaged: Bool
  }

  private(set) var entries: [Entry] = []
  private var slots = UnsafeSlots(count: 1 << 10)
  private var text: UnsafePointer<UInt8>?
  /// Words that the text does not hold as they are.
  private var unquoted: [UInt8] = []

  mutating func clear(_ text: UnsafePointer<UInt8>) {
    self.text = text
    slots.start.update(repeating: 0, count: slots.mask + 1)
    entries.removeAll(keepingCapacity: true)
    unquoted.removeAll(keepingCapacity: true)
  }

  /// Calls `body` with the bytes of an entry.
  @inline(__always)
  func withBytes<Result>(of entry: Entry, _ body: (UnsafePointer<UInt8>) -> Result) -> Result? {
    if entry.start >= 0 { return text.map { body($0 + entry.start) } }
    return unquoted.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { body($0 + (-1 - entry.start)) }
    }
  }

  @inline(__always)
  mutating func code(
    of word: UnsafePointer<UInt8>, _ count: Int, isUnquoted: Bool
  ) -> (code: UInt32, isDamaged: Bool) {
    let hash = WordTable.hash(word, count)
    var slot = Int(truncatingIfNeeded: hash) & slots.mask
    while slots.start[slot] != 0 {
      let code = slots.start[slot] &- 1
      let entry = entries[Int(code)]
      if entry.hash == hash, Int(entry.count) == count, count <= 8 || equals(entry, word) {
        return (code, entry.isDamaged)
      }
      slot = (slot &+ 1) & slots.mask
    }
    return insert(word, count, hash, isUnquoted)
  }

  private func equals(_ entry: Entry, _ word: UnsafePointer<UInt8>) -> Bool {
    withBytes(of: entry) { known in
      for index in 0..<Int(entry.count) where known[index] != word[index] { return false }
      return true
    } ?? false
  }

  private mutating func insert(
    _ word: UnsafePointer<UInt8>, _ count: Int, _ hash: UInt64, _ isUnquoted: Bool
  ) -> (code: UInt32, isDamaged: Bool) {
    var start = text.map { word - $0 } ?? 0
    if isUnquoted {
      start = -1 - unquoted.count
      unquoted.append(contentsOf: UnsafeBufferPointer(start: word, count: count + 8))
    }
    // Every byte of the text lies in some word, so looking at each word once is enough.
    let isDamaged = !Self.isText(UnsafeBufferPointer(start: word, count: count))
    entries.append(
      Entry(
        hash: hash, start: start, count: Int32(truncatingIfNeeded: count), isDamaged: isDamaged))
    if entries.count * 2 > slots.mask {
      slots = UnsafeSlots(count: (slots.mask + 1) * 4)
      for code in entries.indices { place(code) }
    } else {
      place(entries.count - 1)
    }
    return (UInt32(truncatingIfNeeded: entries.count - 1), isDamaged)
  }

  /// Whether it is UTF-8 without a zero byte.
  static func isText(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    if word.allSatisfy({ $0 != 0 && $0 < 0x80 }) { return true }
    return !word.contains(0) && String(validating: word, as: UTF8.self) != nil
  }

  private func place(_ code: Int) {
    var slot = Int(truncatingIfNeeded: entries[code].hash) & slots.mask
    while slots.start[slot] != 0 { slot = (slot &+ 1) & slots.mask }
    slots.start[slot] = UInt32(truncatingIfNeeded: code + 1)
  }
}
