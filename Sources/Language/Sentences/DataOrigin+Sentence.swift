import DataSets
import Display

extension DataOrigin {
  /// How to get the files of a source, for help and for an error that did not find them.
  func sentence(of source: String) -> String {
    switch self {
    case .own: return "Name the file: `load \(source) FILE --label COLUMN`."
    case .engine:
      return "DuckDB's program reads them: `pip install duckdb-cli`, or `duckdb` on PATH. "
        + "Its extensions read databases, S3 and more."
    case .python:
      return
        "Pass a frame with `%%dephn -i df` in a Python notebook, or with `kernel.put(\"df\", df)`."
    case .computed: return "No files needed: the rows are generated."
    case .published(let publications):
      let count = publications.flatMap(\.files).joined().count
      let byMake =
        publications.contains(where: \.isFetchedByMake)
        ? ", or run `dephn data \(source)` (with the wheel) or `make data` (in a checkout)" : ""
      return "To get the file\(count == 1 ? "" : "s"), download "
        + publications.map(\.phrase).joined(separator: ", or ")
        + (publications.count > 1 ? ", " : " ")
        + "into a folder `\(source)` in a data folder\(byMake). "
        + "\(count == 1 ? "It" : "Each") may be compressed with gzip."
    }
  }
}

extension PublishedFiles {
  /// As in "adult.data and adult.test from https://…".
  fileprivate var phrase: String {
    let sets = files.map { Phrase.list($0) }.joined(separator: ", or ")
    return (originalName ?? sets) + (files.count > 1 ? ", or all of them," : "")
      + (title.map { " of \($0)" } ?? "") + " from \(page)"
      + (originalName == nil ? "" : " as \(sets)")
  }
}
