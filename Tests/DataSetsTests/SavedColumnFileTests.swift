import CZlib
import DataSets
import FoundationEssentials
import Glibc
import Numbers
import Options
import Testing

/// A columnar file that version 0.1.0 wrote: it is found, and opens.
///
/// `Tests/Saved/README.md` says how it was made.
@Suite struct SavedColumnFileTests {
  private static let text =
    "size,color,city,like,click\n"
    + (0..<900).map { row in
      "\(row % 7 == 0 ? "" : "\(row % 100).5"),\(["red", "blue", ""][row % 3]),c\(row * row % 53),"
        + "\((row / 3) % 2),\(row % 2)"
    }.joined(separator: "\n")

  private static let words = [
    "t.csv", "--label", "click", "like", "--numeric", "size", "--numeric-form", "value-and-bins",
    "--bins", "4", "--min-count", "3", "--hash-buckets", "100", "--split", "group", "--split-by",
    "color", "--ratio", "7", "2", "1.5", "--missing", "?", "a\"b", "--seed",
    "18446744073709551615", "--rows", "850",
  ]

  /// What version 0.1.0 took from the debug output of the parsed options.
  private static let options = """
    _options SourceOptions(_paths: ["t.csv"], _tasks: [], _rows: Optional(850), \
    _seed: 18446744073709551615, _features: FeatureOptions(_minCount: 3, \
    _hashBuckets: Optional(100), _numericForm: valueAndBins, _bins: 4), _parts: \
    SplitOptions(_split: group, _ratio: [7.0, 2.0, 1.5], _splitBy: Optional("color"), \
    _validationFrom: nil, _testFrom: nil))
    _label ["click", "like"]
    _regression []
    _numeric ["size"]
    _categorical []
    _ignore []
    _separator ,
    _noHeader false
    _names []
    _test nil
    _missing ["?", "a\\"b"]
    """

  @Test func fileIsFoundAndOpens() throws {
    let folder = try TestFolder(["t.csv": Self.text])
    var times = [timespec(tv_sec: 1_700_000_000, tv_nsec: 123_456_789)]
    times.append(times[0])
    #expect(utimensat(AT_FDCWD, folder.path + "/t.csv", &times, 0) == 0)
    var name = Digest()
    for part in ["csv", Self.options, folder.path + "/t.csv"] { name.update(part) }
    let saved = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Saved/table.columns")
    try folder.write(
      Array(try Data(contentsOf: saved)), "cache/csv-\(name.hexadecimal().prefix(16)).columns")

    var context = folder.filingContext
    context.progress = { _ in Issue.record("The text was read.") }
    let source = try OptionParser.parse(CSV.self, Self.words)
    #expect(OptionText.of(source) == Self.options)
    let data = try source.load(from: context)
    #expect(folder.names(in: "cache").count == 1)
    #expect(data.file != nil && data.rowCount == 850)
    #expect(
      data.fingerprint == "a8c3dd4ff3dac14d933037ec0513af2537df0eb0d701f371b21d76ade5d1c233")
    for row in 0..<850 {
      #expect(data.labels[0][row] == Float(row % 2) && data.labels[1][row] == Float((row / 3) % 2))
    }
    let ids = data.ids("city")
    for row in 53..<850 { #expect(ids[row] == ids[row - 53]) }
    #expect(Set(ids).count == 27)
    // All colors fell into the training part, which the text is refused for by now.
    #expect(data.split.train.count == 850)
    #expect(
      throws: DataError(
        .split(.emptyPart(.validation, column: "color", bounds: [])), file: folder.path + "/t.csv",
        line: 1)
    ) { try source.load(from: folder.context) }
  }
}
