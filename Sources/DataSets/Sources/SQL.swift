package import ArgumentParser
import Options

/// The rows of an SQL statement, which DuckDB runs.
///
/// It writes them to a temporary file, which is read as a table of the user's own is. The statement
/// and the sizes and times of the files it names are a part of the fingerprint.
package struct SQL: DataSource {
  package static let name = "sql"
  package static let summary = "The rows of an SQL statement over files or databases, by DuckDB."
  package static let origin = DataOrigin.engine
  package static let argumentHelp: String? = "The statement, in quotes."
  package static let examples = [
    SourceExample(
      file: "\"SELECT * FROM 'clicks/*.parquet' WHERE day < 8\"", ["label": "click"],
      meaning: "Parquet files, filtered.")
  ]

  @OptionGroup package var options: SourceOptions
  @OptionGroup package var columns: ColumnOptions

  package init() {}

  /// Checks that there is one statement.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    if options.paths.count != 1 { throw SourceFault.wrongPaths(Self.name, takes: .statement) }
  }

  package var isChecked: Bool { !columns.kinds.noChecks }

  /// The files that the statement reads.
  package func files(in folders: DataFolders) -> [String] {
    DuckDB.files(in: options.paths.first ?? "", from: folders.currentFolder)
  }

  /// Runs the statement and reads its rows.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  package func read(_ files: [String], _ context: LoadContext) throws -> RawData {
    try QueryRows(statement: options.paths.first ?? "", source: Self.name, files)
      .data(columns, options, context)
  }
}
