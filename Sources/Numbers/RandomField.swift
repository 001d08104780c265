import CKernels

/// Random numbers addressed by training step and row of the batch.
///
/// A `RandomStream` is read from its start; a field can be read anywhere, so threads find the numbers of
/// their rows independently. Counter-based (Philox4x32-10), as the stream is.
package struct RandomField: Sendable {
  private let purpose: UInt64

  /// `purpose` keeps fields of one seed apart.
  package init(_ purpose: String) { self.purpose = RandomStream.hash("field of " + purpose) }

  /// Draws the numbers 0 ..< `count` of a row, uniform in (0, 1): odd multiples of 2⁻²⁴.
  package func uniforms(
    seed: UInt64, step: Int, row: Int, count: Int, into result: UnsafeMutablePointer<Float>
  ) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 10) { memory in
      guard let key = memory.baseAddress else { return }
      let (counter, bits) = (key + 2, key + 6)
      key[0] = UInt32(truncatingIfNeeded: seed ^ purpose)
      key[1] = UInt32(truncatingIfNeeded: (seed ^ purpose) >> 32)
      counter[1] = UInt32(truncatingIfNeeded: row)
      counter[2] = UInt32(truncatingIfNeeded: step)
      counter[3] = UInt32(truncatingIfNeeded: UInt64(truncatingIfNeeded: step) >> 32)
      for block in 0..<(count + 3) / 4 {
        counter[0] = UInt32(truncatingIfNeeded: block)
        dephn_philox(key, counter, bits)
        for index in block * 4..<min(count, block * 4 + 4) {
          result[index] = (Float(bits[index & 3] >> 9) + 0.5) * 0x1p-23
        }
      }
    }
  }
}
