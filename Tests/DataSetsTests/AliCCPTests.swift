import ArgumentParser
import DataSets
import Testing

/// Ali-CCP in the owner's layout: small files whose every value can be counted by hand.
@Suite struct AliCCPTests {
  /// `field:feature:value` with the owner's separators.
  static func items(_ text: String) -> String {
    text.replacing(" ", with: "\u{1}").split(separator: "\u{1}").map { item in
      let parts = item.split(separator: ":")
      return "\(parts[0])\u{2}\(parts[1])\u{3}\(parts.count > 2 ? String(parts[2]) : "1.0")"
    }.joined(separator: "\u{1}")
  }

  /// A line whose last two columns are the number of its items and they.
  static func line(_ start: String, _ text: String, count: Int? = nil) -> String {
    "\(start),\(count ?? text.split(separator: " ").count),\(items(text))"
  }

  static let users = [
    line("84dceed2e3a667f8", "101:31319 125:3 109_14:7:0.69315 109_14:8:1.38629 127_14:5:2.5"),
    line("0350f0c2121e7aaa", "101:7 124:2 110_14:9:1.0 999:1"),
  ]

  /// Eleven impressions: 0 … 9 good with user 1 where even; the eleventh bought without a click.
  static let impressions =
    (0..<10).map { row in
      line(
        "\(row),\(row % 2),\(row % 4 == 1 ? 1 : 0),\(row % 2 == 0 ? "84dceed2e3a667f8" : "0350f0c2121e7aaa")",
        "205:\(row < 4 ? 100 : 200) 205:\(row) 210:1 210:2:3.0 301:9"
          + (row == 3 ? "" : " 508:44:1.94591"))
    } + [line("10,0,1,84dceed2e3a667f8", "205:1")]

  static let files = [
    "sample_skeleton_train.csv": impressions.joined(separator: "\n") + "\n",
    "common_features_train.csv": users.joined(separator: "\r\n"),
    "sample_skeleton_test.csv": line("0,1,0,00000000000000ff", "205:3 210:4") + "\n",
    "common_features_test.csv": line("00000000000000FF", "101:7 125:4") + "\n",
  ]

  private func load(_ folder: TestFolder, _ words: String..., isFiled: Bool = false) throws
    -> DataSet
  {
    try AliCCP.parse([folder.path] + words).load(
      from: isFiled ? folder.filingContext : folder.context)
  }

  private func lists(_ data: DataSet, _ name: String) -> (words: [String], lists: ItemLists)? {
    guard let place = data.schema.features.firstIndex(where: { $0.name == name }),
      case .multiple(let words) = data.schema.features[place].kind,
      case .lists(let lists) = data.columns[place]
    else { return nil }
    return (words, lists)
  }

  private func strangers(_ data: DataSet, _ name: String) -> [String] {
    let place = data.schema.features.firstIndex { $0.name == name }
    return place.map { data.strangers[$0].strings } ?? []
  }

  @Test(arguments: [false, true])
  func joinsUsersAndImpressions(isFiled: Bool) throws {
    let folder = try TestFolder(Self.files)
    let data = try load(folder, isFiled: isFiled)
    #expect((data.file != nil) == isFiled)
    #expect(data.schema.tasks.map(\.name) == ["click", "conversion"])
    #expect(data.schema.features.count == 23 && data.rowCount == 11)
    #expect(Array(data.labels[0]) == [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1])
    #expect(Array(data.labels[1]) == [0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0])
    #expect(data.split == Split(train: Array(0..<9), validation: [9], test: [10]))
    // Even rows have user 31319: five of nine training rows, so its id is 1; the test row has 7.
    #expect(data.vocabulary("101") == ["31319", "7"])
    #expect(data.ids("101") == [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 2])
    // Age 3 has a row of training, 4 none: it is unseen. User 7 of the training part has none.
    #expect(data.vocabulary("125") == ["3"])
    #expect(data.ids("125") == [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 2])
    // The last of two items of field 205 counts; row 9 is no training row.
    #expect(data.vocabulary("205") == (0..<9).map { "\($0)" })
    #expect(data.ids("205").prefix(9) == (1...9).map { Int32($0) }[...])
    #expect(data.ids("508") == [1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0])
    #expect(
      data.notes.contains(
        .dropped(1, file: "sample_skeleton_train.csv", with: "conversion", without: "click")),
      "\(data.notes)")
  }

  @Test(arguments: [false, true])
  func fieldsOfSeveralFeaturesKeepTheirWeights(isFiled: Bool) throws {
    let data = try load(try TestFolder(Self.files), isFiled: isFiled)
    let shops = try #require(lists(data, "109_14"))
    #expect(shops.words == ["7", "8"])
    #expect(shops.lists.items(ofRow: 0).map { shops.lists.ids[$0] } == [1, 2])
    #expect(shops.lists.items(ofRow: 2).map { shops.lists.weights[$0] } == [0.69315, 1.38629])
    #expect(shops.lists.items(ofRow: 1).isEmpty && shops.lists.items(ofRow: 10).isEmpty)
    let intentions = try #require(lists(data, "210"))
    #expect(intentions.words == ["1", "2"])
    #expect(intentions.lists.items(ofRow: 9).map { intentions.lists.weights[$0] } == [1, 3])
    // Feature 4 of the test row is in no training row: an id above the vocabulary's.
    #expect(intentions.lists.items(ofRow: 10).map { intentions.lists.ids[$0] } == [3])
    let place = data.schema.features.firstIndex { $0.name == "109_14" } ?? 0
    #expect(data.statistics[place].missing == 6 && data.statistics[place].top.first?.rows == 5)
  }

  @Test func memoryAndFileHoldTheSame() throws {
    let folder = try TestFolder(Self.files)
    let memory = try load(folder, "--min-count", "2")
    let first = try load(folder, "--min-count", "2", isFiled: true)
    let second = try load(folder, "--min-count", "2", isFiled: true)
    #expect(memory.fingerprint == first.fingerprint && first.fingerprint == second.fingerprint)
    #expect(memory.notes == second.notes && memory.statistics == second.statistics)
    #expect(memory.vocabulary("205") == [] && folder.names(in: "cache").count == 1)
    let place = memory.schema.features.firstIndex { $0.name == "205" } ?? 0
    #expect(memory.statistics[place].rareWords == 9)
  }

  @Test func packedFilesAndOnePairAlone() throws {
    let folder = try TestFolder()
    for name in ["sample_skeleton_train.csv", "common_features_train.csv"] {
      Packing.write(Array((Self.files[name] ?? "").utf8), to: "\(folder.path)/\(name).gz")
    }
    let data = try load(folder, "--fields", "101", "210", "--rows", "5", "--tasks", "conversion")
    #expect(data.schema.features.map(\.name) == ["101", "210"] && data.rowCount == 5)
    #expect(Array(data.labels[0]) == [0, 1, 0, 0, 0] && data.split.test.isEmpty)
    let files = ["sample_skeleton_train.csv", "common_features_train.csv"].map {
      "\(folder.path)/\($0).gz"
    }
    #expect(data.notes.contains(.readOnly(files, of: 4)))
    let all = try load(folder)
    #expect(all.split == Split(train: Array(0..<8), validation: [8], test: [9]))
  }

  @Test func rowsOfAUserStayTogether() throws {
    let folder = try TestFolder(Self.files)
    let data = try load(
      folder, "--split", "group", "--split-by", "101", "--ratio", "1", "1", "1", "--seed", "3")
    for part in Split.Part.allCases {
      #expect(Set(data.split[part].map { data.ids("101")[Int($0)] }).count <= 1)
    }
    #expect(data.rowCount == 11)
    let error = dataError { try load(folder, "--split", "group", "--split-by", "109_14") }
    #expect(error?.fault == .unknown(.splitField, "109_14", known: ["101", "205"]))
  }

  private static let damages: [(line: String, reason: BadRow.Reason)] = [
    (
      line("9,0,0,84dceed2e3a667f8", "205:1 206:2", count: 3),
      .unexpected(column: "feature_num", word: "3", expected: .listLength(2))
    ),
    (
      line("9,0,0,0000000000000001", "205:1"),
      .unexpected(
        column: "common_feature_index", word: "0000000000000001",
        expected: .index(file: "common_features_train.csv"))
    ),
    (
      line("9,0,0,84dceed2", "205:1"),
      .unexpected(
        column: "common_feature_index", word: "84dceed2", expected: .hexadecimal(digits: 16))
    ),
    ("9,0,0,84dceed2e3a667f8,1,205:1:1.0", items("205:1:1.0")),
    ("9,0,0,84dceed2e3a667f8,1,205\u{2}x\u{3}1.0", items("205\\x02x\\x031.0")),
    ("9,0,0,84dceed2e3a667f8,2,205\u{2}1\u{3}1.0\u{1}", items("205\\x021\\x031.0\\x01")),
    ("9,0,0,84dceed2e3a667f8,1,205\u{2}1\u{3}1e99", items("205\\x021\\x031e99")),
    ("9,0,0,84dceed2e3a667f8,1,205\u{2}1\u{0}\u{3}1.0", items("205\\x021\\x00\\x031.0")),
    (
      "9,0,0,84dceed2e3a667f8,1,205\u{2}99999999999\u{3}1.0",
      items("205\\x0299999999999\\x031.0")
    ),
    (
      line("9,2,0,84dceed2e3a667f8", "205:1"),
      .unexpected(column: "click", word: "2", expected: .words(["0", "1"]))
    ),
    (
      line("9,1,,84dceed2e3a667f8", "205:1"),
      .unexpected(column: "conversion", word: "", expected: .words(["0", "1"]))
    ),
    ("9;0;0;84dceed2e3a667f8;1;205", .fieldCount(expected: 6, found: 1)),
    ("9,0,0,84dceed2e3a667f8", .fieldCount(expected: 6, found: 4)),
  ]

  private static func items(_ word: String) -> BadRow.Reason {
    .unexpected(column: "feature_list", word: word, expected: .items)
  }

  /// One bad row among eleven good ones is counted, with its line; among three it ends the reading.
  @Test(arguments: damages.indices)
  func badRowsAreCountedWithTheirLine(place: Int) throws {
    let (line, reason) = Self.damages[place]
    var files = Self.files
    files["sample_skeleton_train.csv"] = (Self.impressions + ["", line]).joined(separator: "\n")
    let folder = try TestFolder(files)
    let data = try load(folder)
    #expect(data.rowCount == 11)
    let bad = data.notes.badRow(of: "sample_skeleton_train.csv")
    #expect(bad?.line == 13 && bad?.reason == reason, "\(data.notes)")
    files["sample_skeleton_train.csv"] =
      (Self.impressions.prefix(3) + [line]).joined(separator: "\n")
    let few = try TestFolder(files)
    let error = dataError { try load(few, isFiled: true) }
    #expect(error?.fault == .row(reason, others: 0) && error?.line == 4)
    #expect(error?.file == few.path + "/sample_skeleton_train.csv")
    #expect(few.names(in: "cache").isEmpty)
  }

  @Test func whatIsMissingIsTold() throws {
    var error = dataError { try load(try TestFolder()) }
    guard
      case .search(.file("sample_skeleton_train.csv", _, let tried, "ali-ccp", _)) = error?.fault
    else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(tried.allSatisfy { $0.hasSuffix("/ali-ccp/sample_skeleton_train.csv") })
    var files = Self.files
    files["common_features_test.csv"] = nil
    error = dataError { try load(try TestFolder(files)) }
    guard case .search(.companion("common_features_test.csv", _, "ali-ccp", _)) = error?.fault
    else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(throws: (any Error).self) { try AliCCP.parse(["--fields", "102"]) }
    for (name, text, line) in [
      ("common_features_train.csv", "", 1), ("sample_skeleton_test.csv", "\n\n", 1),
      ("common_features_train.csv", "84dceed2e3a667f8,0\n", 1),
    ] {
      let folder = try TestFolder(Self.files)
      try folder.write(Array(text.utf8), name)
      error = dataError { try load(folder) }
      #expect(error?.file == "\(folder.path)/\(name)" && error?.line == line)
    }
  }

  /// More than a window of lines, whatever the number of threads: the sums are those of the rule.
  @Test func manyWindows() throws {
    let users = (0..<1_000).map { user in
      Self.line(
        String(repeating: "0", count: 16 - String(user, radix: 16).count)
          + String(user, radix: 16), "101:\(user) 109_14:\(user % 10):\(1 + user % 3)")
    }
    let rows = (0..<60_000).map { row in
      let user = row * 7 % 1_000
      return Self.line(
        "\(row),1,\(row % 5 == 0 ? 1 : 0),"
          + String(repeating: "0", count: 16 - String(user, radix: 16).count)
          + String(user, radix: 16), "205:\(row % 911) 210:\(row % 13) 210:\(row % 3)")
    }
    let folder = try TestFolder([
      "sample_skeleton_train.csv": rows.joined(separator: "\n"),
      "common_features_train.csv": users.joined(separator: "\n"),
    ])
    let data = try load(folder, isFiled: true)
    #expect(data.labels[1].reduce(0, +) == 12_000)
    let items = data.ids("205")
    let words = data.vocabulary("205") ?? []
    let ofUser = data.ids("101")
    // Users whose rows are all for validation or test have ids above the vocabulary's.
    let userWords = (data.vocabulary("101") ?? []) + strangers(data, "101")
    let histories = try #require(lists(data, "109_14"))
    let historyWords = histories.words + strangers(data, "109_14")
    for row in stride(from: 0, to: 60_000, by: 37) {
      #expect(words[Int(items[row]) - 1] == "\(row % 911)")
      #expect(userWords[Int(ofUser[row]) - 1] == "\(row * 7 % 1_000)")
      let places = histories.lists.items(ofRow: row)
      #expect(
        places.map { historyWords[Int(histories.lists.ids[$0]) - 1] } == ["\(row * 7 % 10)"])
      #expect(places.map { histories.lists.weights[$0] } == [Float(1 + row * 7 % 1_000 % 3)])
    }
  }
}
