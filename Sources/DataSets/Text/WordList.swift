import CKernels

/// Words one after the other in one stretch of bytes.
package struct WordList: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// No word.
  package init() {}

  /// A copy of `words`, in their order.
  package init(_ words: some Sequence<String>) {
    for word in words { append(word) }
  }

  /// Words that lie in `bytes`, each ending at one of `ends`, which do not fall and end with it.
  init(bytes: [UInt8], ends: [Int]) {
    self.bytes = bytes
    self.ends = ends
  }

  package var count: Int { ends.count }

  /// The word with a code; bytes that are no UTF-8 become signs of their own.
  package subscript(code: Int) -> String { String(decoding: bytes[range(code)], as: UTF8.self) }

  package var strings: [String] { (0..<count).map { self[$0] } }

  mutating func append(_ word: UnsafeBufferPointer<UInt8>) {
    bytes.append(contentsOf: word)
    ends.append(bytes.count)
  }

  mutating func append(_ word: String) {
    bytes.append(contentsOf: word.utf8)
    ends.append(bytes.count)
  }

  @inline(__always)
  func range(_ code: Int) -> Range<Int> { (code == 0 ? 0 : ends[code - 1])..<ends[code] }

  /// Whether the word with a code is the `count` bytes at `word`.
  func holds(_ code: Int, _ word: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let range = range(code)
    guard range.count == count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { dephn_equal_bytes($0 + range.lowerBound, word, count) != 0 } ?? false
    }
  }

  func withBytes<Result>(
    of code: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range(code)])) }
  }

  /// The first eight bytes as a number that orders words as their bytes do.
  func prefix(_ code: Int) -> UInt64 {
    var value: UInt64 = 0
    for byte in bytes[range(code)].prefix(8) { value = value << 8 | UInt64(byte) }
    return value << UInt64(8 * (8 - min(8, range(code).count)))
  }

  /// Whether one word's bytes come before another's.
  func precedes(_ one: Int, _ other: Int) -> Bool {
    bytes[range(one)].lexicographicallyPrecedes(bytes[range(other)])
  }

  /// All bytes and where each word ends, for a file.
  var content: (bytes: [UInt8], ends: [Int]) { (bytes, ends) }
}
