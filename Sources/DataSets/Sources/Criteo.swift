package import ArgumentParser

/// Criteo's display advertising logs: clicks on advertisements.
///
/// `train.txt` of the Kaggle challenge of 2014 and the days of the terabyte set have the same
/// layout: tabs between a label, 13 counts I1 … I13 and 26 hashed words C1 … C26, no header, empty
/// for missing. `test.txt` has no label, so its rows can only be predicted. A CSV variant has a
/// header, and perhaps a column `Id`. Rows are in order of time: the first 80 % are for training,
/// then a tenth each for validation and test, unless another split is asked for.
package struct Criteo: DataSource {
  package static let name = "criteo"
  package static let summary = "Criteo's clicks on advertisements: 13 counts, 26 hashed words."
  package static let origin = DataOrigin.published([
    PublishedFiles(
      "train.txt", of: "the Kaggle set (45 million rows) or the terabyte set",
      at: "https://ailab.criteo.com/ressources/")
  ])
  package static let examples = [
    SourceExample(meaning: "One task: click."),
    SourceExample(
      ["min-count": "10", "numeric-form": "criteo-log"],
      meaning: "Rare words share an id, counts are cut into bins."),
  ]

  package static var taskNames: [String] { ["click"] }

  @OptionGroup package var options: SourceOptions

  package init() {}

  /// Checks the paths and tasks.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    try options.check(Self.self, takes: .folderOrFiles(1))
  }

  private static let counts = (1...13).map { "I\($0)" }
  private static let words = (1...26).map { "C\($0)" }
  private static let files = [
    "train.txt", "train.txt.gz", "train.csv", "train.csv.gz", "criteo-train-10k.txt.gz",
  ]

  /// The file of impressions.
  ///
  /// - Throws: `DataError` if a file is missing.
  package func files(in folders: DataFolders) throws(DataError) -> [String] {
    [try folders.file(anyOf: Self.files, of: Self.self, given: options.paths.first)]
  }

  /// Reads labels, counts and hashed words, in file order.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  package func read(_ files: [String], _ context: LoadContext) throws -> RawData {
    let start = try TextStart(of: files[0])
    let hasHeader = start.words.contains("I1")
    let format = TextFormat(
      separator: start.separator, isQuoted: hasHeader, hasHeader: hasHeader, missing: [])
    let hasLabel = hasHeader ? start.words.contains(where: Self.isLabel) : start.words.count == 40
    let names = hasHeader ? [] : (hasLabel ? ["label"] : []) + Self.counts + Self.words
    var readings = Dictionary(
      uniqueKeysWithValues: Self.counts.map { ($0, TextTable.Reading.numbers) })
    for other in ["Id", "id"] { readings[other] = .nothing }
    let table = TextTable(names: names, readings: options.reading(readings))
    try table.append(
      file: files[0], format: format, limit: options.rows ?? .max, context: context)
    let features =
      try Self.counts.map { try table.number($0) }
      + Self.words.map { try table.feature($0) }
    let rows = table.rowCount
    var labels = RowNumbers.missing(rows: rows)
    if hasLabel, let index = table.names.firstIndex(where: Self.isLabel) {
      labels = try table.values(
        index, expected: .words(["0", "1"]), meaning: { ["0": 0, "1": 1][$0] })
    }
    let split = try options.split(of: table) {
      hasLabel ? Split(inOrder: rows) : Split(rows: rows) { _ in .test }
    }
    return RawData(
      source: Self.name, features: features, tasks: [Task(name: "click")], labels: [labels],
      split: split, notes: table.notes,
      options: "rows \(options.rows ?? 0)" + options.splitText, form: options.features.form)
  }

  private static func isLabel(_ name: String) -> Bool {
    ["label", "Label", "click"].contains(name)
  }
}
