package import ArgumentParser
import FoundationEssentials

/// A frame of pandas or polars, handed over by the Python program behind this kernel.
///
/// That program names a folder in `DEPHN_FRAMES` when it starts the kernel, and writes frames into it.
/// Numbers of floating point are numeric and text, categories, truth values and times are
/// categorical, as their types say; of whole numbers the values decide, as in a file.
package struct Frame: DataSource {
  package static let name = "frame"
  package static let summary = "A pandas or polars frame that Python hands over, with its types."
  package static let origin = DataOrigin.python
  package static let keepsColumns = false
  package static let argumentHelp: String? =
    "Name of the frame, as in `%%dephn -i NAME` or `k.put(\"NAME\", …)`."
  package static let examples = [
    SourceExample(
      file: "df", ["label": "click buy"], meaning: "The frame `df` of `%%dephn -i df`."),
    SourceExample(
      file: "df", ["label": "click", "categorical": "user_id"],
      meaning: "A column of whole numbers that are names."),
  ]

  @OptionGroup package var options: SourceOptions
  @OptionGroup package var columns: ColumnOptions

  package init() {}

  /// Checks that one frame is named.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    if options.paths.count != 1 { throw SourceFault.wrongPaths(Self.name, takes: .frame) }
  }

  package var isChecked: Bool { !columns.kinds.noChecks }

  /// The file that holds the frame.
  ///
  /// - Throws: `DataError` if a file is missing.
  package func files(in folders: DataFolders) throws(DataError) -> [String] {
    let name = options.paths.first ?? ""
    guard let folder = folders.frames else {
      throw DataError(.search(.frame(name, known: nil)))
    }
    let ending = ".frame"
    let known = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
    guard known.contains(name) else { throw DataError(.search(.frame(name, known: known))) }
    return ["\(folder)/\(name)\(ending)"]
  }

  /// Reads the columns with the types of the frame.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  package func read(_ files: [String], _ context: LoadContext) throws -> RawData {
    let ignored = columns.readings.filter { $0.value == .nothing }
    let table = TextTable(readings: options.reading(ignored))
    try table.take(frame: files[0], limit: options.rows ?? .max, context: context)
    return try columns.data(of: table, source: Self.name, options)
  }
}
