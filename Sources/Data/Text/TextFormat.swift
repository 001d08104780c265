/// How a delimited text file is written.
package struct TextFormat: Sendable {
  /// The byte between two fields.
  package var separator: UInt8
  /// Whether a field may stand in double quotes.
  package var isQuoted: Bool
  /// Whether the first record names the columns.
  package var hasHeader: Bool
  /// Lines that start with this byte are no records.
  package var comment: UInt8?
  /// Words that mean "missing"; an empty field always does.
  package var missing: [String]

  package init(
    separator: UInt8 = UInt8(ascii: ","), isQuoted: Bool = true, hasHeader: Bool = true,
    comment: UInt8? = nil, missing: [String] = ["?"]
  ) {
    self.separator = separator
    self.isQuoted = isQuoted
    self.hasHeader = hasHeader
    self.comment = comment
    self.missing = missing
  }
}
