import ArgumentParser
import DataSets
import Testing

/// Guessed types, labels, and splits of a user's own file.
@Suite struct CSVTests {
  /// 50 rows: `size` 0.5 … 49.5, `code` of five numbers, `color` of two words, two labels.
  private static let text =
    "size,code,color,click,buy\n"
    + (0..<50).map {
      "\($0).5,\($0 % 5),\($0 % 3 == 0 ? "red" : "blue"),\($0 % 2),\($0 % 10 == 0 ? "yes" : "no")"
    }
    .joined(separator: "\n")

  /// The same word with its accent in one sign and in two: no two words for a label.
  @Test func spellingsOfOneWordAreNoBinaryLabel() throws {
    let folder = try TestFolder(["t.csv": "x,y\n1,\u{e9}\n2,e\u{301}\n3,\u{e9}\n"])
    let error = dataError { try folder.csv("t.csv", "--label", "y") }
    #expect(error?.fault == .label(.twoSpellings("y", word: "\u{e9}")))
  }

  @Test func typesAreGuessedAndSaid() throws {
    let folder = try TestFolder(["t.csv": Self.text])
    let data = try folder.csv("t.csv", "--label", "click", "buy")
    #expect(data.schema.features.map(\.name) == ["size", "code", "color"])
    #expect(data.numbers("size").raw.prefix(3) == [0.5, 1.5, 2.5])
    #expect(data.vocabulary("code").map(Set.init) == ["0", "1", "2", "3", "4"])
    #expect(data.vocabulary("color") == ["blue", "red"])
    let notes = data.notes.filter { if case .suspicion = $0 { false } else { true } }
    #expect(
      notes == [
        .split(SplitNote(.random)), .form(TextForm()),
        .meaning(label: "buy", one: "yes", zero: "no"), .taken(["size"], .numbers),
        .taken(["code"], .name), .taken(["color"], .words),
      ])
    #expect(data.schema.tasks == [Task(name: "click"), Task(name: "buy")])
    #expect(Array(data.labels[0].prefix(3)) == [0, 1, 0])
    #expect(Array(data.labels[1].prefix(11)) == [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
  }

  @Test func optionsOverruleTheGuess() throws {
    let folder = try TestFolder(["t.csv": Self.text])
    let data = try folder.csv(
      "t.csv", "--regression", "size", "--label", "click", "--numeric", "code", "--ignore", "buy")
    #expect(data.schema.features.map(\.name) == ["code", "color"])
    #expect(data.numbers("code").raw.prefix(6) == [0, 1, 2, 3, 4, 0])
    #expect(data.schema.tasks == [Task(name: "click"), Task(name: "size", kind: .regression)])
    #expect(Array(data.labels[1].prefix(2)) == [0.5, 1.5])
    let one = try folder.csv("t.csv", "--label", "click", "buy", "--tasks", "buy")
    #expect(one.schema.tasks.map(\.name) == ["buy"])
    #expect(one.schema.features.map(\.name) == ["size", "code", "color"])
  }

  @Test func splitFollowsTheSeedAndHoldsEachRowOnce() throws {
    let folder = try TestFolder(["t.csv": Self.text])
    let one = try folder.csv("t.csv", "--label", "click", "--seed", "3")
    let again = try folder.csv("t.csv", "--label", "click", "--seed", "3")
    let other = try folder.csv("t.csv", "--label", "click", "--seed", "4")
    #expect(one.split == again.split && one.fingerprint == again.fingerprint)
    #expect(one.split != other.split && one.fingerprint != other.fingerprint)
    #expect(
      [one.split.train.count, one.split.validation.count, one.split.test.count] == [40, 5, 5])
    #expect((one.split.train + one.split.validation + one.split.test).sorted() == Array(0..<50))
    #expect(one.split.train == one.split.train.sorted())
  }

  @Test func testFileIsTheTestPart() throws {
    let folder = try TestFolder([
      "t.csv": Self.text, "u.csv": "size,code,color,click,buy\n7,9,red,1,no\n",
    ])
    let data = try folder.csv("t.csv", "--label", "click", "--test", "u.csv", "--rows", "20")
    #expect(data.split.test == [20])
    #expect(data.split.validation.count == 2 && data.split.train.count == 18)
    let known = data.vocabulary("code")?.count ?? 0
    #expect(Int(data.ids("code")[20]) == known + 1)
    #expect(data.strangers[1].strings == ["9"])
    try folder.write(Array("size,color\n7,red\n".utf8), "u.csv")
    let error = dataError { try folder.csv("t.csv", "--label", "click", "--test", "u.csv") }
    #expect(error?.fault == .header(.lacks(["code", "click", "buy"])))
  }

  @Test func missingLabelsAndValues() throws {
    let folder = try TestFolder(["t.csv": "a,b,y\n1,x,1\n,NA,0\n3,,\n4,x,true\n"])
    let data = try folder.csv("t.csv", "--label", "y", "--numeric", "a", "--rows", "4")
    #expect(data.labels[0][2].isNaN && data.labels[0][3] == 1)
    #expect(data.numbers("a").raw[1].isNaN && data.numbers("a").transformed[1] == 0)
    #expect(data.ids("b") == [1, 0, 0, 1])
    #expect(data.notes.contains(.unlabelled(task: "y", rows: 1)))
    #expect(data.notes.contains(.missingWords([MissingWord(word: "NA", column: "b", rows: 1)])))
  }

  @Test func otherSeparatorsAndNoHeader() throws {
    let folder = try TestFolder(["t.tsv": "1\ta\t0\n2\tb\t1\n", "s": "u;v\n1;0\n2;1\n"])
    let tabs = try folder.csv("t.tsv", "--separator", "tab", "--no-header", "--label", "column3")
    #expect(tabs.schema.features.map(\.name) == ["column1", "column2"])
    #expect(try folder.csv("s", "--separator", ";", "--label", "v").rowCount == 2)
    let named = try folder.csv(
      "t.tsv", "--separator", "tab", "--names", "size", "word", "like", "--label", "like")
    #expect(named.schema.features.map(\.name) == ["size", "word"] && named.rowCount == 2)
    let short = dataError {
      try folder.csv("t.tsv", "--separator", "tab", "--names", "a", "b", "--label", "b")
    }
    #expect(short?.row?.reason == .fieldCount(expected: 2, found: 3))
  }

  private static let columns = ["size", "code", "color", "click", "buy"]

  @Test(
    arguments: [
      (["--label", "klick"], .unknown(.column, "klick", known: columns)),
      (["--label", "click", "--ignore", "x"], .unknown(.column, "x", known: columns)),
      (
        ["--label", "click", "--numeric", "color"],
        .row(.unexpected(column: "color", word: "red", expected: .number), others: 49)
      ),
      (
        ["--label", "code"],
        .label(
          .notBinary(
            LabelValues(
              label: "code", words: ["0", "1", "2", "3", "4"], count: 5, odd: "2", oddRows: 10,
              rows: 50, isNumeric: true, middle: 2)))
      ),
      (["--label", "click", "--tasks", "buy"], .unknown(.label, "buy", known: ["click"])),
      (
        ["--label", "click", "--ignore", "size", "code", "color", "buy"],
        .noFeature(columns: columns)
      ),
    ] as [([String], DataError.Fault)])
  func errors(words: [String], fault: DataError.Fault) throws {
    let folder = try TestFolder(["t.csv": Self.text])
    let error = dataError { try CSV.parse(["t.csv"] + words).load(from: folder.context) }
    #expect(error?.fault == fault)
  }

  @Test(arguments: [
    ["t.csv"], [], ["t.csv", "u.csv", "--label", "y"],
    ["t.csv", "--label", "y", "--separator", "::"], ["t.csv", "--label", "y", "--rows", "0"],
    ["t.csv", "--label", "y", "--numeric", "a", "--categorical", "a"],
    ["t.csv", "--label", "y", "--separator", "\""],
  ])
  func wrongOptionsAreTold(words: [String]) {
    #expect(throws: (any Error).self) { try CSV.parse(words) }
  }
}
