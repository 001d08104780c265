/// Distinct keys with a code each, in the order in which they are met; a key is a run of numbers.
///
/// An id is a key of one number, a list of items one of several.
struct KeyTable: Sendable {
  private var numbers: [UInt64] = []
  private var ends: [Int] = []
  /// Code + 1 of the key that lies there, 0 where the slot is free; a power of two of them.
  private var slots = [UInt32](repeating: 0, count: 1 << 10)

  var count: Int { ends.count }

  /// The numbers of a key.
  subscript(code: Int) -> ArraySlice<UInt64> {
    numbers[(code == 0 ? 0 : ends[code - 1])..<ends[code]]
  }

  /// The code of a key; a new one if it is not known.
  mutating func code(of key: UnsafeBufferPointer<UInt64>) -> Int32 {
    let slot = slot(of: key)
    if slots[slot] != 0 { return Int32(truncatingIfNeeded: slots[slot] - 1) }
    numbers.append(contentsOf: key)
    ends.append(numbers.count)
    slots[slot] = UInt32(truncatingIfNeeded: count)
    if count * 2 > slots.count { grow() }
    return Int32(truncatingIfNeeded: count - 1)
  }

  /// The code of a key of one number, nil if it is not known.
  func find(_ number: UInt64) -> Int32? {
    withUnsafePointer(to: number) { start in
      let slot = slot(of: UnsafeBufferPointer(start: start, count: 1))
      return slots[slot] == 0 ? nil : Int32(truncatingIfNeeded: slots[slot] - 1)
    }
  }

  /// Where a key lies, or where it would.
  private func slot(of key: UnsafeBufferPointer<UInt64>) -> Int {
    let mask = slots.count - 1
    var slot = Self.hash(key) & mask
    return slots.withUnsafeBufferPointer { slots in
      while slots[slot] != 0, !holds(Int(slots[slot]) - 1, key) { slot = (slot + 1) & mask }
      return slot
    }
  }

  private func holds(_ code: Int, _ key: UnsafeBufferPointer<UInt64>) -> Bool {
    let start = code == 0 ? 0 : ends[code - 1]
    guard ends[code] - start == key.count else { return false }
    for index in 0..<key.count where numbers[start + index] != key[index] { return false }
    return true
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 4)
    for code in 0..<count {
      let slot = self[code].withUnsafeBufferPointer { self.slot(of: $0) }
      slots[slot] = UInt32(truncatingIfNeeded: code + 1)
    }
  }

  private static func hash(_ key: UnsafeBufferPointer<UInt64>) -> Int {
    var hash: UInt64 = 0
    for number in key {
      hash = (hash ^ number) &* 0xd6e8_feb8_6659_fd93
      hash ^= hash >> 32
    }
    return Int(truncatingIfNeeded: (hash &* 0xd6e8_feb8_6659_fd93) >> 32)
  }
}
