package import ArgumentParser

/// Kevin Hillstrom's e-mail challenge: customers' visits and purchases after an e-mail.
///
/// 64,000 customers of 2008, one CSV file with a header. `treatment` (`segment` in the original
/// file) is the e-mail that was sent, at random. A conversion needs a visit, so the tasks are a
/// funnel. `spend` is an outcome and no feature. Of every ten rows in the file's order, the first
/// eight are for training, then one each for validation and test.
package struct Hillstrom: DataSource {
  package static let name = "hillstrom"
  package static let summary = "Visits and purchases of 64,000 customers after an e-mail, 2008."
  package static let origin = DataOrigin.published([
    PublishedFiles(
      "hillstrom.csv",
      at: "https://blog.minethatdata.com/2008/03/minethatdata-e-mail-analytics-and-data.html",
      originalName:
        "Kevin_Hillstrom_MineThatData_E-MailAnalytics_DataMiningChallenge_2008.03.20.csv")
  ])
  package static let examples = [
    SourceExample(meaning: "Two tasks, a funnel: visit and conversion.")
  ]

  package static var taskNames: [String] { tasks }

  @OptionGroup package var options: SourceOptions

  package init() {}

  /// Checks the paths and tasks.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    try options.check(Self.self, takes: .folderOrFiles(1))
  }

  private static let tasks = ["visit", "conversion"]
  private static let numeric = ["recency", "history"]
  private static let categorical = [
    "history_segment", "mens", "womens", "zip_code", "newbie", "channel",
  ]

  /// The CSV file.
  ///
  /// - Throws: `DataError` if a file is missing.
  package func files(in folders: DataFolders) throws(DataError) -> [String] {
    [try folders.file("hillstrom.csv", of: Self.self, given: options.paths.first)]
  }

  /// Reads customers with visit and conversion.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  package func read(_ files: [String], _ context: LoadContext) throws -> RawData {
    let table = TextTable(
      readings: options.reading([
        "recency": .numbers, "history": .numbers, "spend": .nothing,
      ]))
    try table.append(
      file: files[0], format: TextFormat(missing: []), limit: options.rows ?? .max,
      context: context)
    let sent = table.names.contains("treatment") ? "treatment" : "segment"
    let features =
      try Self.numeric.map { try table.number($0) }
      + Self.categorical.map { try table.feature($0) } + [try table.feature(sent, as: "treatment")]
    let tasks = options.tasks.isEmpty ? Self.tasks : options.tasks
    let labels = try tasks.map { try table.binary($0) }
    return RawData(
      source: Self.name, features: features, tasks: tasks.map { Task(name: $0) }, labels: labels,
      split: try options.split(of: table) {
        Split(tenByTen: table.rowCount)
      },
      notes: [.leftOut(["spend"], because: nil)] + table.notes, options: options.text,
      form: options.features.form)
  }
}
