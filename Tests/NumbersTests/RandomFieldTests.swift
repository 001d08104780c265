import CKernels
import Numbers
import Testing

/// Random numbers by step and row.
@Suite struct RandomFieldTests {
  private func row(
    _ row: Int, seed: UInt64 = 1, purpose: String = "a", step: Int = 3, count: Int = 9
  ) -> [Float] {
    var result = [Float](repeating: .nan, count: count)
    RandomField(purpose).uniforms(seed: seed, step: step, row: row, count: count, into: &result)
    return result
  }

  @Test func isPhiloxOverRowAndStep() {
    let basis: UInt64 = 0xcbf2_9ce4_8422_2325
    let hash = "field of noise".utf8.reduce(basis) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let key = 7 ^ hash
    var words: [UInt32] = []
    for block in 0..<3 as Range<UInt32> {
      var result: [UInt32] = [0, 0, 0, 0]
      dephn_philox(
        [UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32)],
        [block, 12, 5, 0], &result)
      words += result
    }
    let expected = words.prefix(9).map { (Float($0 >> 9) + 0.5) / 8_388_608 }
    #expect(row(12, seed: 7, purpose: "noise", step: 5) == expected)
  }

  @Test func everyRowAndStepHasItsOwn() {
    let rows = [
      row(1), row(2), row(1, seed: 2), row(1, purpose: "b"), row(1, step: 4),
    ]
    #expect(Set(rows).count == rows.count)
    #expect(row(1, count: 5) == Array(row(1).prefix(5)))
  }

  /// Never 0 or 1, and uniform: mean and variance of 20,000 numbers within four standard deviations.
  @Test func liesWithinZeroAndOne() {
    let all = (0..<2000).flatMap { row($0, count: 10) }.map(Double.init)
    #expect(all.allSatisfy { $0 > 0 && $0 < 1 })
    let mean = all.reduce(0, +) / 20_000
    let variance = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    #expect(abs(mean - 0.5) < 4 * (1.0 / 12 / 20_000).squareRoot())
    #expect(abs(variance - 1.0 / 12) < 4 * (1.0 / 180 / 20_000).squareRoot())
  }
}
