import FoundationEssentials
import System

/// What a statement gives, as a table of the user's own.
struct QueryRows {
  let statement: String
  let source: String
  let files: [String]

  init(statement: String, source: String, _ files: [String]) {
    var statement = Substring(statement)
    while let last = statement.last, last.isWhitespace || last == ";" { statement.removeLast() }
    self.statement = String(statement)
    self.source = source
    self.files = files
  }

  func data(
    _ columns: ColumnOptions, _ options: SourceOptions, _ context: LoadContext
  ) throws -> RawData {
    let states = files.map { file in
      let status = FileStatus(file)
      return "\(file) \(status?.size ?? 0) \(status?.changed.seconds ?? 0)."
        + "\(status?.changed.nanoseconds ?? 0)"
    }
    let folder = context.cache?.path ?? FileManager.default.temporaryDirectory.path
    try context.cache?.make()
    let rows = QueryFile(in: folder)
    defer { rows.remove() }
    let file = rows.path
    try DuckDB.write(statement, to: file, context.interrupt)
    let table = TextTable(
      readings: options.reading(columns.readings.filter { $0.value == .nothing }),
      missing: MissingWords([]))
    var format = TextForm().format(missing: [])
    format.keepsMissingWords = true
    do {
      try table.append(
        file: file, format: format, limit: options.rows ?? .max, context: context.part(0.5...1))
      var raw = try columns.data(of: table, source: source, options)
      raw.options += " statement \(statement) files \(states)"
      return raw
    } catch let error as DataError {
      // The file between is nothing that a person knows of.
      throw DataError(error.fault == .file(.noRow) ? .engine(.noRow) : error.fault)
    }
  }
}
