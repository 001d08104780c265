import ArgumentParser
import DataSets
import Testing

/// Artificial impressions, clicks and conversions.
@Suite struct FunnelTests {
  private func load(_ words: String...) throws -> DataSet {
    try Funnel.parse(words).load(from: LoadContext())
  }

  @Test func ratesAreThoseAskedForAndNoConversionLacksAClick() throws {
    let data = try load("--rows", "40000", "--click-rate", "0.1", "--conversion-rate", "0.3")
    let clicks = data.labels[0].count { $0 == 1 }
    #expect(abs(Double(clicks) / 40_000 - 0.1) < 0.006)
    #expect(zip(data.labels[0], data.labels[1]).allSatisfy { $0 >= $1 })
    // What makes people click makes them buy, so those who clicked buy more often than all would.
    let share = Double(data.labels[1].count { $0 == 1 }) / Double(clicks)
    #expect(share > 0.4 && share < 0.7)
  }

  @Test func withOppositeTastesThoseWhoClickBuyLess() throws {
    let data = try load(
      "--rows", "40000", "--click-rate", "0.1", "--conversion-rate", "0.3", "--correlation", "-1")
    let share =
      Double(data.labels[1].count { $0 == 1 }) / Double(data.labels[0].count { $0 == 1 })
    #expect(share < 0.2)
  }

  /// What users and items do to a step, seen in their shares of it: alike for a correlation of 1,
  /// opposite for −1, and neither for 0.
  @Test(arguments: [(1.0, 0.75...1.0), (0, -0.45...0.45), (-1, -1.0 ... -0.75)])
  func effectsOnBothStepsAreAlikeAsAskedFor(
    correlation: Double, expected: ClosedRange<Double>
  ) throws {
    let data = try load(
      "--rows", "60000", "--click-rate", "0.4", "--conversion-rate", "0.4", "--users", "40",
      "--items", "40", "--correlation", "\(correlation)")
    for column in data.columns.suffix(2) {
      guard case .categories(let ids) = column else {
        Issue.record("users and items are categories")
        return
      }
      var counts = Array(repeating: [0.0, 0.0, 0.0], count: 41)
      for row in 0..<60_000 {
        counts[Int(ids[row])][0] += 1
        for step in 0...1 { counts[Int(ids[row])][step + 1] += Double(data.labels[step][row]) }
      }
      let known = counts.filter { $0[0] > 0 }
      #expect(known.count == 40 && known.allSatisfy { $0[0] > 1_000 })
      let found = pearson(known.map { $0[1] / $0[0] }, known.map { $0[2] / $0[1] })
      #expect(expected.contains(found), "\(found)")
    }
  }

  private func pearson(_ x: [Double], _ y: [Double]) -> Double {
    let count = Double(x.count)
    let (a, b) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    func sum(_ one: [Double], _ p: Double, _ other: [Double], _ q: Double) -> Double {
      zip(one, other).reduce(0) { $0 + ($1.0 - p) * ($1.1 - q) }
    }
    return sum(x, a, y, b) / (sum(x, a, x, a) * sum(y, b, y, b)).squareRoot()
  }

  @Test func seedAndShape() throws {
    let data = try load("--rows", "1000", "--features", "3", "--items", "5")
    #expect(data.schema.features.map(\.name) == ["x1", "x2", "x3", "user", "item"])
    #expect(data.schema.tasks.map(\.name) == ["click", "conversion"])
    #expect(data.split == Split(inOrder: 1_000))
    let again = try load("--rows", "1000", "--features", "3", "--items", "5")
    let other = try load("--rows", "1000", "--features", "3", "--items", "5", "--seed", "2")
    #expect(again.fingerprint == data.fingerprint && other.fingerprint != data.fingerprint)
  }

  @Test(arguments: [
    ["--click-rate", "0"], ["--correlation", "2"], ["--rows", "3"], ["--tasks", "buy"],
    ["--features", "1"], ["--items", "0"], ["--users", "0"],
  ])
  func impossibleOptionsAreTold(words: [String]) {
    #expect(throws: (any Error).self) { try Funnel.parse(words) }
  }
}
