/// Files of `/proc` and `/sys`, which the system writes while they are read.
enum SystemText {
  /// The text of a file; nil where the system has none.
  ///
  /// The system says that such a file has no byte, and gives a page of it at a time: it ends where
  /// nothing more comes, and not with the first short answer.
  static func of(_ path: String) -> String? {
    guard let file = try? OpenFile(reading: path) else { return nil }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var count = piece.count
    while count == piece.count {
      guard let read = try? piece.withUnsafeMutableBytes({ try file.read(into: $0) }) else {
        return nil
      }
      count = read
      bytes += piece.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
