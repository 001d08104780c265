import CKernels
import Numbers
import Testing

/// Philox against its authors' test vectors, and the distributions made of its bits.
@Suite struct RandomStreamTests {
  /// `kat_vectors` of Random123 1.14.0, lines "philox4x32 10".
  @Test(
    arguments: [
      (
        [0, 0], [0, 0, 0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
      ),
      (
        [.max, .max], [.max, .max, .max, .max],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0xa409_3822, 0x299f_31d0], [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ] as [(key: [UInt32], counter: [UInt32], result: [UInt32])])
  func knownAnswers(key: [UInt32], counter: [UInt32], result: [UInt32]) {
    var found: [UInt32] = [0, 0, 0, 0]
    dephn_philox(key, counter, &found)
    #expect(found == result)
  }

  @Test func streamIsPhiloxOverItsBlocks() {
    // FNV-1a of no bytes is its offset basis.
    let purpose: [UInt32] = [0x8422_2325, 0xcbf2_9ce4]
    var stream = RandomStream(seed: 0x0123_4567_89ab_cdef, purpose: "")
    for block in 0..<3 as Range<UInt32> {
      var expected: [UInt32] = [0, 0, 0, 0]
      dephn_philox([0x89ab_cdef, 0x0123_4567], [block, 0] + purpose, &expected)
      #expect((0..<4).map { _ in stream.bits() } == expected)
    }
  }

  @Test func seedAndPurposeKeepStreamsApart() {
    let sources: [(UInt64, String)] = [(1, "a"), (1, "b"), (2, "a"), (2, "b")]
    let streams = sources.map { seed, purpose in
      var stream = RandomStream(seed: seed, purpose: purpose)
      return (0..<8).map { _ in stream.bits() }
    }
    #expect(Set(streams).count == 4)
    var again = RandomStream(seed: 1, purpose: "a")
    #expect((0..<8).map { _ in again.bits() } == streams[0])
  }

  @Test func uniformMoments() {
    var stream = RandomStream(seed: 1, purpose: "uniform")
    let values = (0..<200_000).map { _ in stream.uniform() }
    #expect(values.allSatisfy { (0..<1).contains($0) })
    #expect(values.allSatisfy { ($0 * 0x1p53).rounded() == $0 * 0x1p53 })
    let moments = (1...4).map { power in mean(values, power) }
    // E xⁿ = 1 / (n + 1); the mean of 200,000 has a deviation below 0.0007.
    for (power, moment) in zip(1..., moments) {
      #expect(abs(moment - 1 / Double(power + 1)) < 0.003)
    }
    let shifted = (0..<10_000).map { _ in stream.uniform(in: -2...6) }
    #expect(shifted.allSatisfy { (-2...6).contains($0) })
    #expect(abs(mean(shifted, 1) - 2) < 0.1)
  }

  @Test func normalMoments() {
    var stream = RandomStream(seed: 1, purpose: "normal")
    let values = (0..<200_000).map { _ in stream.normal() }
    // 0, 1, 0 and 3, each within four deviations of its estimate.
    #expect(abs(mean(values, 1)) < 0.009)
    #expect(abs(mean(values, 2) - 1) < 0.013)
    #expect(abs(mean(values, 3)) < 0.035)
    #expect(abs(mean(values, 4) - 3) < 0.09)
    let neighbours = zip(values, values.dropFirst()).map { $0 * $1 }
    #expect(abs(mean(neighbours, 1)) < 0.009)
    // P(|x| < 1) = 0.682689.
    let inside = Double(values.count { abs($0) < 1 }) / 200_000
    #expect(abs(inside - 0.682689) < 0.0042)
  }

  private func mean(_ values: [Double], _ power: Int) -> Double {
    values.reduce(0) { sum, x in sum + (0..<power).reduce(1) { product, _ in product * x } }
      / Double(values.count)
  }

  @Test(arguments: [1, 2, 3, 7, 10])
  func belowIsEven(count: Int) {
    var stream = RandomStream(seed: 1, purpose: "below")
    var counts = [Int](repeating: 0, count: count)
    for _ in 0..<50_000 { counts[stream.below(count)] += 1 }
    let expected = 50_000 / Double(count)
    let distance = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) }
    // Chi-square with at most nine degrees of freedom: 27.9 is passed once in a thousand.
    #expect(distance / expected < 27.9)
  }

  @Test func belowReachesItsLargestBound() {
    var stream = RandomStream(seed: 1, purpose: "large")
    let values = (0..<1_000).map { _ in stream.below(Int(UInt32.max)) }
    #expect(values.allSatisfy { (0..<Int(UInt32.max)).contains($0) })
    #expect(values.contains { $0 > 4_000_000_000 })
  }

  /// The same as a second implementation, in Python: Philox, FNV-1a, Lemire, Fisher and Yates.
  @Test func shuffleIsAFixedPermutation() {
    var stream = RandomStream(seed: 7, purpose: "order")
    var items = Array(0..<16)
    stream.shuffle(&items)
    #expect(items == [2, 11, 8, 14, 12, 7, 5, 10, 4, 13, 3, 9, 6, 0, 1, 15])
    #expect(items.sorted() == Array(0..<16))
    var many = Array(0..<1_000)
    stream.shuffle(&many)
    #expect(many != many.sorted() && many.sorted() == Array(0..<1_000))
    var one = [5]
    var none: [Int] = []
    stream.shuffle(&one)
    stream.shuffle(&none)
    #expect(one == [5] && none.isEmpty)
  }

  @Test func everyOrderIsEquallyLikely() {
    var stream = RandomStream(seed: 1, purpose: "orders")
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 {
      var items = [0, 1, 2, 3]
      stream.shuffle(&items)
      counts[items, default: 0] += 1
    }
    #expect(counts.count == 24)
    // A thousand each, deviation 31: five of them.
    #expect(counts.values.allSatisfy { abs($0 - 1_000) < 155 })
  }
}
