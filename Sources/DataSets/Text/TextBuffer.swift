/// Bytes of a file that are looked at together; eight more after them may be read.
struct TextBuffer {
  /// A record longer than this ends the reading.
  private static let longestRecord = 64 << 20

  private(set) var start = UnsafeMutablePointer<UInt8>.allocate(capacity: 8)
  private var capacity = 0
  private(set) var count = 0
  /// Whether the file ends with them.
  private(set) var isLast = false

  func free() { start.deallocate() }

  /// Takes what `other` holds from `offset` on, and up to `size` bytes of the file after it.
  mutating func fill(
    with other: TextBuffer, from offset: Int, then file: FileBytes, _ size: Int
  ) throws(DataError) {
    let rest = other.count - offset
    guard rest <= Self.longestRecord else {
      throw DataError(.file(.longRecord(limit: Self.longestRecord)), file: file.path)
    }
    if rest + size > capacity {
      start.deallocate()
      capacity = rest + size
      start = .allocate(capacity: capacity + 8)
    }
    start.update(from: other.start + offset, count: rest)
    count = rest
    let added = try file.read(into: UnsafeMutableRawBufferPointer(start: start + rest, count: size))
    count += added
    isLast = added < size
    (start + count).update(repeating: 0, count: 8)
  }

  var startsWithByteOrderMark: Bool {
    count >= 3 && start[0] == 0xef && start[1] == 0xbb && start[2] == 0xbf
  }
}
