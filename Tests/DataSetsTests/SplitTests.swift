import ArgumentParser
import DataSets
import Options
import Testing

/// No row is in two parts, and every row is in one.
@Suite struct SplitTests {
  @Test(arguments: [1, 2, 9, 10, 11, 999])
  func everyRowIsInOnePart(rows: Int) {
    let splits = [
      Split(inOrder: rows), Split(shuffling: rows, seed: 1), Split(everyTenthOf: rows, thenTest: 0),
      Split(everyTenthOf: rows - 1, thenTest: 1), Split(shuffling: rows, seed: 1, testRows: 1),
    ]
    for split in splits {
      #expect((split.train + split.validation + split.test).sorted() == Array(0..<Int32(rows)))
      #expect(split.rowCount == rows)
      for part in Split.Part.allCases { #expect(split[part] == split[part].sorted()) }
    }
  }

  @Test func sizes() {
    let split = Split(shuffling: 1_000, seed: 5)
    #expect([split.train.count, split.validation.count, split.test.count] == [800, 100, 100])
    #expect(Split(inOrder: 25).train.count == 21)
    #expect(Split(shuffling: 100, seed: 5, testRows: 40).test == Array(60..<100))
  }

  @Test func aTenthOfAnyStretchIsDrawn() {
    let test = Split(shuffling: 100_000, seed: 1).test
    for start in stride(from: 0, to: 100_000, by: 10_000) {
      let count = test.count { (start..<start + 10_000).contains(Int($0)) }
      #expect((850...1_150).contains(count))
    }
  }

  /// Each rule as it is typed, for a table with the columns part, day and who.
  private static let rules: [SplitRule: [[String]]] = [
    .official: [[]],
    .random: [["--ratio", "6", "3", "1"]],
    .ordered: [["--ratio", "6", "3", "1"]],
    .group: [["--split-by", "who", "--ratio", "1", "1", "1"]],
    .column: [
      ["--split-by", "part"],
      ["--split-by", "day", "--validation-from", "20220407", "--test-from", "20220409"],
    ],
    .time: [["--time-column", "day"]],
  ]

  @Test(arguments: SplitRule.allCases, [UInt64(1), 2, 3])
  func everyRuleHoldsEachRowOnce(rule: SplitRule, seed: UInt64) throws {
    let rows = (0..<57).map { row in
      let part = ["train", "validation", "test"][row % 5 % 3]
      return "\(part),\(20_220_401 + row * 7 % 11),w\(row * row % 13),\(row % 2)"
    }
    let folder = try TestFolder(["t.csv": "part,day,who,y\n" + rows.joined(separator: "\n")])
    for words in try #require(Self.rules[rule]) {
      let data = try CSV.parse(
        ["t.csv", "--label", "y", "--categorical", "who", "--seed", "\(seed)"]
          + ["--split", rule.rawValue] + words
      ).load(from: folder.context)
      expectEachRowOnce(data, rows: 57)
      for part in Split.Part.allCases {
        for row in data.split[part].map(Int.init) {
          switch rule == .column ? words.dropFirst().first : nil {
          case "part": #expect(rows[row].hasPrefix(part.rawValue))
          case "day":
            let day = row * 7 % 11
            #expect(part == (day < 6 ? .train : day < 8 ? .validation : .test))
          default: break
          }
        }
      }
      if rule == .group {
        let groups = Split.Part.allCases.map { part in
          Set(data.split[part].map { Int($0) * Int($0) % 13 })
        }
        #expect(groups.reduce(0) { $0 + $1.count } == Set((0..<57).map { $0 * $0 % 13 }).count)
      }
      if rule == .random || rule == .ordered {
        #expect(Split.Part.allCases.map { data.split[$0].count } == [34, 17, 6])
      }
      if rule == .ordered { #expect(data.split.train == Array(0..<34)) }
    }
  }

  /// The owner's split of each source, and the rules that any table takes.
  @Test(arguments: GoodFiles.all.indices, [SplitRule.official, .random, .ordered])
  func everySourceHoldsEachRowOnce(place: Int, rule: SplitRule) throws {
    let folder = try TestFolder()
    let files = GoodFiles.all[place]
    try files.write(to: folder)
    let data = try #require(
      try files.load(folder, folder.context, ["--split", rule.rawValue]))
    let logs = files.files.filter { $0.isLog && !$0.name.hasPrefix("common") }
    expectEachRowOnce(data, rows: logs.count * GoodFile.rowCount)
  }

  private func expectEachRowOnce(_ data: DataSet, rows: Int) {
    let split = data.split
    #expect((split.train + split.validation + split.test).sorted() == Array(0..<Int32(rows)))
    #expect(data.rowCount == rows)
    for part in Split.Part.allCases { #expect(split[part] == split[part].sorted()) }
  }

  /// 100 days, a row a day, shuffled.
  private static let days =
    "day,who,click\n"
    + (0..<100).map { row in
      let day = row * 37 % 100
      return "\(1_700_000_000_000 + day * 86_400_000),w\(row % 3),\(row / 2 % 2)\n"
    }.joined()

  @Test func theLatestRowsAreTheTest() throws {
    let folder = try TestFolder(["t.csv": Self.days])
    let data = try folder.csv(
      "t.csv", "--label", "click", "--split", "time", "--time-column", "day", "--ratio", "8", "1",
      "1")
    #expect(Split.Part.allCases.map { data.split[$0].count } == [80, 10, 10])
    for part in Split.Part.allCases {
      for row in data.split[part] {
        let day = Int(row) * 37 % 100
        #expect(part == (day < 80 ? .train : day < 90 ? .validation : .test))
      }
    }
    #expect(
      data.notes.first
        == .split(
          SplitNote(
            .time, column: "day",
            bounds: [80, 90].map { "\(1_700_000_000_000 + $0 * 86_400_000)" })))
  }

  @Test func aPartWithoutRowsIsRefusedWithValuesThatWork() throws {
    let folder = try TestFolder(["t.csv": Self.days])
    let error = dataError {
      try folder.csv(
        "t.csv", "--label", "click", "--split", "column", "--split-by", "day", "--validation-from",
        "1700000000000", "--test-from", "1900000000000")
    }
    let bounds = [80, 90].map { "\(1_700_000_000_000 + $0 * 86_400_000)" }
    #expect(error?.fault == .split(.noTrainingRow(column: "day", bounds: bounds)))
    let empty = dataError {
      try folder.csv(
        "t.csv", "--label", "click", "--split", "column", "--split-by", "day", "--validation-from",
        "1700001000000", "--test-from", "1900000000000")
    }
    #expect(empty?.fault == .split(.emptyPart(.test, column: "day", bounds: bounds)))
    let groups = dataError {
      try folder.csv(
        "t.csv", "--label", "click", "--split", "group", "--split-by", "who", "--ratio", "98", "1",
        "1")
    }
    #expect(groups?.fault == .split(.emptyPart(.validation, column: "who", bounds: [])))
  }

  /// Days with 20, 55, 15 and 10 rows, written in three ways; and two rows without a day.
  private static func fewDays(_ day: (Int) -> String) -> String {
    "when,who,click\n"
      + (0..<102).map { row in
        let number = row < 20 ? 8 : row < 75 ? 9 : row < 90 ? 10 : 11
        return "\(row < 100 ? day(number) : "NULL"),w\(row % 7),\(row % 2)\n"
      }.joined()
  }

  /// Rows of one time stay together: the cut is the nearest one that leaves no part empty.
  @Test(arguments: [
    (["8", "1", "1"], [77, 15, 10]), (["1", "1", "1"], [22, 55, 25]),
    (["9", "0", "1"], [92, 0, 10]),
    (["3", "7", "0"], [22, 80, 0]),
  ])
  func aSplitByTimeCutsBetweenTimes(ratio: [String], rows: [Int]) throws {
    let folder = try TestFolder(["t.csv": Self.fewDays { "2024-03-\($0 < 10 ? "0" : "")\($0)" }])
    let source = try OptionParser.parse(
      CSV.self,
      ["t.csv", "--label", "click", "--split", "time", "--time-column", "when", "--ratio"] + ratio)
    let data = try source.load(from: folder.context)
    #expect(Split.Part.allCases.map { data.split[$0].count } == rows)
    guard case .split(let note) = data.notes.first else {
      Issue.record("\(data.notes)")
      return
    }
    #expect(note.withoutValue == 2)
  }

  /// Dates are compared as dates, however the column and the line write them.
  @Test(
    arguments: [
      { (day: Int) in "2024-03-\(day < 10 ? "0" : "")\(day)" }, { "\($0).3.2024" },
      { "202403\($0 < 10 ? "0" : "")\($0)" },
    ] as [@Sendable (Int) -> String], ["2024-03-10", "20240310"])
  func boundsAreDates(day: @Sendable (Int) -> String, bound: String) throws {
    let folder = try TestFolder(["t.csv": Self.fewDays(day) + "\(day(31)),w,1\n"])
    let data = try folder.csv(
      "t.csv", "--label", "click", "--split", "column", "--split-by", "when", "--validation-from",
      bound, "--test-from", bound.replacing("10", with: "11"))
    #expect(Split.Part.allCases.map { data.split[$0].count } == [75, 15, 11])
    let error = dataError {
      try folder.csv(
        "t.csv", "--label", "click", "--split", "column", "--split-by", "when",
        "--validation-from",
        bound.replacing("0310", with: "0101").replacing("03-10", with: "01-01"),
        "--test-from", bound)
    }
    let works = [day(10), day(11)]
    #expect(error?.fault == .split(.noTrainingRow(column: "when", bounds: works)))
  }

  @Test(arguments: [
    ["--split-by", "who"], ["--ratio", "6", "2", "2"], ["--split", "time", "--split-by", "who"],
  ])
  func optionsThatWouldDoNothingAreRefused(words: [String]) {
    #expect(throws: (any Error).self) {
      try OptionParser.parse(CSV.self, ["t.csv", "--label", "click"] + words)
    }
  }

  @Test func aSampleIsDrawnFromAllRows() throws {
    let folder = try TestFolder(["t.csv": Self.days])
    let data = try folder.csv("t.csv", "--label", "click", "--sample", "50")
    let again = try folder.csv("t.csv", "--label", "click", "--sample", "50")
    #expect(data.rowCount == 50 && data.split == again.split)
    let rows = Split.Part.allCases.flatMap { data.split[$0] }
    #expect(rows.contains { $0 > 75 } && rows.contains { $0 < 25 })
    #expect(data.notes.contains(.sampled(50, of: 100)))
    #expect(data.fingerprint != (try folder.csv("t.csv", "--label", "click")).fingerprint)
  }
}
