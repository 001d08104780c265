import System

/// Distinct words with a code each, in the order in which they are met: a hash table over keys.
///
/// A `String` a field would cost more than all the rest of reading.
struct WordTable {
  private(set) var words = WordList()
  private var slots = WordSlots(count: 64)

  var count: Int { words.count }

  /// Writes the code of each of `count` keys of `chunk`; −1 for those that mean "missing".
  mutating func look(
    up keys: UnsafePointer<UInt64>, _ count: Int, of chunk: ChunkReader,
    to codes: UnsafeMutablePointer<Int32>
  ) {
    // Looked up in groups, whose accesses to memory do not wait for each other.
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) { buffer in
      guard let found = buffer.baseAddress else { return }
      for first in stride(from: 0, to: count, by: 64) {
        let size = min(64, count - first)
        slots.look(keys + first, size, found, codes + first)
        for index in 0..<size where found[index] != keys[first + index] {
          codes[first + index] = code(of: keys[first + index], chunk)
        }
      }
    }
  }

  /// The code of a key that does not lie in its first slot; a new one if its word is not known.
  @inline(never)
  private mutating func code(of key: UInt64, _ chunk: ChunkReader) -> Int32 {
    if key == WordKey.missing { return -1 }
    if WordKey.isLong(key) {
      return code(of: chunk.start(of: key), WordKey.count(key))
    }
    let (slot, code) = slots.find(key) { _ in true }
    if let code { return code }
    var bytes = key.littleEndian
    let length = 8 - key.leadingZeroBitCount / 8
    return withUnsafeBytes(of: &bytes) { bytes in
      insert(key, slot, UnsafeBufferPointer(rebasing: bytes.bindMemory(to: UInt8.self)[..<length]))
    }
  }

  private mutating func code(of start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let tag = WordKey.tag(start, count)
    let (slot, code) = slots.find(tag) { words.holds(Int($0), start, count) }
    return code ?? insert(tag, slot, UnsafeBufferPointer(start: start, count: count))
  }

  private mutating func insert(
    _ key: UInt64, _ slot: Int, _ word: UnsafeBufferPointer<UInt8>
  ) -> Int32 {
    let code = Int32(truncatingIfNeeded: words.count)
    words.append(word)
    slots[slot] = (key, code)
    if words.count * 2 > slots.count { slots = WordSlots(larger: slots) }
    return code
  }

  /// Adds words that lie one after the other; false if one is empty, holds a zero byte, or is there twice.
  mutating func add(
    _ text: UnsafeBufferPointer<UInt8>, endingAt ends: UnsafeBufferPointer<Int64>
  ) -> Bool {
    // Eight bytes after a word may be read.
    let bytes = Array(text) + [UInt8](repeating: 0, count: 8)
    return bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return false }
      var first = 0
      for end in ends {
        guard let end = Int(exactly: Int64(littleEndian: end)), end > first, end <= text.count,
          add(start + first, end - first)
        else { return false }
        first = end
      }
      return first == text.count && !text.contains(0)
    }
  }

  /// The same for words that are none of these.
  mutating func add(_ words: [String]) -> Bool {
    for word in words {
      let bytes = Array(word.utf8) + [UInt8](repeating: 0, count: 8)
      let isNew = bytes.withUnsafeBufferPointer { bytes in
        bytes.baseAddress.map { add($0, bytes.count - 8) } ?? false
      }
      if !isNew { return false }
    }
    return true
  }

  /// Adds a word; false if it is known.
  private mutating func add(_ start: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    let known = count
    if length > 8 {
      _ = code(of: start, length)
    } else {
      let key = WordKey.short(EightBytes.load(start), length)
      let (slot, code) = slots.find(key) { _ in true }
      if code == nil { _ = insert(key, slot, UnsafeBufferPointer(start: start, count: length)) }
    }
    return count > known
  }

  /// The code of a word, nil if it is not known.
  func find(_ word: String) -> Int32? {
    let bytes = Array(word.utf8) + [UInt8](repeating: 0, count: 8)
    let count = bytes.count - 8
    return bytes.withUnsafeBufferPointer { bytes -> Int32? in
      guard let start = bytes.baseAddress, count > 0 else { return nil }
      if count <= 8 {
        return slots.find(WordKey.short(EightBytes.load(start), count)) { _ in true }.code
      }
      return slots.find(WordKey.tag(start, count)) { words.holds(Int($0), start, count) }.code
    }
  }
}

/// The slots of a hash table: a power of two of keys, zero where one is free, each with its code.
///
/// The first slot is that of the word that is missing, with code −1.
/// Copies of a table share them; only the newest may be written to.
final class WordSlots {
  /// Eight bytes of key and four of code.
  private static let stride = 12

  private let start: UnsafeMutableRawPointer
  private let mask: Int
  private let shift: UInt64

  init(count: Int) {
    start = LargePages.allocate(count * Self.stride)
    start.initializeMemory(as: UInt8.self, repeating: 0, count: count * Self.stride)
    (start + 8).storeBytes(of: -1, as: Int32.self)
    mask = count - 1
    shift = UInt64(count.leadingZeroBitCount + 1)
  }

  /// Twice the slots or more, with the same keys in them.
  convenience init(larger slots: WordSlots) {
    self.init(count: slots.count * (slots.count < 1 << 16 ? 4 : 2))
    for slot in 1..<slots.count where slots[slot].key != 0 {
      self[find(slots[slot].key) { _ in false }.slot] = slots[slot]
    }
  }

  deinit { start.deallocate() }

  var count: Int { mask + 1 }

  @inline(__always)
  subscript(slot: Int) -> (key: UInt64, code: Int32) {
    get {
      let entry = start + slot &* Self.stride
      return (entry.loadUnaligned(as: UInt64.self), (entry + 8).loadUnaligned(as: Int32.self))
    }
    set {
      let entry = start + slot &* Self.stride
      entry.storeBytes(of: newValue.key, as: UInt64.self)
      (entry + 8).storeBytes(of: newValue.code, as: Int32.self)
    }
  }

  /// Writes the key and the code in the first slot where each of `keys` may lie.
  func look(
    _ keys: UnsafePointer<UInt64>, _ count: Int, _ found: UnsafeMutablePointer<UInt64>,
    _ codes: UnsafeMutablePointer<Int32>
  ) {
    let (start, shift) = (start, shift)
    for index in 0..<count {
      let slot = Int(truncatingIfNeeded: WordKey.spread(keys[index]) &>> shift)
      let entry = start + slot &* Self.stride
      found[index] = entry.loadUnaligned(as: UInt64.self)
      codes[index] = (entry + 8).loadUnaligned(as: Int32.self)
    }
  }

  /// The slot of a key, or the free one where it belongs; `isMeant` says whether a code's word is
  /// the one with that key.
  @inline(__always)
  func find(_ key: UInt64, _ isMeant: (Int32) -> Bool) -> (slot: Int, code: Int32?) {
    var slot = Int(truncatingIfNeeded: WordKey.spread(key) &>> shift)
    while true {
      slot = max(slot, 1)
      let entry = self[slot]
      if entry.key == 0 { return (slot, nil) }
      if entry.key == key, isMeant(entry.code) { return (slot, entry.code) }
      slot = (slot &+ 1) & mask
    }
  }
}
