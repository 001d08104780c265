/// How a text file is written, as its first lines show it: a fact for `show`.
package struct TextForm: Sendable, Equatable, Codable {
  /// What stands around a field that holds separators.
  package enum Quoting: String, Sendable, Codable, CaseIterable {
    /// Double quotes, written twice inside a field (RFC 4180).
    case double
    /// Double quotes, inside a field after a backslash.
    case backslash
    /// Single quotes.
    case single
    case none
  }

  /// What the rows have more or less than the header.
  package enum RowEnds: String, Sendable, Codable {
    case even
    /// A separator at the end of each row, and none at the end of the header.
    case rows
    /// A separator at the end of the header alone.
    case header
    /// A first field that the header does not name, as R writes the names of rows.
    case rowNames
  }

  package var encoding = TextEncoding.utf8
  package var hasByteOrderMark = false
  package var returnsEndLines = false
  package var separator = UInt8(ascii: ",")
  package var quoting = Quoting.double
  /// The byte that begins lines which are no records.
  package var comment: UInt8?
  /// Lines at the start that are no records, such as `sep=;`.
  package var skippedLines = 0
  /// Those of them that are a title or the like.
  package var titleLines: Int?
  package var hasHeader = true
  /// Whether the header begins with a `#` that is no part of a name.
  package var headerIsMarked = false
  package var rowEnds = RowEnds.even

  /// The form of a comma-separated file with a header.
  package init() {}

  /// Skips the header, which other names replace.
  mutating func replaceHeader() {
    skippedLines += 1
    hasHeader = false
  }

  /// How the file is read; the words that mean "missing" are those of its columns.
  func format(missing: [String]) -> TextFormat {
    var format = TextFormat(
      separator: separator, isQuoted: quoting != .none, hasHeader: hasHeader, comment: comment,
      missing: missing)
    format.quote = UInt8(ascii: quoting == .single ? "'" : "\"")
    format.escapesQuotes = quoting == .backslash
    format.encoding = encoding
    format.returnsEndLines = returnsEndLines
    format.skippedLines = skippedLines
    format.headerIsMarked = headerIsMarked
    format.rowEnds = rowEnds
    format.keepsMissingWords = true
    return format
  }
}

/// What a line says of a file's form; nil is recognised.
struct GivenForm {
  var encoding: TextEncoding?
  var separator: UInt8?
  var quoting: TextForm.Quoting?
  var comment: UInt8?
  var hasHeader: Bool?
  /// Names that the line gives columns of the file.
  var names: Set<String> = []
}
