import ArgumentParser
import Data
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

  @Test func seedAndShape() throws {
    let data = try load("--rows", "1000", "--features", "3", "--items", "5")
    #expect(data.schema.features.map(\.name) == ["x1", "x2", "x3", "item"])
    #expect(data.schema.tasks.map(\.name) == ["click", "conversion"])
    #expect(data.split == Split(inOrder: 1_000))
    let again = try load("--rows", "1000", "--features", "3", "--items", "5")
    let other = try load("--rows", "1000", "--features", "3", "--items", "5", "--seed", "2")
    #expect(again.fingerprint == data.fingerprint && other.fingerprint != data.fingerprint)
  }

  @Test(arguments: [
    ["--click-rate", "0"], ["--correlation", "2"], ["--rows", "3"], ["--tasks", "buy"],
    ["--features", "1"], ["--items", "0"],
  ])
  func impossibleOptionsAreTold(words: [String]) {
    #expect(throws: (any Error).self) { try Funnel.parse(words) }
  }
}
