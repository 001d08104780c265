/// A column of a chunk: a key a row for words, or the bits of a number.
///
/// Plain memory, used through pointers: this is where reading spends its time. Who makes one calls
/// `free` in the end.
struct ChunkColumn {
  private(set) var isWords = true
  private var memory = UnsafeMutableRawPointer.allocate(byteCount: 0, alignment: 64)
  private var capacity = 0

  func free() { memory.deallocate() }

  /// Forgets all rows, and takes memory for as many as `rows`.
  mutating func clear(_ reading: TextTable.Reading, rows: Int) {
    isWords = reading == .words
    let bytes = reading == .nothing ? 0 : rows * (isWords ? 8 : 4)
    guard bytes > capacity else { return }
    memory.deallocate()
    memory = .allocate(byteCount: bytes, alignment: 64)
    capacity = bytes
  }

  var keys: UnsafeMutablePointer<UInt64> { memory.assumingMemoryBound(to: UInt64.self) }
  var numbers: UnsafeMutablePointer<Float> { memory.assumingMemoryBound(to: Float.self) }

  /// Moves a row to where one was taken out before it.
  func move(_ row: Int, to target: Int) {
    if isWords { keys[target] = keys[row] } else { numbers[target] = numbers[row] }
  }
}

/// A field's bytes in a text, without the blanks around it; eight bytes after it may be read.
struct FieldBytes {
  let start: UnsafePointer<UInt8>
  let count: Int

  @inline(__always)
  init(_ start: UnsafePointer<UInt8>, _ count: Int) {
    self.start = start
    self.count = count
  }

  /// Drops blanks at both ends; what separates fields is none.
  static func trimmed(_ start: UnsafePointer<UInt8>, _ count: Int, separator: UInt8) -> Self {
    var (first, last) = (0, count)
    while first < last, isBlank(start[first], separator) { first += 1 }
    while first < last, isBlank(start[last - 1], separator) { last -= 1 }
    return Self(start + first, last - first)
  }

  @inline(__always)
  static func isBlank(_ byte: UInt8, _ separator: UInt8) -> Bool {
    byte <= UInt8(ascii: " ")
      && (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r"))
      && byte != separator
  }

  var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

  /// Whether it is UTF-8 without a zero byte.
  var isText: Bool { Self.isText(buffer) }

  static func isText(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    if word.allSatisfy({ $0 != 0 && $0 < 0x80 }) { return true }
    return !word.contains(0) && String(validating: word, as: UTF8.self) != nil
  }

  /// The number that it is, NaN if it is missing; nil if it is neither.
  @inline(__always)
  func number(_ layout: TextLayout) -> Float? {
    if count == 0 { return .nan }
    if let number = DecimalNumber.float(start, count) { return number }
    return layout.isMissing(start, count) ? .nan : nil
  }
}
