package import ArgumentParser
import Options

/// A delimited text file of the user's own.
///
/// Quoted fields as in RFC 4180; empty fields and the words of `--missing` are missing; blanks
/// around a field are dropped.
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

  @OptionGroup package var columns: ColumnOptions

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
    return try columns.data(of: table, source: Self.name, options, testRows: testRows)
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
      readings: options.parts.reading(columns.readings))
    try table.append(
      file: files[0], format: format, limit: options.rows ?? .max,
      context: context.part(0, files.count))
    if files.count == 1 { return (table, nil) }
    let trainRows = table.rowCount
    try table.append(file: files[1], format: format, context: context.part(1, 2))
    return (table, table.rowCount - trainRows)
  }
}
