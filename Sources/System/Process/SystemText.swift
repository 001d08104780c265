/// Files of `/proc` and `/sys`, whose content is generated while they are read.
enum SystemText {
  /// The text of a file; nil if there is none.
  ///
  /// Such files report a size of 0 and come a page at a time, so they are read until nothing more comes.
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
