/// Distinct words with a code each, in the order in which they are met: a hash table over bytes.
///
/// A `String` a field would cost more than all the rest of reading.
struct WordTable {
  private(set) var words = WordList()
  private var hashes: [UInt64] = []
  /// Code + 1 of the word that lies there, 0 where the slot is free; a power of two of them.
  private var slots: UnsafeSlots

  init(slots: Int = 64) { self.slots = UnsafeSlots(count: slots) }

  var count: Int { hashes.count }

  /// The code of the word of `count` bytes at `start` with that hash; a new one if it is not known.
  @inline(__always)
  mutating func code(
    of start: UnsafePointer<UInt8>, _ count: Int, hash: UInt64
  ) -> (code: Int32, isNew: Bool) {
    if let code = find(start, count, hash: hash) { return (code, false) }
    return (insert(start, count, hash: hash), true)
  }

  /// The code of a word, nil if it is not known.
  @inline(__always)
  func find(_ start: UnsafePointer<UInt8>, _ count: Int, hash: UInt64) -> Int32? {
    var slot = Int(truncatingIfNeeded: hash) & slots.mask
    while slots.start[slot] != 0 {
      let code = Int(slots.start[slot]) - 1
      // A hash of up to eight bytes is as good as the bytes.
      if hashes[code] == hash, words.holds(code, start, count) {
        return Int32(truncatingIfNeeded: code)
      }
      slot = (slot &+ 1) & slots.mask
    }
    return nil
  }

  /// Words that are looked up together.
  static let group = 64

  /// Writes for each of some words of at most eight bytes its code, if it lies in the first slot where
  /// it may; else −1, which says nothing.
  func guess(
    _ entries: UnsafeMutablePointer<ChunkColumn.Entry>, _ count: Int, _ codes: inout [Int32]
  ) {
    for place in 0..<count {
      let slot = Int(truncatingIfNeeded: entries[place].hash) & slots.mask
      codes[place] = Int32(truncatingIfNeeded: slots.start[slot]) &- 1
    }
    hashes.withUnsafeBufferPointer { hashes in
      for place in 0..<count where codes[place] >= 0 {
        if hashes[Int(codes[place])] != entries[place].hash { codes[place] = -1 }
      }
    }
    words.withLengths { length in
      for place in 0..<count where codes[place] >= 0 {
        if length(Int(codes[place])) != Int(entries[place].count) { codes[place] = -1 }
      }
    }
  }

  /// The code of a word, nil if it is not known.
  func find(_ word: String) -> Int32? {
    var word = word
    return word.withUTF8 { bytes in
      var padded = Array(bytes) + [UInt8](repeating: 0, count: 8)
      let hash = Self.hash(&padded, bytes.count)
      return find(&padded, bytes.count, hash: hash)
    }
  }

  private mutating func insert(
    _ start: UnsafePointer<UInt8>, _ count: Int, hash: UInt64
  ) -> Int32 {
    let code = hashes.count
    words.append(UnsafeBufferPointer(start: start, count: count))
    hashes.append(hash)
    if (code + 1) * 2 > slots.mask { grow() } else { place(code, hash) }
    return Int32(truncatingIfNeeded: code)
  }

  private func place(_ code: Int, _ hash: UInt64) {
    var slot = Int(truncatingIfNeeded: hash) & slots.mask
    while slots.start[slot] != 0 { slot = (slot &+ 1) & slots.mask }
    slots.start[slot] = UInt32(truncatingIfNeeded: code + 1)
  }

  private mutating func grow() {
    slots = UnsafeSlots(count: (slots.mask + 1) * 4)
    for (code, hash) in hashes.enumerated() { place(code, hash) }
  }

  /// A hash of the bytes; eight bytes after the word may be read.
  @inline(__always)
  static func hash(_ start: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: count) &* 0x9e37_79b9_7f4a_7c15
    var place = 0
    while count &- place > 8 {
      hash = mixed(hash ^ Word.load(start + place))
      place += 8
    }
    return mixed(hash ^ Word.first(count &- place, of: Word.load(start + place)))
  }

  @inline(__always)
  private static func mixed(_ word: UInt64) -> UInt64 {
    let product = word &* 0xd6e8_feb8_6659_fd93
    return (product ^ (product &>> 32)) &* 0xd6e8_feb8_6659_fd93
  }
}

/// Slots that copies of a table share no more than the table does.
final class UnsafeSlots {
  let start: UnsafeMutablePointer<UInt32>
  let mask: Int

  init(count: Int) {
    start = .allocate(capacity: count)
    start.initialize(repeating: 0, count: count)
    mask = count - 1
  }

  deinit { start.deallocate() }
}

/// Words one after the other in one stretch of bytes.
package struct WordList: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  package init() {}

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

  /// Calls `body` with what tells each word's number of bytes.
  @inline(__always)
  func withLengths(_ body: ((Int) -> Int) -> Void) {
    ends.withUnsafeBufferPointer { ends in
      body { code in ends[code] - (code == 0 ? 0 : ends[code - 1]) }
    }
  }

  @inline(__always)
  func holds(_ code: Int, _ word: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let range = range(code)
    guard range.count == count else { return false }
    if count <= 8 { return true }
    return bytes.withUnsafeBufferPointer { bytes in
      for index in 0..<count where bytes[range.lowerBound + index] != word[index] { return false }
      return true
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
