import Numbers
import Testing

/// Rows in the order of their scores, beside Swift's own sorting.
@Suite struct RankingTests {
  /// Scores of both signs and many sizes, among them ties, both zeros, infinities and the smallest numbers.
  static let scores: [Double] = {
    var stream = RandomStream(seed: 1, purpose: "scores")
    let spread = (0..<5000).map { _ in stream.normal() * stream.normal() * 1e3 }
    let tied = (0..<3000).map { _ in Double(stream.below(40)) / 8 - 2 }
    return spread + tied + [0, -0.0, .infinity, -.infinity, 0x1p-1060, -0x1p-1060, 1e300, -1e300]
  }()

  @Test func doublesAreInOrder() {
    let scores = Self.scores
    let expected = scores.indices.sorted { scores[$0] < scores[$1] }
    let ranking = Ranking(scores)
    #expect(ranking.order.map { Int($0) } == expected)
    #expect(
      ranking.isTied
        == expected.indices.map { $0 > 0 && scores[expected[$0]] == scores[expected[$0 - 1]] })
  }

  @Test func floatsAreInOrder() {
    let scores = Self.scores.map { Float($0) } + [.leastNonzeroMagnitude, -.leastNonzeroMagnitude]
    let expected = scores.indices.sorted { scores[$0] < scores[$1] }
    #expect(Ranking(scores).order.map { Int($0) } == expected)
  }

  @Test func notANumberComesLast() {
    let ranking = Ranking([Float.nan, 2, -.nan, .infinity, 2])
    #expect(ranking.order == [1, 4, 3, 0, 2])
    #expect(ranking.isTied == [false, true, false, false, true])
    #expect(Ranking([Float]()).order.isEmpty && Ranking([7.0]).order == [0])
  }
}
