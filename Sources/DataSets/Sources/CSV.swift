package import ArgumentParser
import Options

/// A delimited text file of the user's own.
///
/// Quoted fields as in RFC 4180; empty fields and the words of `--missing` are missing; blanks
/// around a field are dropped. A column is numeric when all its values are numbers and more than
/// twenty of them differ, else categorical; `--numeric` and `--categorical` overrule the guess.
package struct CSV: DataSource {
  package static let name = "csv"
  package static let summary = "A table of your own, comma-separated or otherwise delimited."
  package static let origin = DataOrigin.own
  package static let examples = [
    SourceExample(file: "clicks.csv", ["label": "click buy"], meaning: "Two binary tasks."),
    SourceExample(
      file: "log.tsv", ["separator": "tab", "label": "like", "ignore": "time"],
      meaning: "Tabs between fields; a column left out."),
  ]

  @OptionGroup package var options: SourceOptions

  @Option(
    parsing: .upToNextOption,
    help: "Columns to learn, each a binary task: 0 and 1, false and true, or any two words.")
  package var label: [String] = []

  @Option(parsing: .upToNextOption, help: "Columns to learn as real values.")
  package var regression: [String] = []

  @Option(parsing: .upToNextOption, help: "Columns to read as numbers.")
  package var numeric: [String] = []

  @Option(parsing: .upToNextOption, help: "Columns to read as categories.")
  package var categorical: [String] = []

  @Option(parsing: .upToNextOption, help: "Columns to leave out.")
  package var ignore: [String] = []

  @Option(
    parsing: .unconditional, help: "What stands between fields: one character, or the word tab.")
  package var separator = ","

  @Flag(help: "The first line is data; columns are called column1, column2, …")
  package var noHeader = false

  @Option(
    parsing: .upToNextOption, help: "Names of the columns, of a file whose first line is data.")
  package var names: [String] = []

  @Option(help: "A file of test rows; without it a tenth of the rows, drawn by the seed.")
  package var test: String?

  @Option(parsing: .upToNextOption, help: "Words that mean \"missing\", beside the empty one.")
  package var missing = ["?", "NA", "NaN", "null"]

  package init() {}

  package func validate() throws {
    if options.paths.count != 1 { throw SourceFault.wrongPaths(Self.name, takes: .file) }
    if label.isEmpty, regression.isEmpty { throw SourceFault.noLabel }
    if let column = (label + regression + numeric + categorical + ignore).firstRepeated {
      throw SourceFault.columnTwice(column)
    }
    if separatorByte == nil { throw SourceFault.wrongSeparator }
    if let name = names.firstRepeated { throw OptionFault.repeated(option: "names", value: name) }
  }

  private var separatorByte: UInt8? {
    if ["tab", "\\t"].contains(separator) { return UInt8(ascii: "\t") }
    let bytes = Array(separator.utf8)
    let isUsable = bytes.count == 1 && !["\n", "\r", "\""].contains(separator) && bytes[0] < 0x80
    return isUsable && bytes[0] != 0 ? bytes[0] : nil
  }

  package func files(in folders: DataFolders) throws(DataError) -> [String] {
    try (options.paths + [test].compactMap { $0 }).map { path throws(DataError) in
      try folders.file(named: path)
    }
  }

  package func read(_ files: [String], _ context: LoadContext) throws -> RawData {
    let (table, testRows) = try table(files, context)
    let (tasks, labels, labelNotes) = try labels(of: table)
    let (features, featureNotes) = try features(of: table)
    let split = try options.parts.rows(of: table, seed: options.seed) {
      Split(shuffling: table.rowCount, seed: options.seed, testRows: testRows)
    }
    let missing = zip(tasks, labels).compactMap { task, values -> DataNote? in
      let count = (0..<values.count).count { values[$0].isNaN }
      return count > 0 ? .unlabelled(task: task.name, rows: count) : nil
    }
    return RawData(
      source: Self.name, features: features, tasks: tasks, labels: labels, split: split,
      notes: labelNotes + missing + featureNotes + table.notes,
      options: "seed \(options.seed)" + options.parts.text,
      form: options.features.form)
  }

  /// Reads the file and, with `--test`, the test file after it.
  private func table(
    _ files: [String], _ context: LoadContext
  ) throws -> (table: TextTable, testRows: Int?) {
    let format = TextFormat(
      separator: separatorByte ?? UInt8(ascii: ","), hasHeader: !noHeader && names.isEmpty,
      missing: missing)
    let table = TextTable(
      names: names,
      readings: options.parts.reading(
        Dictionary(
          uniqueKeysWithValues: (numeric + regression).map { ($0, .numbers) }
            + ignore.map { ($0, .nothing) })))
    try table.append(
      file: files[0], format: format, limit: options.rows ?? .max,
      context: context.part(0, files.count))
    if files.count == 1 { return (table, nil) }
    let trainRows = table.rowCount
    try table.append(file: files[1], format: format, context: context.part(1, 2))
    return (table, table.rowCount - trainRows)
  }

  /// The columns to learn, in the order asked for: `--tasks`, else `--label`, then `--regression`.
  private func labelNames() throws(DataError) -> [String] {
    let named = (label + regression).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    if let stranger = options.tasks.first(where: { !named.contains($0) }) {
      throw DataError(.unknown(.label, stranger, known: named))
    }
    return options.tasks.isEmpty ? named : options.tasks
  }

  private func labels(
    of table: TextTable
  ) throws -> (tasks: [Task], values: [RowNumbers], notes: [DataNote]) {
    var tasks: [Task] = []
    var values: [RowNumbers] = []
    var notes: [DataNote] = []
    for name in try labelNames() {
      let column = try table.index(of: name)
      if regression.contains(name) {
        tasks.append(Task(name: name, kind: .regression))
        values.append(try table.numbers(column))
      } else {
        let meaning = try BinaryMeaning(of: column, in: table)
        tasks.append(Task(name: name))
        values.append(
          try table.values(column, expected: .words(["0", "1"]), meaning: { meaning.values[$0] }))
        if let note = meaning.note { notes.append(note) }
      }
    }
    return (tasks, values, notes)
  }

  /// All columns that are neither labels nor ignored, and a note on what was guessed.
  private func features(
    of table: TextTable
  ) throws -> (features: [RawFeature], notes: [DataNote]) {
    for name in numeric + categorical + ignore { _ = try table.index(of: name) }
    let left = Set(label + regression + ignore)
    var features: [RawFeature] = []
    var guessed: [(name: String, isNumeric: Bool)] = []
    for (column, name) in table.names.enumerated() where !left.contains(name) {
      var isNumeric = numeric.contains(name)
      if !isNumeric, !categorical.contains(name) {
        isNumeric = looksNumeric(try table.distinctWords(column))
        guessed.append((name, isNumeric))
      }
      features.append(isNumeric ? try table.number(name) : try table.feature(name))
    }
    if features.isEmpty {
      throw DataError(.noFeature, file: table.place(ofRow: 0).file, line: 1)
    }
    let notes = [true, false].compactMap { isNumeric -> DataNote? in
      let names = guessed.filter { $0.isNumeric == isNumeric }.map(\.name)
      return names.isEmpty ? nil : .guessed(names, isNumeric: isNumeric)
    }
    return (features, notes)
  }

  private func looksNumeric(_ words: [String]) -> Bool {
    words.count > 20 && words.allSatisfy { TextTable.number($0) != nil }
  }
}
