/// The first record of a file, looked at before it is read: what its layout is.
struct TextStart {
  let words: [String]
  /// The byte that separates them: the most frequent of tab, comma, semicolon and bar.
  let separator: UInt8

  /// - Throws: `DataError` if there is no such file, or nothing in it.
  init(of path: String) throws(DataError) {
    let window = TextWindow(try FileBytes(path))
    try window.fill()
    let lines = TextFormat(separator: 0, isQuoted: false, hasHeader: false)
    guard let line = try window.record(lines, isTaken: false)?.fields.first else {
      throw DataError(.file(.empty), file: path, line: 1)
    }
    let counts = "\t,;|".utf8.map { mark in (mark: mark, count: line.count { $0 == mark }) }
    let best = counts.max { $0.count < $1.count }
    separator = best.map { $0.count > 0 ? $0.mark : UInt8(ascii: ",") } ?? UInt8(ascii: ",")
    let format = TextFormat(separator: separator, hasHeader: false)
    words =
      try window.record(format, isTaken: false)?.fields.map {
        String(decoding: $0, as: UTF8.self)
      } ?? []
  }
}
