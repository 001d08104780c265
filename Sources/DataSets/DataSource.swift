package import ArgumentParser
import Numbers
import Options
package import System

/// Where data comes from: a type of its own in `Sources/`, and a word in `DataSources.swift`.
///
/// The type's options are all that a user may type after `load NAME`.
package protocol DataSource: ParsableArguments {
  /// The word after `load`.
  static var name: String { get }
  /// What it holds, one sentence.
  static var summary: String { get }
  /// Where its rows come from; shown in help and when files are not found.
  static var origin: DataOrigin { get }
  /// Whether the columns of large files are kept in a columnar file for the next time.
  static var keepsColumns: Bool { get }
  /// Whether `load` looks its rows over for likely mistakes.
  var isChecked: Bool { get }
  /// Options that work together, each with what they do.
  static var examples: [SourceExample] { get }
  /// Help on its argument, where that is not the files or the folder of a known data set.
  static var argumentHelp: String? { get }
  /// The tasks that `--tasks` may list; none if the rows or the options define them.
  static var taskNames: [String] { get }

  /// The files that it reads, from the root; none if it computes its rows.
  ///
  /// - Throws: `DataError` that says where it looked and how to get them.
  func files(in folders: DataFolders) throws(DataError) -> [String]

  /// Reads those files.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  func read(_ files: [String], _ context: LoadContext) throws -> RawData
}

extension DataSource {
  package static var keepsColumns: Bool { true }
  package var isChecked: Bool { false }
  package static var argumentHelp: String? { nil }
  package static var taskNames: [String] { [] }

  /// Reads the data: into memory, or if the files are large, into a columnar file that is mapped
  /// and found again at the next time.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  package func load(from context: LoadContext) throws -> DataSet {
    var data = try loaded(from: context)
    if isChecked {
      let check = try DataCheck(data, most: DataCheck.few, interrupt: context.interrupt)
      data.notes += check.suspicions.map { .suspicion($0) }
    }
    return data
  }

  private func loaded(from context: LoadContext) throws -> DataSet {
    let files = try files(in: context.folders)
    guard Self.keepsColumns, let cache = context.cache, cache.isLarge(files) else {
      return try DataSet(read(files, context), context)
    }
    let key = try ColumnFileKey(source: Self.name, files: files, options: OptionText.of(self))
    return try cache.dataSet(key, context) { context in
      try FittedData(read(files, context), context)
    }
  }
}

/// Options of a source that work together, and what they do.
package struct SourceExample: Sendable {
  /// A file of the user's own.
  package var file: String?
  /// Names of options, each with its words; a flag has none.
  package var options: KeyValuePairs<String, String>
  package var meaning: String

  /// An example of one line after `load`.
  package init(
    file: String? = nil, _ options: KeyValuePairs<String, String> = [:], meaning: String
  ) {
    self.file = file
    self.options = options
    self.meaning = meaning
  }
}

/// What a source needs from the outside: where to look for files, and whom to tell how far it is.
package struct LoadContext {
  package var folders: DataFolders
  /// Where columnar files are kept; without it everything is read into memory.
  package var cache: CacheFolder?
  /// Ends the loading; any thread of it looks every few milliseconds.
  package var interrupt: Interrupt
  /// Told how much of the input is read, from 0 to 1.
  package var progress: (Double) -> Void

  /// A context for `folders`; their environment names the cache unless `cache` is given.
  package init(
    folders: DataFolders = DataFolders(), cache: CacheFolder? = nil,
    interrupt: Interrupt = .never,
    progress: @escaping (Double) -> Void = { _ in }
  ) {
    self.folders = folders
    self.cache = cache ?? CacheFolder(folders.known)
    self.interrupt = interrupt
    self.progress = progress
  }

  /// Memory for the columns of files while they are read: the system may write it out if they are
  /// large.
  func memory(for files: [String]) throws(DataError) -> ColumnMemory {
    guard let cache, cache.isLarge(files) else { return ColumnMemory() }
    return try cache.temporaryFile()
  }

  /// The same for piece `index` of `count` equal pieces of work.
  package func part(_ index: Int, _ count: Int) -> LoadContext {
    part(Double(index) / Double(count)...Double(index + 1) / Double(count))
  }

  /// The same for a piece of work that begins and ends at those shares of the whole.
  func part(_ share: ClosedRange<Double>) -> LoadContext {
    LoadContext(folders: folders, cache: cache, interrupt: interrupt) { fraction in
      progress(share.lowerBound + fraction * (share.upperBound - share.lowerBound))
    }
  }
}

/// The options that all sources reading files have.
package struct SourceOptions: ParsableArguments {
  @Argument(help: "Files, or the folder that holds them; without it the data folders are searched.")
  package var paths: [String] = []

  @Option(parsing: .upToNextOption, help: "Tasks to learn, in this order.")
  package var tasks: [String] = []

  @Option(help: "Read only the first rows of the training data.")
  package var rows: Int?

  @Option(help: "Seed of everything drawn by chance, such as a split.")
  package var seed: UInt64 = 1

  @OptionGroup package var features: FeatureOptions

  @OptionGroup package var parts: SplitOptions

  @OptionGroup package var drawn: RowOptions

  package init() {}

  /// Checks the number of rows, and that no task is listed twice.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    try Bounds(from: 1).check("rows", rows)
    if let task = tasks.firstRepeated { throw OptionFault.repeated(option: "tasks", value: task) }
    if parts.split == .time, drawn.timeColumn == nil {
      throw OptionFault.needs(option: "split", value: "time", other: "time-column")
    }
    if parts.split != .time, drawn.timeColumn != nil {
      throw OptionFault.goesOnlyWith(option: "time-column", other: "split", value: "time")
    }
  }

  /// The split of a table's rows, and how it came about; `official` is what the source does by itself.
  ///
  /// - Throws: `DataError` if a column is not there, or a part that was asked for is empty.
  func split(
    of table: some SplitTable, testRows: Int? = nil, isRandom: Bool = false,
    official: () throws -> Split
  ) throws -> SplitRows {
    var result = try parts.rows(
      of: table, by: drawn.timeColumn ?? parts.splitBy, seed: seed, official: official)
    if isRandom, parts.split == .official {
      result.notes = [.split(SplitNote(.random, hasTestFile: testRows != nil))]
    }
    let most = table.rowCount - (testRows ?? 0)
    if let sample = drawn.sample, sample < most {
      var order = Array(0..<Int32(most))
      var random = RandomStream(seed: seed, purpose: "sample")
      random.shuffle(&order)
      result.rows = result.rows.without(order[sample...].sorted())
      result.notes.append(.sampled(sample, of: most))
    }
    return result
  }

  /// `readings` with the columns that the split looks at.
  func reading(_ readings: [String: TextTable.Reading]) -> [String: TextTable.Reading] {
    parts.reading(readings, time: drawn.timeColumn)
  }

  /// For the fingerprint: the tasks, the rows and the split asked for.
  var text: String { "tasks \(tasks) rows \(rows ?? 0) seed \(seed)" + splitText }

  /// For the fingerprint: the split asked for.
  var splitText: String { parts.text + drawn.text }

  /// Complains of tasks that a source does not have, and of paths that it does not take.
  func check(_ source: any DataSource.Type, takes paths: SourceFault.Paths) throws {
    let known = source.taskNames
    if let stranger = tasks.first(where: { !known.contains($0) }) {
      throw DataError(.unknown(.task(source: source.name), stranger, known: known))
    }
    if !paths.counts.contains(self.paths.count) {
      throw SourceFault.wrongPaths(source.name, takes: paths)
    }
  }
}

/// Options of the rows that came later than the others: without them, files keep their keys.
package struct RowOptions: QuietOptions {
  @Option(help: "Number of rows drawn at random, before the split (the seed fixes which).")
  package var sample: Int?

  @Option(help: ArgumentHelp("For the rule time: the column with the times.", valueName: "column"))
  package var timeColumn: String?

  package init() {}

  /// Checks the size of the sample.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws { try Bounds(from: 1).check("sample", sample) }

  /// For the fingerprint.
  var text: String {
    (sample.map { " sample \($0)" } ?? "") + (timeColumn.map { " time-column \($0)" } ?? "")
  }
}
