/// A key and the place it came from.
struct Keyed<Key: FixedWidthInteger & UnsignedInteger> {
  var key: Key
  var index: Int32
}

/// `keys` with their indices, from the lowest key to the highest, equal ones in their own order.
///
/// A radix sort, 11 bits a round: several times as fast as sorting indices by comparisons.
func sorted<Key: FixedWidthInteger & UnsignedInteger>(_ keys: [Key]) -> [Keyed<Key>] {
  var sorted = keys.indices.map { Keyed(key: keys[$0], index: Int32($0)) }
  var next = sorted
  for shift in stride(from: 0, to: Key.bitWidth, by: 11) {
    let hasMoved = sorted.withUnsafeBufferPointer { sorted in
      next.withUnsafeMutableBufferPointer { next in sort(sorted, by: shift, into: next) }
    }
    if hasMoved { swap(&sorted, &next) }
  }
  return sorted
}

/// Copies keys in the order of their 11 bits from `shift` up; false, without a copy, if all have the same.
private func sort<Key>(
  _ keys: UnsafeBufferPointer<Keyed<Key>>, by shift: Int,
  into next: UnsafeMutableBufferPointer<Keyed<Key>>
) -> Bool {
  func digit(_ keyed: Keyed<Key>) -> Int { Int(truncatingIfNeeded: keyed.key >> shift) & 0x7ff }
  return withUnsafeTemporaryAllocation(of: Int.self, capacity: 2049) { starts in
    starts.initialize(repeating: 0)
    for keyed in keys { starts[digit(keyed) + 1] += 1 }
    // Of whole numbers, and of floats as doubles, most bits are the same.
    if let first = keys.first, starts[digit(first) + 1] == keys.count { return false }
    for digit in 1...2048 { starts[digit] += starts[digit - 1] }
    for keyed in keys {
      let digit = digit(keyed)
      next[starts[digit]] = keyed
      starts[digit] += 1
    }
    return true
  }
}

extension Float {
  /// Integers in the order of the numbers: 0 and -0 are one, every NaN is above all others.
  var sortingKey: UInt32 {
    let bits = (self + 0).bitPattern
    // All ones below 0.
    let sign = UInt32(bitPattern: Int32(bitPattern: bits) >> 31)
    return isNaN ? .max : bits ^ (sign | 0x8000_0000)
  }
}

extension Double {
  /// Integers in the order of the numbers: 0 and -0 are one, every NaN is above all others.
  var sortingKey: UInt64 {
    let bits = (self + 0).bitPattern
    let sign = UInt64(bitPattern: Int64(bitPattern: bits) >> 63)
    return isNaN ? .max : bits ^ (sign | 0x8000_0000_0000_0000)
  }
}
