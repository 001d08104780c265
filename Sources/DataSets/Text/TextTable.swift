import Numbers
import System

/// Columns read from delimited text files, all with the same columns.
package final class TextTable {
  /// What is kept of a column.
  package enum Reading: Sendable { case words, numbers, nothing }

  /// Files whose columns may take more than this are read into a file and not into memory.
  static let largestInMemory = 96 << 20

  /// Names of the columns: given, from the header, or `column1` and so on.
  package private(set) var names: [String]
  /// Columns that the header gives no name.
  private(set) var nameless: Set<Int> = []
  package private(set) var rowCount = 0
  /// What a frame says of its columns; nothing of columns of text.
  private var types: [FrameFile.ColumnType] = []
  private let readings: [String: Reading]
  private let others: Reading
  /// Words of text that mean "missing"; what the format says of them goes for numbers alone then.
  let missing: MissingWords?
  var columns: [RawColumn] = []
  private(set) var memory: ColumnMemory?
  /// The codes of missing words in a column, once it was asked for, and the words to keep there.
  var missingCodes: [Int: [Int32]] = [:]
  /// Columns in which "NA" is known to be a word.
  var countries: Set<String> = []
  private(set) var files: [TextFile] = []
  /// Ends long work on the columns: the interrupt of the loading that read them.
  private(set) var interrupt = Interrupt.never
  /// Rows with a value that may not stand there, ascending.
  package private(set) var rejectedRows: [Int32] = []

  /// An empty table whose columns are read as `readings` say, or else as `others`.
  ///
  /// Without `names`, the first file gives them.
  package init(
    names: [String] = [], readings: [String: Reading] = [:], others: Reading = .words,
    missing: MissingWords? = nil
  ) {
    self.missing = missing
    self.names = names
    self.readings = readings
    self.others = others
  }

  /// Reads the file at `path` into further rows, at most `limit` of them.
  ///
  /// - Throws: `DataError` with file and line; `CancellationError` after an interrupt.
  package func append(
    file path: String, format: TextFormat, limit: Int = .max, context: LoadContext
  ) throws {
    let memory = try memory ?? context.memory(for: [path])
    try read(path, format, limit, context, in: { memory }) { _ in }
  }

  /// Reads the file at `path` window by window: `body` gets each window's rows, which are gone after it.
  ///
  /// The rows are numbered on from window to window; the columns begin anew.
  func forEachWindow(
    file path: String, format: TextFormat, context: LoadContext,
    body: (_ file: TextFile, _ rows: Range<Int>) throws -> Void
  ) throws {
    var first = rowCount
    var memory = ColumnMemory()
    try read(path, format, .max, context, in: { memory }) { file in
      if rowCount > first { try body(file, first..<rowCount) }
      first = rowCount
      memory = ColumnMemory()
      columns = columns.map { RawColumn($0.reading) }
      missingCodes = [:]
    }
  }

  private func read(
    _ path: String, _ format: TextFormat, _ limit: Int, _ context: LoadContext,
    in memory: () -> ColumnMemory, pass: (TextFile) throws -> Void
  ) throws {
    interrupt = context.interrupt
    let file = try FileBytes(
      path, decoder: TextDecoder(format.encoding, returnsEndLines: format.returnsEndLines))
    try file.reading(context.interrupt) {
      try read(TextWindow(file), path, format, limit, context, in: memory, pass: pass)
    }
  }

  private func read(
    _ window: TextWindow, _ path: String, _ format: TextFormat, _ limit: Int,
    _ context: LoadContext, in memory: () -> ColumnMemory, pass: (TextFile) throws -> Void
  ) throws {
    try window.fill()
    window.skip(lines: format.skippedLines)
    var rows = TextFile(path: path, firstRow: rowCount)
    let layout = TextLayout(format: format, columns: try layOut(window, format, path))
    if columns.isEmpty { columns = names.map { RawColumn(readings[$0] ?? others) } }
    while true {
      try context.interrupt.check()
      let memory = memory()
      self.memory = memory
      let chunks = try window.readRecords(layout, context.interrupt)
      try context.interrupt.check()
      try take(
        chunks, limit: limit - (rowCount - rows.firstRow), window, layout, &rows, in: memory)
      window.consume(chunks)
      try pass(rows)
      context.progress(window.share)
      if window.isLast || rowCount - rows.firstRow >= limit { break }
      if rows.bad.count > 1_000 { try rows.bad.check(good: rowCount - rows.firstRow) }
      try window.fill()
    }
    context.progress(1)
    files.append(rows)
    try rows.bad.check(good: rowCount - rows.firstRow)
    if rowCount == rows.firstRow { throw DataError(.file(.noRow), file: path, line: 1) }
  }

  /// Takes the first rows of the frame at `path`, at most `limit` of them, without copying them.
  ///
  /// - Throws: `DataError` if the file is not a whole frame; `CancellationError` after an interrupt.
  func take(frame path: String, limit: Int, context: LoadContext) throws {
    interrupt = context.interrupt
    let frame = try FrameFile(path)
    let rows = min(limit, frame.rowCount)
    names = frame.names
    types = frame.types
    rowCount = rows
    memory = frame.file
    files = [TextFile(frame: path)]
    let isLeftOut = names.map { readings[$0] == .nothing }
    columns = try parallelMap(over: names.count) { index in
      try context.interrupt.check()
      return isLeftOut[index] ? RawColumn(.nothing) : try frame.column(index, rows: rows)
    }
    context.progress(1)
  }

  /// Whether a column is a number by its type in a frame; nil where nothing says so.
  func isNumber(_ column: Int) -> Bool? {
    guard types.indices.contains(column), types[column] != .integer else { return nil }
    return types[column] == .number
  }

  /// Adds the rows of a window's chunks to the columns, a column a thread, while another reads on.
  private func take(
    _ chunks: ArraySlice<ChunkReader>, limit: Int, _ window: TextWindow, _ layout: TextLayout,
    _ file: inout TextFile, in memory: ColumnMemory
  ) throws {
    var left = limit
    var line = window.firstLine
    var parts: [(chunk: ChunkReader, rows: Int)] = []
    for chunk in chunks where left > 0 {
      let rows = min(left, chunk.rowCount)
      file.add(chunk, rows: rows, of: rowCount + (limit - left), after: line)
      parts.append((chunk, rows))
      left -= rows
      line += chunk.lineCount
    }
    let added = parts.reduce(0) { $0 + $1.rows }
    guard rowCount + added <= Int32.max else {
      throw DataError(.file(.tooManyRows(limit: Int(Int32.max))), file: file.path, line: line)
    }
    let targets = layout.used.map { (column: $0, target: layout.columns[$0].target ?? 0) }
    for (_, target) in targets { try columns[target].reserve(added, in: memory) }
    let columns = columns
    let isEnough = left == 0
    try parallel(over: layout.used.count + 1) { index, _ throws(CancellationError) in
      guard index > 0 else { return isEnough ? () : window.readAhead(after: chunks) }
      let (column, target) = targets[index - 1]
      for part in parts {
        try interrupt.check()
        columns[target].append(part.chunk, column, rows: part.rows, in: memory)
      }
    }
    rowCount += added
  }

  /// A file's columns in their order, each with the column of the table that takes it; the first file
  /// names those of the table.
  private func layOut(
    _ window: TextWindow, _ format: TextFormat, _ path: String
  ) throws(DataError) -> [TextLayout.Column] {
    guard format.hasHeader else {
      if names.isEmpty, let record = try window.record(format, isTaken: false) {
        names = (1...record.fields.count).map { "column\($0)" }
      }
      return columns(of: names)
    }
    guard let record = try window.record(format, isTaken: true) else {
      throw DataError(.file(.empty), file: path, line: 1)
    }
    let found = try HeaderNames(record.fields, format, path, record.line)
    if names.isEmpty { (names, nameless) = (found.names, found.nameless) }
    // Another file of the table may have its columns in another order, and others beside them.
    let isSame = found.names == names
    let lacking = names.filter { !found.names.contains($0) }
    guard isSame || (format.keepsMissingWords && lacking.isEmpty) else {
      throw DataError(
        .header(format.keepsMissingWords ? .lacks(lacking) : .other(expected: names)), file: path,
        line: record.line)
    }
    return columns(of: found.names)
  }

  private func columns(of file: [String]) -> [TextLayout.Column] {
    let targets = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    return file.map { name in
      TextLayout.Column(name: name, reading: readings[name] ?? others, target: targets[name])
    }
  }

  /// The file and the line that a row was read from.
  package func location(ofRow row: Int) -> (file: String, line: Int) {
    let file = files.last { $0.firstRow <= row } ?? files.first
    return (file?.path ?? "", file?.line(ofRow: row) ?? 1)
  }

  /// The index of the column `name`.
  ///
  /// - Throws: `DataError` that lists the columns.
  package func index(of name: String) throws(DataError) -> Int {
    if let index = names.firstIndex(of: name) { return index }
    throw DataError(.unknown(.column, name, known: names), file: files.first?.path, line: 1)
  }

  /// What could not be read, a note a file.
  package var notes: [DataNote] { files.compactMap(\.bad.note) }

  /// Calls rows bad after they were read; one that was bad already is not counted again.
  func reject(_ rows: [Int32], _ reason: (Int32) -> BadRow.Reason) throws(DataError) {
    let known = Set(rejectedRows)
    let rows = rows.filter { !known.contains($0) }
    rejectedRows = (rejectedRows + rows).sorted()
    for index in files.indices {
      let end = index + 1 < files.count ? files[index + 1].firstRow : rowCount
      let first = files[index].firstRow
      let isInside = { (row: Int32) in (first..<end).contains(Int(row)) }
      let inside = rows.filter(isInside)
      let bad = inside.prefix(5).map { row in
        BadRow(
          row: Int(row) - first, line: files[index].line(ofRow: Int(row)), reason: reason(row))
      }
      files[index].bad.add(Array(bad), count: inside.count)
      try files[index].bad.check(good: end - first - rejectedRows.count(where: isInside))
    }
  }
}
