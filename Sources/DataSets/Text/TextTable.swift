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
  package private(set) var rowCount = 0
  /// What a frame says of its columns; nothing of columns of text.
  private var types: [FrameFile.ColumnType] = []
  private let readings: [String: Reading]
  private let others: Reading
  private var columns: [RawColumn] = []
  private var memory: ColumnMemory?
  private(set) var files: [TextFile] = []
  /// Ends long work on the columns: the interrupt of the loading that read them.
  private var interrupt = Interrupt.never
  /// Rows with a value that may not stand there, ascending.
  package private(set) var rejectedRows: [Int32] = []

  /// An empty table whose columns are read as `readings` say, or else as `others`.
  ///
  /// Without `names`, the first file gives them.
  package init(
    names: [String] = [], readings: [String: Reading] = [:], others: Reading = .words
  ) {
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
    interrupt = context.interrupt
    let file = try FileBytes(path)
    let window = TextWindow(file)
    try window.fill()
    var rows = TextFile(path: path, firstRow: rowCount)
    try nameColumns(window, format, path)
    let layout = TextLayout(
      format: format,
      columns: names.map { TextLayout.Column(name: $0, reading: readings[$0] ?? others) })
    if columns.isEmpty { columns = layout.columns.map { RawColumn($0.reading) } }
    let memory = try memory ?? context.memory(for: [path])
    self.memory = memory
    while true {
      try context.interrupt.check()
      let chunks = try window.readRecords(layout, context.interrupt)
      try context.interrupt.check()
      try take(
        chunks, limit: limit - (rowCount - rows.firstRow), window, layout, &rows, in: memory)
      window.consume(chunks)
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
    for place in layout.used { try columns[place].reserve(added, in: memory) }
    let columns = columns
    let isEnough = left == 0
    try parallel(over: layout.used.count + 1) { index, _ throws(CancellationError) in
      guard index > 0 else { return isEnough ? () : window.readAhead(after: chunks) }
      let place = layout.used[index - 1]
      for part in parts {
        try interrupt.check()
        columns[place].append(part.chunk, place, rows: part.rows, in: memory)
      }
    }
    rowCount += added
  }

  private func nameColumns(
    _ window: TextWindow, _ format: TextFormat, _ path: String
  ) throws(DataError) {
    if !format.hasHeader {
      guard names.isEmpty, let record = try window.record(format, isTaken: false) else { return }
      names = (1...record.fields.count).map { "column\($0)" }
      return
    }
    guard let record = try window.record(format, isTaken: true) else {
      throw DataError(.file(.empty), file: path, line: 1)
    }
    let found = try headerNames(record.fields, path, record.line)
    if names.isEmpty { names = found }
    guard found == names else {
      throw DataError(.header(.other(expected: names)), file: path, line: record.line)
    }
  }

  private func headerNames(
    _ fields: [UnsafeBufferPointer<UInt8>], _ path: String, _ line: Int
  ) throws(DataError) -> [String] {
    var names: [String] = []
    var known: Set<String> = []
    for (place, field) in fields.enumerated() {
      guard FieldBytes.isText(field) else {
        throw DataError(
          .header(.damaged(column: place + 1, hasZeroByte: field.contains(0))), file: path,
          line: line)
      }
      let name = field.isEmpty ? "column\(place + 1)" : String(decoding: field, as: UTF8.self)
      names.append(name)
      guard known.insert(name).inserted else {
        throw DataError(.header(.doubled(name)), file: path, line: line)
      }
    }
    return names
  }

  /// The file and the line that a row was read from.
  package func place(ofRow row: Int) -> (file: String, line: Int) {
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
    for place in files.indices {
      let end = place + 1 < files.count ? files[place + 1].firstRow : rowCount
      let first = files[place].firstRow
      let isInside = { (row: Int32) in (first..<end).contains(Int(row)) }
      let inside = rows.filter(isInside)
      let bad = inside.prefix(5).map { row in
        BadRow(
          row: Int(row) - first, line: files[place].line(ofRow: Int(row)), reason: reason(row))
      }
      files[place].bad.add(Array(bad), count: inside.count)
      try files[place].bad.check(good: end - first - rejectedRows.count(where: isInside))
    }
  }
}

extension TextTable {
  /// A column's rows as codes of words, and the words; of numbers, each different one is a word.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func words(_ column: Int) throws(CancellationError) -> (codes: RowCodes, words: WordList) {
    guard let memory else { return (RowCodes(Values([])), WordList()) }
    if columns[column].reading == .words {
      return (RowCodes(columns[column].codes(in: memory)), columns[column].table.words)
    }
    var codeOfNumber: [Float: Int32] = [:]
    var words = WordList()
    var codes: [Int32] = []
    for number in columns[column].numbers(in: memory) {
      if codes.count % 4096 == 0 { try interrupt.check() }
      if number.isNaN {
        codes.append(-1)
      } else if let code = codeOfNumber[number] {
        codes.append(code)
      } else {
        let code = Int32(words.count)
        words.append(
          number == number.rounded() && number.magnitude < 1e9 ? "\(Int(number))" : "\(number)")
        codeOfNumber[number] = code
        codes.append(code)
      }
    }
    return (RowCodes(Values(codes)), words)
  }

  /// The code of a word in a column, nil if no row holds it.
  func code(of word: String, in column: Int) -> Int32? { columns[column].table.find(word) }

  /// A column's rows as codes of words, and the words.
  ///
  /// - Throws: `DataError` without such a column; `CancellationError` after an interrupt.
  func codes(_ name: String) throws -> (codes: RowCodes, words: WordList) {
    try words(try index(of: name))
  }

  /// A column as a categorical feature.
  ///
  /// - Throws: `DataError` without such a column; `CancellationError` after an interrupt.
  package func feature(_ name: String) throws -> RawFeature {
    let (codes, words) = try words(try index(of: name))
    return RawFeature(name: name, values: .words(codes, words))
  }

  /// A column as a numeric feature.
  ///
  /// - Throws: `DataError` if it was read as words and too many of them are no numbers;
  ///   `CancellationError` after an interrupt.
  package func number(_ name: String) throws -> RawFeature {
    RawFeature(name: name, values: .numbers(try numbers(try index(of: name))))
  }

  /// A column as numbers, NaN where missing; rows with other words are bad.
  ///
  /// - Throws: `DataError` if those are too many; `CancellationError` after an interrupt.
  package func numbers(_ column: Int) throws -> RowNumbers {
    if columns[column].reading == .numbers, let memory {
      return .direct(columns[column].numbers(in: memory))
    }
    return try values(
      column, expected: .number, meaning: Self.number)
  }

  /// A column whose words mean numbers, NaN where missing; each distinct word is looked at once.
  ///
  /// Rows with a word without a `meaning` are bad.
  /// - Throws: `DataError` if those are too many; `CancellationError` after an interrupt.
  package func values(
    _ column: Int, expected: BadRow.Expected, meaning: (String) -> Float?
  ) throws -> RowNumbers {
    let (codes, words) = try words(column)
    var meanings: [Float] = []
    var strangers: Set<Int32> = []
    for code in 0..<words.count {
      if code % 4096 == 0 { try interrupt.check() }
      let value = meaning(words[code])
      meanings.append(value ?? .nan)
      if value == nil { strangers.insert(Int32(code)) }
    }
    if !strangers.isEmpty {
      var rows: [Int32] = []
      codes.codes.forEachPiece { first, piece in
        for (row, code) in piece.enumerated() where strangers.contains(code) {
          rows.append(Int32(first + row))
        }
      }
      try reject(rows) { row in
        .unexpected(
          column: names[column], word: String(words[Int(codes[Int(row)])].prefix(40)),
          expected: expected)
      }
    }
    return .coded(codes, meanings)
  }

  /// The words that some row of a column holds, in the order of their codes.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package func distinctWords(_ column: Int) throws(CancellationError) -> [String] {
    let (codes, words) = try words(column)
    var isHeld = [Bool](repeating: false, count: words.count)
    codes.codes.forEachPiece { _, piece in
      for code in piece where code >= 0 { isHeld[Int(code)] = true }
    }
    var held: [String] = []
    for code in isHeld.indices where isHeld[code] {
      if held.count % 4096 == 0 { try interrupt.check() }
      held.append(words[code])
    }
    return held
  }

  /// The place where a word first stands in `column`; the first line if nowhere.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func firstPlace(
    of word: String?, in column: Int
  ) throws(CancellationError) -> (file: String, line: Int) {
    let codes = try words(column).codes
    guard let code = word.flatMap({ self.code(of: $0, in: column) }),
      let row = (0..<rowCount).first(where: { codes[$0] == code })
    else { return (files.first?.path ?? "", 1) }
    return place(ofRow: row)
  }

  /// A decimal number, `.5` and `1e-3` included; nil for "nan", "0x1p3", "1e999" and the like.
  package static func number(_ word: String) -> Float? {
    var word = word
    return word.withUTF8 { bytes in
      bytes.baseAddress.flatMap { DecimalNumber.float($0, bytes.count) }
    }
  }
}
