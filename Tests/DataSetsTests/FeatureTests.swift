import ArgumentParser
import DataSets
import Testing

/// Rare words, hashing, bins and splits, from a user's file.
@Suite struct FeatureTests {
  private static let text =
    "size,city,day,who,y\n"
    + (0..<100).map { row in
      "\(row),\(row < 60 ? "a" : row < 90 ? "b" : "c\(row)"),\(20_220_401 + row / 10),u\(row % 7),\(row % 2)"
    }.joined(separator: "\n")

  private func load(_ words: String...) throws -> DataSet {
    let folder = try TestFolder(["t.csv": Self.text])
    return try CSV.parse(["t.csv", "--label", "y"] + words).load(from: folder.context)
  }

  @Test func rareAndUnseenWordsShareIdZero() throws {
    let data = try load("--min-count", "2", "--split", "ordered", "--ratio", "95", "0", "5")
    let city = data.schema.features.firstIndex { $0.name == "city" } ?? 0
    #expect(data.vocabulary("city") == ["a", "b"])
    #expect(data.statistics[city].rare == 5 && data.statistics[city].rareWords == 5)
    #expect(data.statistics[city].unseen == 5 && data.statistics[city].unseenWords == 5)
    #expect(data.ids("city")[90...].allSatisfy { $0 > 2 })
    #expect(data.strangers[city].strings == (90..<100).map { "c\($0)" })
  }

  @Test func hugeVocabulariesAreHashed() throws {
    let data = try load("--hash-buckets", "4", "--categorical", "size")
    #expect(data.schema.features[0].kind == .hashed(buckets: 4))
    #expect(data.schema.features[0].tableRows == 5)
    #expect(Set(data.ids("size")) == [1, 2, 3, 4])
    let again = try load("--hash-buckets", "4", "--categorical", "size", "--seed", "2")
    #expect(data.ids("size") == again.ids("size"))
    let other = try load("--categorical", "size")
    #expect(try other.encoded(for: data.schema).ids("size") == data.ids("size"))
  }

  /// Training rows 0 … 79: numpy.sort(x)[[20, 40, 60]] are the edges of four bins.
  @Test func numbersAreCutAtTheQuantilesOfTrainingRows() throws {
    let data = try load(
      "--numeric", "size", "--numeric-form", "bins", "--bins", "4", "--split", "ordered")
    #expect(data.schema.features[0].kind == .binned(edges: [20, 40, 60]))
    guard case .bins(let raw, let ids) = data.columns[0] else {
      Issue.record("no bins")
      return
    }
    #expect([0, 19, 20, 59, 60, 99].map { ids[$0] } == [1, 1, 2, 3, 4, 4] && raw[19] == 19)
    let both = try load(
      "--numeric", "size", "--numeric-form", "value-and-bins", "--split", "ordered")
    #expect(both.schema.features.prefix(2).map(\.name) == ["size", "size.bins"])
    #expect(both.schema.features[1].tableRows == 33)
  }

  /// Python: [1 + sum(x >= e for e in edges)]; for x > 2, ids are equal where ⌊ln(x)²⌋ are.
  @Test func criteoBinsFollowTheSquaredLogarithm() throws {
    let data = try load("--numeric", "size", "--numeric-form", "criteo-log")
    guard case .bins(_, let ids) = data.columns[0] else {
      Issue.record("no bins")
      return
    }
    // ⌊ln(x)²⌋: 3, 4 → 1; 5 → 2; 6 → 3; 99 → 21.
    #expect([0, 1, 2, 3, 4, 5, 6, 99].map { ids[$0] } == [4, 5, 6, 7, 7, 8, 9, 27])
  }

  @Test func groupsStayTogether() throws {
    let data = try load("--split", "group", "--split-by", "who", "--ratio", "1", "1", "1")
    for part in Split.Part.allCases {
      let groups = Set(data.split[part].map { $0 % 7 })
      for other in Split.Part.allCases where other != part {
        #expect(groups.isDisjoint(with: data.split[other].map { $0 % 7 }))
      }
    }
    #expect(data.rowCount == 100)
  }

  @Test func datesSplit() throws {
    let data = try load(
      "--split", "column", "--split-by", "day", "--validation-from", "20220407", "--test-from",
      "20220409")
    #expect(data.split.train == Array(0..<60) && data.split.validation == Array(60..<80))
    #expect(data.split.test == Array(80..<100))
    let error = dataError { try load("--split", "column", "--split-by", "city") }
    #expect(error?.fault == .split(.noPart(column: "city", word: "a")))
    #expect(error?.line == 2)
  }

  @Test func ratiosByChance() throws {
    let data = try load("--split", "random", "--ratio", "6", "3", "1", "--seed", "4")
    #expect(data.split.train.count == 60 && data.split.validation.count == 30)
    #expect(
      (data.split.train + data.split.validation + data.split.test).sorted() == Array(0..<100))
  }

  @Test(arguments: [
    ["--min-count", "0"], ["--bins", "1"], ["--ratio", "1", "2"], ["--split", "group"],
    ["--ratio", "1e308", "1e308", "1"], ["--test-from", "3"],
    ["--hash-buckets", "1"], ["--numeric-form", "cubes"],
  ])
  func wrongOptionsAreTold(words: [String]) {
    #expect(throws: (any Error).self) { try CSV.parse(["t.csv", "--label", "y"] + words) }
  }
}
