import CKernels

/// Where the separators and the line feeds of a chunk are, and which of its records are plain: of
/// as many fields as there are columns, without a quote.
struct MarkIndex {
  /// Positions in the text, after the one before the chunk.
  private(set) var offsets: UnsafeMutablePointer<UInt32>
  private var lineEnds: UnsafeMutablePointer<UInt32>
  private var capacity = 1 << 12
  private(set) var hasOddBytes = false
  private var lineCount = 0
  /// The line feed that ends the next record, counted in `lineEnds`, and the mark before the record.
  private var nextLine = 0
  private var base: UInt32 = 0
  private var columnCount = 0
  private var comment = -1
  private var hasQuotes = false
  private var quote = UInt8(ascii: "\"")

  init() {
    offsets = .allocate(capacity: capacity)
    lineEnds = .allocate(capacity: capacity)
  }

  func free() {
    offsets.deallocate()
    lineEnds.deallocate()
  }

  /// Finds the marks of a chunk.
  mutating func find(in text: UnsafePointer<UInt8>, _ range: Range<Int>, _ layout: TextLayout) {
    (nextLine, base, lineCount) = (0, 0, 0)
    // Records of one column are none if they are empty: the scanner knows of that.
    guard layout.columns.count > 1, !layout.format.separatorIsDoubled else { return }
    reserve(range.count + 9)
    var marks = dephn_marks()
    marks.offsets = offsets
    marks.line_ends = lineEnds
    offsets[0] = UInt32(truncatingIfNeeded: range.lowerBound &- 1)
    marks.count = 1
    dephn_find_marks(text, range.lowerBound, range.upperBound, layout.format.separator, &marks)
    lineCount = marks.line_count
    columnCount = layout.columns.count
    comment = layout.format.comment.map(Int.init) ?? -1
    hasOddBytes = marks.has_odd_bytes != 0
    quote = layout.format.quote
    // The kernel looks for double quotes alone.
    hasQuotes = layout.format.isQuoted && (marks.has_quotes != 0 || quote != UInt8(ascii: "\""))
  }

  private mutating func reserve(_ count: Int) {
    guard count > capacity else { return }
    free()
    capacity = count
    offsets = .allocate(capacity: capacity)
    lineEnds = .allocate(capacity: capacity)
  }

  /// Where the next record begins.
  var position: Int { Int(offsets[Int(base)] &+ 1) }

  /// Goes over the next record if it is plain, and gives the index of the mark before it.
  @inline(__always)
  mutating func takePlainRecord(_ text: UnsafePointer<UInt8>) -> UInt32? {
    guard nextLine < lineCount else { return nil }
    let (first, last) = (base, lineEnds[nextLine])
    guard Int(last &- first) == columnCount else { return nil }
    let start = position
    let length = Int(offsets[Int(last)]) &- start
    if length > RecordScanner.longestField || Int(text[start]) == comment { return nil }
    if hasQuotes, dephn_find_byte(text + start, quote, length) != nil { return nil }
    base = last
    nextLine &+= 1
    return first
  }

  /// Goes to the record that begins at `position`, where another way of reading has come to.
  mutating func skip(to position: Int) {
    while nextLine < lineCount, Int(offsets[Int(lineEnds[nextLine])]) < position {
      base = lineEnds[nextLine]
      nextLine += 1
    }
  }

  /// A field of the record after the mark `base`.
  func field(
    _ column: Int, of base: UInt32, _ text: UnsafePointer<UInt8>, _ separator: UInt8
  ) -> FieldBytes {
    let start = Int(offsets[Int(base) + column] &+ 1)
    let end = Int(offsets[Int(base) + column + 1])
    return .trimmed(text + start, end - start, separator: separator)
  }
}
