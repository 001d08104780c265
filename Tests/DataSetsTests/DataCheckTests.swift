import ArgumentParser
import DataSets
import Testing

/// Likely mistakes in a data set, each found where it is and nowhere else.
@Suite struct DataCheckTests {
  /// 400 rows with a plain feature, and columns that `more` adds.
  private func suspicions(
    _ header: String, _ options: [String] = [], _ more: (_ row: Int, _ click: Int) -> String
  ) throws -> [Suspicion] {
    let rows = (0..<400).map { row -> String in
      let click = row * 7919 % 401 % 2
      return "c\(row * 31 % 5),\(click),\(more(row, click))\n"
    }
    let folder = try TestFolder(["t.csv": "color,click,\(header)\n" + rows.joined()])
    let data = try CSV.parse(["t.csv", "--label", "click"] + options).load(from: folder.context)
    let found = try DataCheck(data).suspicions
    #expect(
      data.notes.contains { if case .suspicion = $0 { true } else { false } } == !found.isEmpty)
    // Few values make rows that are the same by chance.
    return found.filter { if case .repeatedRows = $0 { false } else { true } }
  }

  @Test func plainDataAreNotSuspected() throws {
    #expect(try suspicions("size") { row, _ in "\(row * 17 % 97).5" } == [])
  }

  @Test func aFeatureThatTellsTheLabel() throws {
    let found = try suspicions("copy") { row, click in "\(click * 100 + row % 60).5" }
    guard case .tellsLabel("copy", "click", let auc) = found.first, found.count == 1 else {
      Issue.record("\(found)")
      return
    }
    #expect(auc == 1)
    let words = try suspicions("copy") { row, click in click == 1 ? "w\(row % 3)" : "v\(row % 3)" }
    #expect(words == [.tellsLabel(feature: "copy", task: "click", auc: 1)])
  }

  @Test func aFeatureKnownOnlyAfterTheLabel() throws {
    let found = try suspicions("seconds") { row, click in click == 1 ? "\(row % 90 + 1).5" : "" }
    #expect(found == [.knownAfter(feature: "seconds", task: "click")])
    let named = try suspicions("watch_time") { row, _ in "\(row * 17 % 97).5" }
    #expect(named == [.namedAfter(feature: "watch_time")])
  }

  @Test func idsAndConstants() throws {
    #expect(try suspicions("key") { row, _ in "k\(row)" } == [.uniquePerRow(feature: "key")])
    #expect(try suspicions("unit") { _, _ in "EUR" } == [.constant(feature: "unit")])
  }

  @Test func columnsAndLabelsWithoutVariety() throws {
    #expect(try suspicions("note") { _, _ in "" } == [.noValue(feature: "note")])
    let found = try suspicions("buy", ["buy"]) { row, _ in row % 3 == 0 ? "" : "0" }
    #expect(found == [.constantLabel(task: "buy", value: 0)])
  }

  @Test func rowsThatAreTooFewForThreeParts() throws {
    let folder = try TestFolder(["t.csv": "a,click\n1,0\n2,1\n3,0\n"])
    let data = try folder.csv("t.csv", "--label", "click")
    #expect(data.notes.contains(.suspicion(.fewRows(3))))
  }

  @Test func labelsThatAreCopies() throws {
    let same = try suspicions("again", ["again"]) { _, click in "\(click)" }
    #expect(same == [.sameLabels("click", "again")])
    let opposite = try suspicions("again", ["again"]) { _, click in "\(1 - click)" }
    #expect(opposite == [.oppositeLabels("click", "again")])
  }

  @Test func aSplitColumnAmongTheFeatures() throws {
    let found = try suspicions("part", ["--split", "column", "--split-by", "part"]) { row, _ in
      ["train", "train", "validation", "test"][row % 4]
    }
    #expect(found.contains(.splitColumn("part")))
  }

  /// Of a column that groups the split, unknown words are no surprise.
  @Test func aColumnThatGroupsTheSplit() throws {
    let options = ["--split", "group", "--split-by", "who"]
    let found = try suspicions("who", options) { row, _ in "u\(row * 31 % 37)" }
    #expect(found == [.groupColumn("who")])
  }

  @Test func wordsThatNoTrainingRowHas() throws {
    let found = try suspicions(
      "who,part", ["--split", "column", "--split-by", "part", "--ignore", "part"]
    ) { row, _ in
      let part = ["train", "train", "validation", "test"][row % 4]
      return "\(part == "test" ? "new" : "u")\(row % 6),\(part)"
    }
    #expect(found == [.unknownWords(feature: "who", .test, share: 1)])
  }

  @Test func rowsThatStandInTwoParts() throws {
    let folder = try TestFolder([
      "t.csv": "a,b,click\n"
        + (0..<400).map { "\($0 % 40).5,w\($0 % 40),\($0 % 40 % 2)\n" }.joined()
    ])
    let data = try folder.csv("t.csv", "--label", "click")
    let found = try DataCheck(data).suspicions
    #expect(
      found.contains(.repeatedRows(.test, rows: 40, of: 40, column: "b"))
        && found.contains(.repeatedRows(.validation, rows: 40, of: 40, column: "b")))
    #expect(
      try folder.csv("t.csv", "--label", "click", "--no-checks").notes.allSatisfy {
        if case .suspicion = $0 { false } else { true }
      })
  }
}
