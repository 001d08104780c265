/// Cuts delimited text into records and fields (RFC 4180, and what the wild adds to it).
///
/// Blanks around a field are dropped, CR LF ends a line as LF does, and lines without any text
/// are skipped. A quote counts only at the start of a field: `5" pipe` is a plain field.
struct RecordScanner {
  /// Where a field's bytes lie; a quoted one without its quotes.
  struct Field {
    var start: Int
    var end: Int
    var hasDoubledQuotes = false
  }

  /// A field longer than this is taken for damage, such as a quote that was never meant as one.
  static let longestField = 1 << 20

  private let bytes: UnsafeBufferPointer<UInt8>
  private let format: TextFormat
  private let file: String
  private(set) var position = 0
  /// The line on which the record last read began, from 1.
  private(set) var recordLine = 1
  private var line = 1
  private(set) var fields: [Field] = []

  init(_ bytes: UnsafeBufferPointer<UInt8>, format: TextFormat, file: String) {
    self.bytes = bytes
    self.format = format
    self.file = file
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
  }

  /// Reads the next record into `fields`; false at the end of the text.
  mutating func next() throws(DataError) -> Bool {
    while position < bytes.count {
      fields.removeAll(keepingCapacity: true)
      recordLine = line
      if bytes[position] == format.comment {
        skipLine()
        continue
      }
      while try !readField() {}
      let isBlank = fields.count == 1 && fields[0].start == fields[0].end
      if !isBlank { return true }
    }
    return false
  }

  private mutating func skipLine() {
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    position += 1
    line += 1
  }

  /// Reads a field and what ends it; true if that was the end of the record.
  private mutating func readField() throws(DataError) -> Bool {
    skipBlanks()
    if format.isQuoted, position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      try readQuoted()
    } else {
      readPlain()
    }
    if let last = fields.last, last.end - last.start > Self.longestField {
      throw DataError(
        "Field \(fields.count) is longer than \(Self.longestField) bytes.",
        wayOut: "Is a quote missing, or the separator another?", file: file, line: recordLine)
    }
    defer { position += 1 }
    guard position < bytes.count else { return true }
    if bytes[position] == format.separator { return false }
    line += 1
    return true
  }

  private mutating func readPlain() {
    let start = position
    while position < bytes.count, bytes[position] != format.separator,
      bytes[position] != UInt8(ascii: "\n")
    { position += 1 }
    var end = position
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    fields.append(Field(start: start, end: end))
  }

  private mutating func readQuoted() throws(DataError) {
    var field = Field(start: position + 1, end: position + 1)
    let openingLine = line
    position += 1
    while true {
      guard position < bytes.count else {
        throw DataError(
          "The quote opened in field \(fields.count + 1) is never closed.", file: file,
          line: openingLine)
      }
      if bytes[position] == UInt8(ascii: "\n") { line += 1 }
      if bytes[position] == UInt8(ascii: "\"") {
        guard position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\"") else { break }
        field.hasDoubledQuotes = true
        position += 1
      }
      position += 1
    }
    field.end = position
    fields.append(field)
    position += 1
    skipBlanks()
    if position < bytes.count, bytes[position] != format.separator,
      bytes[position] != UInt8(ascii: "\n")
    {
      throw DataError(
        "Field \(fields.count) goes on after its closing quote.",
        wayOut: "A quote inside a quoted field is written twice.", file: file, line: openingLine)
    }
  }

  private mutating func skipBlanks() {
    while position < bytes.count, isBlank(bytes[position]) { position += 1 }
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r"))
      && byte != format.separator
  }
}
