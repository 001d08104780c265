package import ArgumentParser
import Options
import System

/// Parquet files, which DuckDB reads.
package struct Parquet: DataSource {
  package static let name = "parquet"
  package static let summary = "Parquet files of your own, read by DuckDB."
  package static let origin = DataOrigin.engine
  package static let argumentHelp: String? = "The files of one table; * stands for any characters."
  package static let examples = [
    SourceExample(file: "clicks.parquet", ["label": "click"], meaning: "All columns and rows."),
    SourceExample(file: "'clicks/*.parquet'", ["label": "click"], meaning: "Files of one table."),
  ]

  @OptionGroup package var options: SourceOptions
  @OptionGroup package var columns: ColumnOptions

  package init() {}

  /// Checks that there is a file.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    if options.paths.isEmpty { throw SourceFault.wrongPaths(Self.name, takes: .files) }
  }

  package var isChecked: Bool { !columns.kinds.noChecks }

  /// The files, wildcards expanded.
  ///
  /// - Throws: `DataError` if a file is missing.
  package func files(in folders: DataFolders) throws(DataError) -> [String] {
    var files: [String] = []
    for path in options.paths {
      let found = path.contains("*") ? Wildcards.files(folders.absolute(path)) : []
      files += found.isEmpty ? [try file(path, folders)] : found
    }
    return files
  }

  /// A file; of a folder with Parquet files the error names the pattern that reads them.
  private func file(_ path: String, _ folders: DataFolders) throws(DataError) -> String {
    do throws(DataError) { return try folders.file(named: path) } catch {
      let pattern = ["*.parquet", "**/*.parquet"].map { Folders.path($0, in: path) }
        .first { !Wildcards.files(folders.absolute($0)).isEmpty }
      guard let pattern else { throw error }
      throw DataError(.search(.folderOf(path, pattern: pattern)), file: path)
    }
  }

  /// Reads the rows of all files.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  package func read(_ files: [String], _ context: LoadContext) throws -> RawData {
    let list = files.map { "'\($0.replacing("'", with: "''"))'" }.joined(separator: ", ")
    return try QueryRows(
      statement: "SELECT * FROM read_parquet([\(list)])", source: Self.name, files
    ).data(columns, options, context)
  }
}
