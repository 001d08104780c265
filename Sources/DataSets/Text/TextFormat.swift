/// How a delimited text file is written.
package struct TextFormat: Sendable {
  /// The byte between two fields.
  package var separator: UInt8
  /// Whether that byte stands there twice, as in `1::1193::5`.
  package var separatorIsDoubled: Bool
  /// Whether a field may stand in double quotes.
  package var isQuoted: Bool
  /// Whether the first record names the columns.
  package var hasHeader: Bool
  /// Lines that start with this byte are no records.
  package var comment: UInt8?
  /// Words that mean "missing", in any case; an empty field always does.
  package var missing: [String]
  /// Whether those words are kept in columns of words, which look at them by themselves.
  var keepsMissingWords = false
  /// The byte around a quoted field, and whether a backslash comes before one inside it.
  var quote = UInt8(ascii: "\"")
  var escapesQuotes = false
  var encoding = TextEncoding.utf8
  /// Whether a carriage return alone ends a line.
  var returnsEndLines = false
  /// Lines at the start that are no records.
  var skippedLines = 0
  /// Whether the header begins with a `#` that is no part of a name.
  var headerIsMarked = false
  var rowEnds = TextForm.RowEnds.even

  /// Comma-separated text with quotes and a header, unless said otherwise.
  package init(
    separator: UInt8 = UInt8(ascii: ","), separatorIsDoubled: Bool = false, isQuoted: Bool = true,
    hasHeader: Bool = true, comment: UInt8? = nil, missing: [String] = ["?"]
  ) {
    self.separator = separator
    self.separatorIsDoubled = separatorIsDoubled
    self.isQuoted = isQuoted
    self.hasHeader = hasHeader
    self.comment = comment
    self.missing = missing
  }

  package static let tabs = TextFormat(
    separator: UInt8(ascii: "\t"), isQuoted: false, hasHeader: false, missing: [])

  /// A field as it is meant: a quote that is written twice, or after a backslash, is one.
  func unescaped(_ text: String, _ field: RecordScanner.Field) -> String {
    field.hasDoubledQuotes ? withoutDoubledQuotes(text) : text
  }

  /// The text with each quote that is written twice, or after a backslash, written once.
  func withoutDoubledQuotes(_ text: String) -> String {
    guard isQuoted else { return text }
    let mark = String(decoding: [quote], as: UTF8.self)
    return text.replacing(escapesQuotes ? "\\" + mark : mark + mark, with: mark)
  }
}

/// What is read of a file: its format, and its columns in their order.
struct TextLayout {
  struct Column {
    var name: String
    var reading: TextTable.Reading
    /// The column of the table that takes it; nil for none.
    var target: Int?
  }

  let format: TextFormat
  let columns: [Column]
  /// The indices of the columns that are read.
  let used: [Int]
  private let missing: [[UInt8]]

  init(format: TextFormat, columns: [Column]) {
    self.format = format
    self.columns = columns
    used = columns.indices.filter {
      columns[$0].reading != .nothing && columns[$0].target != nil
    }
    missing = format.missing.map { $0.utf8.map(Self.lowercased) }
  }

  /// The key of the word that means "missing" if there is one, a short one; zero without any, nil
  /// where `isMissing` must tell.
  var marker: UInt64? {
    guard let marker = missing.first, !format.keepsMissingWords else { return 0 }
    guard missing.count == 1, marker.count <= 8, !Self.hasLetters(marker) else { return nil }
    return marker.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func hasLetters(_ word: [UInt8]) -> Bool {
    word.contains { lowercased($0) != $0 || (0x61...0x7a).contains($0) }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
  }

  /// Whether a word means that there is no value.
  func isMissing(_ word: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    if count == 0 { return true }
    return missing.contains { marker in
      marker.count == count
        && marker.elementsEqual(UnsafeBufferPointer(start: word, count: count)) {
          $0 == Self.lowercased($1)
        }
    }
  }
}
