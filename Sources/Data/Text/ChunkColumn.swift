/// A column of a chunk: codes of the chunk's distinct words, or numbers as bits, one a row.
///
/// Plain memory, used through pointers: this is where reading spends its time. Who makes one calls
/// `free` in the end.
struct ChunkColumn {
  /// A distinct word, which lies in the text or, with its quotes undone, in memory of its own.
  struct Entry {
    var hash: UInt64
    var start: UnsafePointer<UInt8>
    var count: Int32
    /// Whether it holds a zero byte, or bytes that are not UTF-8.
    var isDamaged: Bool
  }

  var values: UnsafeMutablePointer<UInt32>
  private var capacity = 1 << 12
  private(set) var isWords = true
  private(set) var entries: UnsafeMutablePointer<Entry>
  private(set) var entryCount = 0
  private var entryCapacity = 1 << 8
  private var slots: UnsafeMutablePointer<UInt32>
  private var mask = (1 << 10) - 1
  private var copies: [UnsafeMutablePointer<UInt8>] = []

  init() {
    values = .allocate(capacity: capacity)
    entries = .allocate(capacity: entryCapacity)
    slots = .allocate(capacity: mask + 1)
  }

  func free() {
    values.deallocate()
    entries.deallocate()
    slots.deallocate()
    copies.forEach { $0.deallocate() }
  }

  /// Forgets all rows and words.
  mutating func clear(isWords: Bool) {
    self.isWords = isWords
    slots.update(repeating: 0, count: mask + 1)
    entryCount = 0
    copies.forEach { $0.deallocate() }
    copies.removeAll()
  }

  @inline(__always)
  mutating func put(_ value: UInt32, _ row: Int) {
    if row == capacity { grow() }
    values[row] = value
  }

  private mutating func grow() { (values, capacity) = Self.larger(values, capacity) }

  private static func larger<Element>(
    _ memory: UnsafeMutablePointer<Element>, _ count: Int
  ) -> (UnsafeMutablePointer<Element>, Int) {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: count * 4)
    larger.update(from: memory, count: count)
    memory.deallocate()
    return (larger, count * 4)
  }

  /// The entry of a word; eight bytes after it may be read.
  @inline(__always)
  mutating func entry(_ word: UnsafePointer<UInt8>, _ count: Int, isCopied: Bool) -> Int {
    let hash = WordTable.hash(word, count)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let entry = Int(slots[slot] &- 1)
      if entries[entry].hash == hash, Int(entries[entry].count) == count,
        count <= 8 || Self.equals(entries[entry].start, word, count)
      {
        return entry
      }
      slot = (slot &+ 1) & mask
    }
    return insert(word, count, hash, isCopied)
  }

  private static func equals(
    _ one: UnsafePointer<UInt8>, _ other: UnsafePointer<UInt8>, _ count: Int
  ) -> Bool {
    for index in 0..<count where one[index] != other[index] { return false }
    return true
  }

  private mutating func insert(
    _ word: UnsafePointer<UInt8>, _ count: Int, _ hash: UInt64, _ isCopied: Bool
  ) -> Int {
    var start = word
    if isCopied {
      let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: count + 8)
      copy.update(from: word, count: count + 8)
      copies.append(copy)
      start = UnsafePointer(copy)
    }
    if entryCount == entryCapacity {
      (entries, entryCapacity) = Self.larger(entries, entryCapacity)
    }
    // Every byte of the text lies in some word, so looking at each word once is enough.
    let isDamaged = !Self.isText(UnsafeBufferPointer(start: word, count: count))
    (entries + entryCount).initialize(
      to: Entry(
        hash: hash, start: start, count: Int32(truncatingIfNeeded: count), isDamaged: isDamaged))
    entryCount += 1
    if entryCount * 2 > mask {
      slots.deallocate()
      slots = .allocate(capacity: (mask + 1) * 4)
      slots.initialize(repeating: 0, count: (mask + 1) * 4)
      mask = (mask + 1) * 4 - 1
      for entry in 0..<entryCount { place(entry) }
    } else {
      place(entryCount - 1)
    }
    return entryCount - 1
  }

  private func place(_ entry: Int) {
    var slot = Int(truncatingIfNeeded: entries[entry].hash) & mask
    while slots[slot] != 0 { slot = (slot &+ 1) & mask }
    slots[slot] = UInt32(truncatingIfNeeded: entry + 1)
  }

  /// Whether it is UTF-8 without a zero byte.
  static func isText(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    if word.allSatisfy({ $0 != 0 && $0 < 0x80 }) { return true }
    return !word.contains(0) && String(validating: word, as: UTF8.self) != nil
  }
}
