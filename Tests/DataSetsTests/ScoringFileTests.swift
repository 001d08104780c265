import ArgumentParser
import DataSets
import Options
import System
import Testing

/// Rows of a file without labels, encoded as a model's features.
@Suite struct ScoringFileTests {
  private static let train =
    "user,ts,genres,price,click\n"
    + (0..<60).map {
      "u\($0 % 7),\(1_700_000_000 + $0 * 3_600),\(["a|b", "b", "c"][$0 % 3]),\($0).5,\($0 / 2 % 2)\n"
    }.joined()

  private func schema(_ folder: TestFolder) throws -> DataSet {
    try OptionParser.parse(
      CSV.self, ["t.csv", "--label", "click", "--multi", "genres:|", "--time", "ts"]
    ).load(from: folder.context)
  }

  /// Columns in another order and separator, others beside them, and no labels.
  @Test func columnsAreMatchedByName() throws {
    let folder = try TestFolder(["t.csv": Self.train])
    let data = try schema(folder)
    try folder.write(
      Array(
        ("id;price;ts;user;genres\n"
          + "x1;1.5;2023-11-14T22:30:00;u1;b|a\nx2;?;1700003600;new;z\n").utf8), "new.csv")
    var seen = 0
    let file = try ScoringFile(
      folder.path + "/new.csv", schema: data.schema, keeping: ["id"])
    let (unknown, _) = try file.forEachWindow(folder.context) { rows in
      seen += rows.data.rowCount
      #expect(rows.numbers == [1, 2] && rows.kept == [["x1", "x2"]])
      #expect(rows.data.schema == data.schema)
      let user = rows.data.ids("user")
      #expect(rows.data.vocabulary("user")?[Int(user[0]) - 1] == "u1")
      #expect(Int(user[1]) == (rows.data.vocabulary("user")?.count ?? 0) + 1)
      let raw = rows.data.numbers("price").raw
      #expect(raw[0] == 1.5 && raw[1].isNaN)
      #expect(rows.data.lists("genres")[0] == ["b", "a"])
      #expect(rows.data.labels[0].allSatisfy { $0.isNaN })
    }
    #expect(seen == 2)
    #expect(unknown.first { $0.feature == "user" }?.rows == 1)
  }

  /// Training rows, scored from their file, are encoded as they were.
  @Test func trainingRowsAreEncodedAsTheyWere() throws {
    let folder = try TestFolder(["t.csv": Self.train])
    let data = try schema(folder)
    let file = try ScoringFile(folder.path + "/t.csv", schema: data.schema, keeping: [])
    _ = try file.forEachWindow(folder.context) { rows in
      for feature in ["user", "ts.hour", "ts.weekday"] {
        for row in data.split.train.map(Int.init) {
          #expect(rows.data.ids(feature)[row] == data.ids(feature)[row])
        }
      }
      #expect(rows.data.numbers("price").transformed == data.numbers("price").transformed)
    }
  }

  /// New rows are read as the model's were: a word that means missing, dates that begin with the month,
  /// countries, and numbers whose commas stand between thousands.
  @Test func valuesAreReadAsTheModelsWere() throws {
    let rows = (0..<60).map { row in
      [
        "\(row % 6 == 0 ? "-1" : "\(row),250")", "3/\(row % 28 + 1)/2024",
        ["NA", "DE", "FR"][row % 3], "\(row % 2)",
      ].joined(separator: ";")
    }
    let folder = try TestFolder([
      "t.csv": "price;day;country;click\n" + rows.joined(separator: "\n"),
      "new.csv": "price;day;country\n-1;5/6/2024;NA\n9,250;2024-05-06;NA\nmuch;soon;XX\n",
    ])
    let words = ["--missing", "-1", "--time", "day", "--thousands", ","]
    let data = try OptionParser.parse(CSV.self, ["t.csv", "--label", "click"] + words)
      .load(from: folder.context)
    #expect(data.notes.contains(.dates(column: "day", dayFirst: false)))
    let file = try ScoringFile(folder.path + "/new.csv", schema: data.schema, keeping: [])
    let (unknown, _) = try file.forEachWindow(folder.context) { rows in
      let price = rows.data.numbers("price").raw
      #expect(price[0].isNaN && price[1] == 9_250 && price[2].isNaN)
      #expect(rows.data.words("day.weekday") == ["Mon", "Mon", "·"])
      #expect(rows.data.words("country").prefix(2) == ["NA", "NA"])
    }
    #expect(unknown.map(\.feature) == ["price", "day.weekday", "country"])
    #expect(unknown.allSatisfy { $0.rows == 1 })
  }

  /// Times in seconds, of a model that was trained on milliseconds, and the other way round; test files too.
  @Test(arguments: [(1_000, 1), (1, 1_000), (1_000_000, 1), (1, 1_000_000_000)])
  func timesMayBeInAnotherUnit(unit: Int, other: Int) throws {
    func text(_ unit: Int) -> String {
      "ts,click\n" + (0..<60).map { "\((1_700_000_000 + 3_600 * $0) * unit),\($0 % 2)\n" }.joined()
    }
    let folder = try TestFolder(["t.csv": text(unit), "new.csv": text(other)])
    let data = try folder.csv("t.csv", "--label", "click", "--test", "new.csv")
    let hours = (0..<60).map { "\((22 + $0) % 24)" }
    #expect(data.words("ts.hour") == hours + hours)
    let file = try ScoringFile(folder.path + "/new.csv", schema: data.schema, keeping: [])
    let (unknown, notes) = try file.forEachWindow(folder.context) { rows in
      #expect(rows.data.words("ts.hour") == hours)
    }
    #expect(unknown.isEmpty)
    #expect(notes == [.otherUnits(column: "ts", [], rows: 60)])
    let same = try ScoringFile(folder.path + "/t.csv", schema: data.schema, keeping: [])
    #expect(try same.forEachWindow(folder.context) { _ in }.notes.isEmpty)
  }

  @Test func aCountryIsOneInAFileOfItsOwn() throws {
    let rows = (0..<60).map { "\(["NA", "DE", "FR"][$0 % 3]),\($0 % 2)\n" }.joined()
    let folder = try TestFolder([
      "t.csv": "country,click\n" + rows, "new.csv": "country,x\nNA,1\n?,2\n",
    ])
    let data = try folder.csv("t.csv", "--label", "click")
    let file = try ScoringFile(folder.path + "/new.csv", schema: data.schema, keeping: [])
    _ = try file.forEachWindow(folder.context) { rows in
      #expect(rows.data.words("country") == ["NA", "·"])
    }
  }

  @Test func aFileWithoutAHeaderIsSaidToBeOne() throws {
    let folder = try TestFolder(["t.csv": Self.train, "new.csv": "1,2,3,4\n5,6,7,8\n"])
    let data = try schema(folder)
    let error = dataError {
      try ScoringFile(folder.path + "/new.csv", schema: data.schema, keeping: [])
        .forEachWindow(folder.context) { _ in }
    }
    guard case .unknown(.modelFeatureWithoutHeader, _, _) = error?.fault else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.file == folder.path + "/new.csv")
  }

  /// A bad row is left out and counted; the others keep their numbers.
  @Test func rowsAreNumberedByTheirLines() throws {
    let folder = try TestFolder(["t.csv": Self.train])
    let data = try schema(folder)
    let lines = Self.train.split(separator: "\n")
    try folder.write(
      Array((lines[0...20] + ["u1,2"] + lines[21...40]).joined(separator: "\n").utf8), "new.csv")
    var numbers: [Int] = []
    let file = try ScoringFile(folder.path + "/new.csv", schema: data.schema, keeping: [])
    let (_, notes) = try file.forEachWindow(folder.context) { numbers += $0.numbers }
    #expect(numbers == Array(1...20) + Array(22...41))
    #expect(notes.badRow(of: "new.csv")?.line == 22)
  }

  /// A file of many windows: its rows pass by in order, a few at a time.
  @Test func aLongFileIsReadWindowByWindow() throws {
    let folder = try TestFolder(["t.csv": Self.train])
    let data = try schema(folder)
    let rows = Self.train.split(separator: "\n").dropFirst()
    let text =
      "user,ts,genres,price,click\n"
      + String(repeating: rows.joined(separator: "\n") + "\n", count: 500)
    try folder.write(Array(text.utf8), "new.csv")
    var (windows, next) = (0, 1)
    let file = try ScoringFile(folder.path + "/new.csv", schema: data.schema, keeping: [])
    _ = try file.forEachWindow(folder.context) { rows in
      windows += 1
      #expect(rows.numbers == Array(next..<next + rows.numbers.count))
      next += rows.numbers.count
    }
    #expect(next == 30_001 && windows > 3)
  }

  @Test func aMissingFeatureIsNamed() throws {
    let folder = try TestFolder(["t.csv": Self.train, "new.csv": "user,price\nu1,2\n"])
    let data = try schema(folder)
    let error = dataError {
      try ScoringFile(folder.path + "/new.csv", schema: data.schema, keeping: [])
        .forEachWindow(folder.context) { _ in }
    }
    #expect(
      error?.fault == .unknown(.modelFeature, "ts.hour", known: ["user", "price"])
        || error?.fault == .unknown(.modelFeature, "genres", known: ["user", "price"]))
  }
}
