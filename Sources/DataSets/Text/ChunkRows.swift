/// The rows that a chunk holds before the bad ones are taken out: where each lies, and its line.
struct ChunkRows {
  /// The base of a row whose fields a `RecordScanner` has cut and put into the columns.
  static let scanned = UInt32.max
  /// Reasons are kept for that many bad rows.
  static let mostNoted = 1_000

  private(set) var count = 0
  /// The index of the mark before each row.
  private(set) var bases: UnsafeMutablePointer<UInt32>
  private var lines: UnsafeMutablePointer<UInt32>
  private var capacity = 1 << 10
  /// Records that could not be cut, or whose fields may not stand where they do, each before a row.
  private var notes: [(row: Int, line: Int, reason: BadRow.Reason)] = []
  private var noteCount = 0
  /// The first column of each row in which a field may not stand.
  private var rejected: [Int: Int] = [:]

  init() {
    bases = .allocate(capacity: capacity)
    lines = .allocate(capacity: capacity)
  }

  func free() {
    bases.deallocate()
    lines.deallocate()
  }

  mutating func clear() {
    (count, noteCount) = (0, 0)
    notes.removeAll(keepingCapacity: true)
    rejected.removeAll()
  }

  /// Adds a row, with the index of the mark before it unless a scanner cut it.
  @inline(__always)
  mutating func append(base: UInt32?, line: Int) {
    if count == capacity { grow() }
    bases[count] = base ?? Self.scanned
    lines[count] = UInt32(truncatingIfNeeded: line)
    count &+= 1
  }

  private mutating func grow() {
    let old = (bases, lines)
    (bases, lines) = (.allocate(capacity: capacity * 2), .allocate(capacity: capacity * 2))
    bases.update(from: old.0, count: capacity)
    lines.update(from: old.1, count: capacity)
    old.0.deallocate()
    old.1.deallocate()
    capacity *= 2
  }

  /// Notes a record that becomes no row.
  mutating func note(_ reason: BadRow.Reason, _ line: Int) {
    noteCount += 1
    if notes.count < Self.mostNoted { notes.append((count, line, reason)) }
  }

  /// Notes that the field of a row in `column` may not stand there, unless one before it may not.
  mutating func reject(_ row: Int, _ column: Int) {
    if rejected[row].map({ $0 > column }) ?? true { rejected[row] = column }
  }

  var badCount: Int { noteCount + rejected.count }

  /// Calls `body` with each row, its line and the column that makes it bad, and `bad` with each
  /// record noted, in the order of the text.
  func forEach(
    _ body: (_ row: Int, _ line: Int, _ column: Int?) -> Void,
    bad: (BadRow.Reason, _ line: Int) -> Void
  ) {
    var next = notes.startIndex
    for row in 0..<count {
      while next < notes.endIndex, notes[next].row <= row {
        bad(notes[next].reason, notes[next].line)
        next += 1
      }
      body(row, Int(lines[row]), rejected.isEmpty ? nil : rejected[row])
    }
    for note in notes[next...] { bad(note.reason, note.line) }
  }
}
