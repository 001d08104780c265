/// The first bytes of a text file, unpacked and decoded: what its form is recognised by.
struct TextSample {
  /// Enough for some hundred rows of most files, and read in a millisecond.
  static let size = 128 << 10

  let encoding: TextEncoding
  let hasByteOrderMark: Bool
  /// Whether a carriage return alone ends a line.
  let returnsEndLines: Bool
  /// UTF-8 with line feeds, without the mark, and eight bytes more.
  private let padded: [UInt8]
  /// Whether the file ends with it.
  let isWhole: Bool

  /// - Throws: `DataError` if the file cannot be read, or is something else than text.
  init(of path: String, encoding given: TextEncoding? = nil) throws(DataError) {
    let file = try FileBytes(path)
    var raw = [UInt8](repeating: 0, count: Self.size)
    let count: Int
    do { count = try file.readStart(&raw) } catch {
      throw DataError(error.fault, file: path, line: 1 + (error.line ?? 0))
    }
    raw.removeLast(raw.count - count)
    isWhole = count < Self.size
    // What is cut within a line is no sign of anything.
    if !isWhole, let end = raw.lastIndex(of: 10), end > 0 { raw.removeLast(raw.count - end - 1) }
    encoding = given ?? TextEncoding(of: raw)
    var text: [UInt8] = []
    if var decoder = TextDecoder(encoding) {
      raw.withUnsafeBytes { decoder.decode($0, isLast: true, to: &text) }
    } else {
      text = raw
    }
    hasByteOrderMark = text.starts(with: [0xef, 0xbb, 0xbf])
    if hasByteOrderMark { text.removeFirst(3) }
    returnsEndLines = !text.contains(10) && text.contains(13)
    if returnsEndLines { text = text.map { $0 == 13 ? 10 : $0 } }
    if let kind = FileKind(text: text) {
      throw DataError(.file(.foreign(kind)), file: path, line: 1)
    }
    padded = text + [UInt8](repeating: 0, count: 8)
  }

  /// The text.
  var bytes: ArraySlice<UInt8> { padded[..<(padded.count - 8)] }

  /// Lines at the start, blank ones too.
  func lines(_ count: Int) -> [ArraySlice<UInt8>] {
    Array(
      bytes.split(separator: 10, maxSplits: count, omittingEmptySubsequences: false).prefix(count))
  }

  /// The fields of the first records in a form, nil for one that cannot be cut.
  func records(_ format: TextFormat, most: Int = 200) -> [[String]?] {
    padded.withUnsafeBufferPointer { padded in
      guard let start = padded.baseAddress else { return [] }
      var first = 0
      let end = padded.count - 8
      for _ in 0..<format.skippedLines {
        while first < end, start[first] != 10 { first += 1 }
        first = min(end, first + 1)
      }
      var scanner = RecordScanner(start, first..<end, isLast: isWhole, format: format)
      var records: [[String]?] = []
      while records.count < most {
        switch scanner.next() {
        case .record:
          records.append(
            scanner.fields.map { field in
              let bytes = UnsafeBufferPointer(rebasing: padded[field.start..<field.end])
              return format.unescaped(String(decoding: bytes, as: UTF8.self), field)
            })
        case .bad: records.append(nil)
        case .cut, .end: return records
        }
      }
      return records
    }
  }
}
