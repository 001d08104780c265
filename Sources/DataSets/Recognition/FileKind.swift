/// What a file is by its first bytes, where they are not delimited text.
package enum FileKind: String, Sendable, Codable, CaseIterable {
  case parquet = "Parquet"
  case excel = "Excel workbook"
  case zip = "zip"
  case bzip2 = "bzip2"
  case zstd = "zstd"
  case xz = "xz"
  case sevenZip = "7z"
  case sqlite = "SQLite database"
  case duckDB = "DuckDB database"
  case arrow = "Arrow"
  case orc = "ORC"
  case avro = "Avro"
  case hdf5 = "HDF5"
  case numpy = "NumPy array"
  case pickle = "Python pickle"
  case pdf = "PDF"
  case html = "web page"
  case gitLFS = "Git LFS pointer"
  case json = "JSON"
  case jsonLines = "JSON lines"

  /// A format of bytes that no text begins with; nil if it may be text, or is packed with gzip.
  init?(binary start: some Collection<UInt8>) {
    let bytes = Array(start.prefix(4096))
    if bytes.count >= 12, bytes[8..<12].elementsEqual("DUCK".utf8) {
      self = .duckDB
      return
    }
    guard let found = Self.magic.first(where: { bytes.starts(with: $0.bytes) }) else { return nil }
    // A table may have a column PAR1; what follows in a file of that format is no text.
    let rest = bytes.prefix(64)
    guard !found.isText || rest.contains(where: { $0 < 9 || $0 >= 0x80 }) else { return nil }
    self = found.kind == .zip && Self.isWorkbook(bytes) ? .excel : found.kind
  }

  /// A text in a form of its own; `start` is decoded.
  init?(text start: some Collection<UInt8>) {
    let text = String(decoding: start.prefix(4096), as: UTF8.self).drop { $0.isWhitespace }
    let lowercased = text.prefix(200).lowercased()
    if ["<!doctype", "<html", "<?xml", "<head", "<body"].contains(where: lowercased.hasPrefix) {
      self = .html
    } else if text.hasPrefix("version https://git-lfs.github.com/spec/") {
      self = .gitLFS
    } else if text.hasPrefix("{\"") || text.hasPrefix("{ \"") {
      self = .jsonLines
    } else if text.hasPrefix("[{") || text.hasPrefix("{\n") || text.hasPrefix("{}") {
      self = .json
    } else {
      return nil
    }
  }

  /// `isText`: the bytes could begin a text, too.
  private static let magic: [(kind: FileKind, bytes: [UInt8], isText: Bool)] = [
    (.zip, [0x50, 0x4b, 3, 4], false), (.bzip2, Array("BZh".utf8), true),
    (.zstd, [0x28, 0xb5, 0x2f, 0xfd], false), (.xz, [0xfd, 0x37, 0x7a, 0x58, 0x5a], false),
    (.sevenZip, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], false),
    (.excel, [0xd0, 0xcf, 0x11, 0xe0], false), (.parquet, Array("PAR1".utf8), true),
    (.sqlite, Array("SQLite format 3\0".utf8), false), (.arrow, Array("ARROW1".utf8), true),
    (.orc, Array("ORC".utf8), true), (.avro, Array("Obj\u{1}".utf8), false),
    (.hdf5, [0x89, 0x48, 0x44, 0x46], false),
    (.numpy, [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], false),
    (.pdf, Array("%PDF-".utf8), true), (.pickle, [0x80, 2], false), (.pickle, [0x80, 3], false),
    (.pickle, [0x80, 4], false), (.pickle, [0x80, 5], false),
  ]

  /// Whether a zip archive begins as those of a spreadsheet do.
  private static func isWorkbook(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    return ["xl/", "[Content_Types].xml", "mimetypeapplication/vnd.oasis"].contains {
      text.contains($0)
    }
  }
}
