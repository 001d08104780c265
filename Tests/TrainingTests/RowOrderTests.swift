import Numbers
import Testing
import Training

/// The order of an epoch's rows.
@Suite struct RowOrderTests {
  private func shuffled(_ count: Int, seed: UInt64 = 1) -> [Int32] {
    var rows = (0..<Int32(count)).map { 3 * $0 }
    var stream = RandomStream(seed: seed, purpose: "order")
    RowOrder.shuffle(&rows, &stream)
    return rows
  }

  @Test(arguments: [10, RowOrder.largestFullShuffle + 1, 1_500_000])
  func everyRowComesOnce(count: Int) {
    let rows = shuffled(count)
    #expect(rows.sorted() == (0..<Int32(count)).map { 3 * $0 })
    #expect(rows == shuffled(count) && rows != shuffled(count, seed: 2))
  }

  /// A window of 262,144 rows of a large set lies in 64 stretches of the file.
  @Test func aWindowOfALargeSetLiesInFewStretches() {
    let rows = shuffled(400 * 4096).prefix(64 * 4096).map { $0 / 3 }
    #expect(Set(rows.map { $0 / 4096 }).count == 64)
    #expect(zip(rows, rows.dropFirst()).count { abs($0 - $1) == 1 } < 100)
  }
}
