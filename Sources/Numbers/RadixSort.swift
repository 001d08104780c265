/// The indices of `keys` from the lowest key to the highest, equal ones in their own order.
///
/// A radix sort, 11 bits a round: several times as fast as sorting indices by comparisons.
func order<Key: FixedWidthInteger & UnsignedInteger>(of keys: [Key]) -> [Int32] {
  var sorted = keys.indices.map { Int32($0) }
  var next = sorted
  for shift in stride(from: 0, to: Key.bitWidth, by: 11) {
    func digit(_ index: Int32) -> Int { Int(truncatingIfNeeded: keys[Int(index)] >> shift) & 0x7ff }
    var starts = [Int32](repeating: 0, count: 2049)
    for index in sorted { starts[digit(index) + 1] += 1 }
    // Most rounds of whole numbers, and of floats as doubles, change nothing.
    if starts.contains(Int32(keys.count)) { continue }
    for digit in 1...2048 { starts[digit] += starts[digit - 1] }
    for index in sorted {
      let digit = digit(index)
      next[Int(starts[digit])] = index
      starts[digit] += 1
    }
    swap(&sorted, &next)
  }
  return sorted
}

extension Float {
  /// Integers in the order of the numbers: 0 and -0 are one, every NaN is above all others.
  var sortingKey: UInt32 {
    if isNaN { return .max }
    let bits = (self + 0).bitPattern
    return sign == .minus && self != 0 ? ~bits : bits | 0x8000_0000
  }
}

extension Double {
  /// Integers in the order of the numbers: 0 and -0 are one, every NaN is above all others.
  var sortingKey: UInt64 {
    if isNaN { return .max }
    let bits = (self + 0).bitPattern
    return sign == .minus && self != 0 ? ~bits : bits | 0x8000_0000_0000_0000
  }
}
