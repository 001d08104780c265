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
  /// Words that mean "missing"; an empty field always does.
  package var missing: [String]

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
}

/// What is read of a file: its format, and its columns in their order.
struct TextLayout {
  struct Column {
    var name: String
    var reading: TextTable.Reading
  }

  let format: TextFormat
  let columns: [Column]
  /// The places of the columns that are read.
  let used: [Int]
  private let missing: [[UInt8]]

  init(format: TextFormat, columns: [Column]) {
    self.format = format
    self.columns = columns
    used = columns.indices.filter { columns[$0].reading != .nothing }
    missing = format.missing.map { Array($0.utf8) }
  }

  /// The key of the word that means "missing" if there is one, a short one; zero without any, nil
  /// where `isMissing` must tell.
  var marker: UInt64? {
    guard let marker = missing.first else { return 0 }
    guard missing.count == 1, marker.count <= 8 else { return nil }
    return marker.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Whether a word means that there is no value.
  func isMissing(_ word: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    if count == 0 { return true }
    return missing.contains { marker in
      marker.count == count && marker.elementsEqual(UnsafeBufferPointer(start: word, count: count))
    }
  }
}
