/// Distinct words of a column, each with a code in the order of first appearance.
///
/// A hash table over bytes, with the words in one array: a `String` a field would cost more than
/// all the rest of reading.
struct WordTable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var hashes: [UInt64] = []
  /// Code + 1 of the word that lies there, 0 where the slot is free; a power of two of them.
  private var slots = [Int32](repeating: 0, count: 64)

  var count: Int { ends.count }

  /// The words in the order of their codes; their bytes must have been checked to be UTF-8.
  var words: [String] {
    (0..<count).map { String(decoding: bytes[range(of: $0)], as: UTF8.self) }
  }

  /// The code of `word`, and whether it is met for the first time.
  mutating func code(of word: UnsafeBufferPointer<UInt8>) -> (code: Int32, isNew: Bool) {
    let hash = Self.hash(word)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let code = Int(slots[slot]) - 1
      if hashes[code] == hash, holds(word, at: range(of: code)) { return (Int32(code), false) }
      slot = (slot + 1) & (slots.count - 1)
    }
    bytes.append(contentsOf: word)
    ends.append(bytes.count)
    hashes.append(hash)
    slots[slot] = Int32(count)
    if count * 2 > slots.count { grow() }
    return (Int32(count - 1), true)
  }

  private mutating func grow() {
    slots = [Int32](repeating: 0, count: slots.count * 2)
    for (code, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(code + 1)
    }
  }

  private func holds(_ word: UnsafeBufferPointer<UInt8>, at range: Range<Int>) -> Bool {
    guard range.count == word.count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      for index in word.indices where bytes[range.lowerBound + index] != word[index] {
        return false
      }
      return true
    }
  }

  private func range(of code: Int) -> Range<Int> {
    (code == 0 ? 0 : ends[code - 1])..<ends[code]
  }

  /// FNV-1a, its high bits folded into the low ones that choose the slot.
  private static func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash ^ (hash >> 32)
  }
}
