/// Cuts delimited text into records and fields (RFC 4180, and what the wild adds to it).
///
/// Blanks around a field are dropped, CR LF ends a line as LF does, and lines without any text
/// are skipped. A quote counts only at the start of a field: `5" pipe` is a plain field. A record
/// that cannot be cut is bad, and reading goes on with the line after the one on which it began.
struct RecordScanner {
  /// Where a field's bytes lie; a quoted one without its quotes.
  struct Field {
    var start: Int
    var end: Int
    var hasDoubledQuotes = false
  }

  enum Outcome {
    case record
    case bad(BadRow.Reason)
    /// The text ends within a record, and there is more of it to come.
    case cut
    case end
  }

  /// A field longer than this is taken for damage, such as a quote that was never meant as one.
  static let longestField = 1 << 20

  /// The text; eight bytes after its end may be read.
  private let bytes: UnsafePointer<UInt8>
  private let end: Int
  /// Whether nothing follows the text.
  private let isLast: Bool
  private let format: TextFormat
  private let separators: UInt64
  private let isDoubled: Bool
  private(set) var position: Int
  /// Lines before the record last read, within the text.
  private(set) var recordLine = 0
  private(set) var line = 0
  private(set) var fields: [Field] = []

  init(
    _ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, isLast: Bool, format: TextFormat
  ) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
    self.isLast = isLast
    self.format = format
    separators = EightBytes.repeated(format.separator)
    isDoubled = format.separatorIsDoubled
    fields.reserveCapacity(64)
  }

  /// Reads the next record into `fields`.
  mutating func next() -> Outcome {
    while position < end {
      let start = position
      recordLine = line
      fields.removeAll(keepingCapacity: true)
      if bytes[start] == format.comment {
        guard skipLine(from: start) else { return cut(start) }
        continue
      }
      var reason: BadRow.Reason?
      while true {
        skipBlanks()
        if format.isQuoted, position < end, bytes[position] == format.quote {
          if let failure = readQuoted() {
            if case .cut = failure { return cut(start) }
            return skipLine(from: start) ? failure : cut(start)
          }
        } else {
          readPlain()
        }
        if let field = fields.last, field.end - field.start > Self.longestField {
          reason = reason ?? .hugeField(fields.count, limit: Self.longestField)
        }
        if position >= end {
          if !isLast { return cut(start) }
          break
        }
        if bytes[position] == UInt8(ascii: "\n") {
          position += 1
          line += 1
          break
        }
        position += isDoubled ? 2 : 1
      }
      if let reason { return .bad(reason) }
      if fields.count > 1 || fields[0].start < fields[0].end { return .record }
    }
    return .end
  }

  /// Goes over a record that lies on one line, to `end` of it.
  @inline(__always)
  mutating func skipLine(to end: Int) {
    position = end
    line += 1
  }

  /// Goes back to the start of a record that the text does not hold whole.
  private mutating func cut(_ start: Int) -> Outcome {
    position = start
    line = recordLine
    return .cut
  }

  /// Goes to the line after the one on which the record began; false if the text ends before.
  private mutating func skipLine(from start: Int) -> Bool {
    var offset = start
    while offset < end, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
    if offset >= end, !isLast { return false }
    position = min(end, offset + 1)
    line = recordLine + 1
    return true
  }

  @inline(__always)
  private mutating func readPlain() {
    let start = position
    var offset = start
    while true {
      offset = nextMark(from: offset)
      if !isDoubled || offset >= end || bytes[offset] == UInt8(ascii: "\n") { break }
      if offset + 1 < end, bytes[offset + 1] == format.separator { break }
      offset += 1
    }
    position = offset
    var last = offset
    while last > start, isBlank(bytes[last - 1]) { last -= 1 }
    fields.append(Field(start: start, end: last))
  }

  /// The first separator or line feed from `offset` on, or the end; eight bytes are looked at at once.
  @inline(__always)
  private func nextMark(from offset: Int) -> Int {
    var offset = offset
    while offset < end {
      let word = EightBytes.load(bytes + offset)
      let marks =
        EightBytes.zeros(word ^ separators) | EightBytes.zeros(word ^ EightBytes.lineFeeds)
      if marks != 0 { return min(end, offset + marks.trailingZeroBitCount >> 3) }
      offset += 8
    }
    return end
  }

  /// Reads a quoted field; what is wrong with it, nil if nothing is.
  private mutating func readQuoted() -> Outcome? {
    var field = Field(start: position + 1, end: position + 1)
    let opening = position
    position += 1
    while true {
      guard position < end, position - opening <= Self.longestField else {
        return position >= end && !isLast ? .cut : .bad(.unclosedQuote(field: fields.count + 1))
      }
      if bytes[position] == UInt8(ascii: "\n") { line += 1 }
      if format.escapesQuotes, bytes[position] == UInt8(ascii: "\\") {
        if position + 1 >= end, !isLast { return .cut }
        field.hasDoubledQuotes = true
        position += 2
        continue
      }
      if bytes[position] == format.quote {
        // What follows the last byte of a text that goes on is not known yet.
        if position + 1 >= end, !isLast { return .cut }
        guard !format.escapesQuotes, position + 1 < end, bytes[position + 1] == format.quote else {
          break
        }
        field.hasDoubledQuotes = true
        position += 1
      }
      position += 1
    }
    field.end = position
    fields.append(field)
    position += 1
    skipBlanks()
    if position < end, bytes[position] != format.separator, bytes[position] != UInt8(ascii: "\n") {
      return .bad(.textAfterQuote(field: fields.count))
    }
    return nil
  }

  @inline(__always)
  private mutating func skipBlanks() {
    while position < end, isBlank(bytes[position]) { position += 1 }
  }

  @inline(__always)
  private func isBlank(_ byte: UInt8) -> Bool { FieldBytes.isBlank(byte, format.separator) }
}
