import DataSets
import Display
import TestSupport
import Testing

@testable import Language

/// Every fault of data, with the sentence and the way out that a person reads.
private let dataErrors: [DataError] =
  [
    DataError(
      .search(
        .file(
          "adult.data", given: nil, tried: ["/a/data/adult/adult.data", "/data/adult/adult.data"],
          source: "adult", origin: Adult.origin))),
    DataError(
      .search(
        .file(
          "train.txt", given: "~/criteo", tried: ["/a/criteo/train.txt"], source: "criteo",
          origin: Criteo.origin)), file: "~/criteo"),
    DataError(
      .search(
        .companion(
          "u.user", tried: "/a/movielens/u.user", source: "movielens", origin: MovieLens.origin)),
      file: "/a/u.data"),
    DataError(
      .search(.named("clicks.csv", isFolder: false, tried: ["/a/clicks.csv"])), file: "clicks.csv"),
    DataError(.search(.named("a", isFolder: true, tried: ["/a"])), file: "a"),
    DataError(
      .search(.folder("ml-25m", tables: ["movies.csv", "ratings.csv"])), file: "ml-25m"),
    DataError(.search(.folderOf("clicks", pattern: "clicks/**/*.parquet")), file: "clicks"),
    DataError(.engine(.absent)), DataError(.engine(.notStarted("/usr/bin/duckdb"))),
    DataError(.engine(.failed("Catalog Error: Table with name nothing does not exist!"))),
    DataError(.engine(.noRow)), DataError(.predictions(.wrongCount(3, expected: 7))),
    DataError(.predictions(.noRow(8))),
    DataError(.predictions(.noTask("buy", columns: ["row", "click"]))),
    DataError(.predictions(.notAProbability(column: "click"))),
    DataError(.wrongWeight(column: "w"), file: "/a/clicks.csv", line: 7),
    DataError(.noWeight(column: "w"), file: "/a/clicks.csv", line: 1),
    DataError(.search(.frame("df", known: nil))), DataError(.search(.frame("df", known: []))),
    DataError(.search(.frame("df", known: ["clicks", "users"]))),
    DataError(.noFeature(columns: ["click", "id"]), file: "/a/clicks.csv", line: 1),
  ]
  + [
    .missing, .notPlain, .notReadable, .foreign(.zip), .foreign(.parquet),
    .damagedArchive(at: 12_345, of: 50_000), .followedArchive(at: 12_345, of: 12_346), .failing,
    .empty, .noRow,
    .damagedFrame, .tooManyRows(limit: 2_147_483_647), .longRecord(limit: 67_108_864),
  ].map { DataError(.file($0), file: "/a/clicks.csv", line: 1) }
  + [
    .other(expected: ["id", "click"]), .lacks(["click"]), .lacks(["click", "buy"]), .doubled("id"),
    .damaged(column: 2, hasZeroByte: true),
    .damaged(column: 2, hasZeroByte: false),
  ].map { DataError(.header($0), file: "/a/clicks.csv", line: 1) }
  + reasons.map { DataError(.row($0, others: 0), file: "/a/clicks.csv", line: 7) }
  + [DataError(.row(reasons[0], others: 4), file: "/a/clicks.csv", line: 7)]
  + [
    .column, .task(source: "adult"), .label, .field(source: "ali-ccp"), .splitField, .modelFeature,
    .modelFeatureWithoutHeader, .modelTask,
  ].map { DataError(.unknown($0, "x", known: ["a", "b"])) }
  + [
    .label(
      .notBinary(
        LabelValues(
          label: "y", words: ["a", "b", "c"], count: 3, odd: "c", oddRows: 30, rows: 90,
          isNumeric: false, middle: nil))),
    .label(
      .notBinary(
        LabelValues(
          label: "y", words: ["0", "1", "50"], count: 3, odd: "50", oddRows: 1, rows: 90,
          isNumeric: true, middle: 1))),
    .label(
      .notBinary(
        LabelValues(
          label: "y", words: ["1", "2", "3", "4", "5"], count: 5, odd: "2", oddRows: 30, rows: 90,
          isNumeric: true, middle: 3))),
    .label(.noValue("y")), .label(.notComparable("a>x", word: "x")),
    .split(.emptyPart(.test, column: nil, bounds: [])),
    .split(.emptyPart(.test, column: "day", bounds: ["20240108", "20240109"])),
    .split(.emptyPart(.test, column: "who", bounds: [])), .split(.noTime(column: "ts", word: "x")),
    .unknown(.columnBehind(separator: 9, isRecognised: true), "click", known: ["a;b"]),
    .unknown(.columnBehind(separator: 32, isRecognised: false), "click", known: ["a click"]),
    .unknown(.columnBehind(separator: 1, isRecognised: false), "click", known: ["a click"]),
    .unknown(.columnWithoutHeader, "click", known: ["column1"]),
    .label(.twoSpellings("y", word: "é")),
    .split(.noTrainingRow(column: "day", bounds: ["20240108", "20240109"])),
    .split(.ambiguousDates(column: "the day")), .split(.noPart(column: "part", word: "dev")),
    .mismatch(.feature("age", inData: .numeric, inModel: .categorical)),
    .mismatch(.feature("age", inData: .categorical, inModel: .numeric)),
    .mismatch(.feature("tags", inData: .categorical, inModel: .multiple)),
    .mismatch(.task("y", inData: .binary, inModel: .regression)),
    .storage(.folderNotMade("/c")), .storage(.fileNotMade(folder: "/c")),
    .storage(.noRoom(folder: "/c")), .storage(.notWritten("/c/a.part")),
    .storage(.notReadAgain("/c/a.columns")), .storage(.cutShort("/c/a.columns")),
  ].map { DataError($0) }

private let reasons: [BadRow.Reason] =
  [
    .fieldCount(expected: 2, found: 1), .unclosedQuote(field: 2), .textAfterQuote(field: 2),
    .hugeField(2, limit: 1_048_576), .notUTF8(column: "color"), .zeroByte(column: "color"),
  ]
  + [
    .words(["0", "1"]), .number, .hexadecimal(digits: 16), .featureCount, .listLength(2), .items,
    .index(file: "common.csv"),
  ].map { .unexpected(column: "size", word: "big", expected: $0) }

private let dataNotes: [DataNote] = [
  .leftOut(["fnlwgt", "id"], because: nil), .leftOut(["play"], because: .outcomes),
  .leftOut(["ocr"], because: .sequences), .guessed(["a", "b"], isNumeric: true),
  .guessed(["c"], isNumeric: false), .meaning(label: "y", one: "yes", zero: "no"),
  .labelColumns(label: "rating>=4", ["rating"]),
  .labelColumns(label: "watch/length>0.7", ["watch", "length"]),
  .unlabelled(task: "y", rows: 3), .unmatched(1, of: 30, key: "user"),
  .dropped(2, file: "skeleton.csv", with: "conversion", without: "click"),
  .readOnly(["/a/census-income.data"], of: 2), .limitedTest(rows: 1_000), .weightedLists,
  .form(TextForm()), .taken(["a", "b"], .numbers), .taken(["a"], .mostlyNumbers),
  .taken(["ts"], .times), .taken(["user_id"], .name), .taken(["user"], .largeNumbers),
  .taken(["user"], .denseCodes), .taken(["zip part"], .leadingZeros), .taken(["tab"], .fewValues),
  .taken((0..<3_000).map { "f\($0)" }, .words),
  .style(column: "price", NumberStyle(decimal: 44, thousands: 46, sign: "€")),
  .style(column: "rate", NumberStyle(sign: "%")),
  .strays(column: "price", [WordLine(word: "n.a.", line: 7)], rows: 2),
  .oddTimes(column: "ts", [WordLine(word: "soon", line: 7)], rows: 1),
  .otherUnits(column: "ts", [WordLine(word: "1700000000", line: 7)], rows: 1),
  .otherUnits(column: "ts", [], rows: 60),
  .mixed(column: "size", [WordLine(word: "a 1", line: 2)], rows: 10, of: 30),
  .mixed(column: "price", [WordLine(word: "1.549,00", line: 2)], rows: 10, of: 30),
  .dates(column: "day", dayFirst: true), .dates(column: "a day", dayFirst: false),
  .ambiguousDates(column: "day"), .twins(column: "user", "3", "3.0"),
  .roundedIDs(column: "user_id", "1.23457E+11"),
  .missingWords([MissingWord(word: "NA", column: "city", rows: 3)]), .country(column: "country"),
  .rowNumbers, .lists(column: "genres", separator: "|", items: 18),
  .spellings(label: "y", ["Yes", "yes"]), .split(SplitNote(.official)), .split(SplitNote(.random)),
  .split(SplitNote(.random, hasTestFile: true)), .split(SplitNote(.ordered)),
  .split(SplitNote(.group, column: "user", groups: [80, 11, 9])),
  .split(SplitNote(.column, column: "part")),
  .split(SplitNote(.column, column: "day", bounds: ["20240108", "20240109"])),
  .split(SplitNote(.column, column: "day", bounds: ["20240108"], withoutValue: 1)),
  .split(SplitNote(.group, column: "user", groups: [8, 1, 1], withoutValue: 1_234)),
  .split(SplitNote(.time, column: "ts", bounds: ["1", "1700000000000"])), .sampled(50, of: 2_000),
  .kept(["impression_id"]), .weighted(column: "w"),
  .suspicion(.tellsLabel(feature: "copy", task: "click", auc: 0.9987)),
  .suspicion(.knownAfter(feature: "seconds", task: "click")),
  .suspicion(.namedAfter(feature: "watch_time")), .suspicion(.uniquePerRow(feature: "id")),
  .suspicion(.constant(feature: "unit")), .suspicion(.noValue(feature: "a b")),
  .suspicion(.constantLabel(task: "buy", value: 0)), .suspicion(.fewRows(9)),
  .suspicion(.repeatedRows(.test, rows: 40, of: 100, column: "user")),
  .suspicion(.sameLabels("a", "b")), .suspicion(.oppositeLabels("a", "b")),
  .suspicion(.splitColumn("day")), .suspicion(.groupColumn("user")),
  .suspicion(.unknownWords(feature: "user", .test, share: 0.9)),
  .derived(task: "income", seed: 3), .confidences(correlation: 0.98765, labels: 0.9376),
  .sentence("As it was."),
]

@Test func errorsOfDataHaveSentences() {
  let texts = dataErrors.map { error in
    let complaint = Complaint(error as any Error)
    return [complaint.kind.rawValue + ": " + complaint.sentence, complaint.wayOut]
      .compactMap { $0 }.joined(separator: "\n")
  }
  expectGolden(texts.joined(separator: "\n\n") + "\n", "data-errors.txt")
}

@Test func notesOfDataHaveSentences() {
  expectGolden(dataNotes.map(\.sentence).joined(separator: "\n") + "\n", "data-notes.txt")
}

@Test func everySourceSaysHowToGetItsFiles() {
  let texts = dataSources.map {
    Wrapped.text($0.origin.sentence(of: $0.name), indent: 0, hanging: 0)
  }
  expectGolden(texts.joined(separator: "\n\n") + "\n", "data-origins.txt")
}

/// A loaded file's bad rows, which only reading can count.
@Test func badRowsAreToldWithTheirLines() throws {
  let folder = try ScratchFolder()
  try folder.write("a,y\n" + String(repeating: "1,0\n2,1\n", count: 40) + "3\n4\n", to: "t.csv")
  let notebook = try Notebook("load csv '\(folder.path)/t.csv' --label y")
  let note =
    "2 rows of t.csv could not be read. Line 82: Expected 2 fields, found 1. "
    + "Line 83: Expected 2 fields, found 1."
  #expect(notebook.figures.first?.plainText.replacing("\n  ", with: " ").contains(note) == true)
}
