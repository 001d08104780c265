import FoundationEssentials

/// Columns of words read from delimited text files, all with the same columns.
package struct TextTable {
  /// A column: the code of each row's word, −1 where it is missing.
  struct Column {
    var codes: [Int32] = []
    var table = WordTable()
  }

  /// Names of the columns: given, from the header, or `column1` and so on.
  package private(set) var names: [String]
  private(set) var columns: [Column]
  private var files: [(path: String, firstRow: Int)] = []
  private var lines: [Int] = []

  package var rowCount: Int { lines.count }

  /// An empty table; without `names`, the first file gives them.
  package init(names: [String] = []) {
    self.names = names
    columns = names.map { _ in Column() }
  }

  /// Reads the file at `path` into further rows, at most `limit` of them.
  ///
  /// - Throws: `DataError` with file and line; `CancellationError` when the context says so.
  package mutating func append(
    file path: String, format: TextFormat, limit: Int = .max, context: LoadContext
  ) throws {
    let content = try FileContent.read(path)
    let firstRow = rowCount
    files.append((path, firstRow))
    try content.withUnsafeBytes { raw in
      let bytes = raw.assumingMemoryBound(to: UInt8.self)
      var scanner = RecordScanner(bytes, format: format, file: path)
      if format.hasHeader { try readHeader(&scanner, bytes, path) }
      var reader = FieldReader(bytes, missing: format.missing)
      var nextPoll = 0
      while rowCount - firstRow < limit, try scanner.next() {
        if scanner.position >= nextPoll {
          if context.isInterrupted() { throw CancellationError() }
          context.progress(Double(scanner.position) / Double(bytes.count))
          nextPoll = scanner.position + 65_536
        }
        try append(scanner, &reader, path)
      }
    }
    context.progress(1)
    if rowCount == firstRow { throw DataError("The file holds no row.", file: path, line: 1) }
  }

  private mutating func append(
    _ scanner: RecordScanner, _ reader: inout FieldReader, _ path: String
  ) throws(DataError) {
    if names.isEmpty { name(columns: (1...scanner.fields.count).map { "column\($0)" }) }
    guard scanner.fields.count == columns.count else {
      throw DataError(
        "Expected \(columns.count) fields, found \(scanner.fields.count).",
        wayOut: "Is the line cut, or the separator another?", file: path, line: scanner.recordLine)
    }
    guard rowCount < Int32.max else {
      throw DataError("More rows than \(Int32.max).", file: path, line: scanner.recordLine)
    }
    for (index, field) in scanner.fields.enumerated() {
      do throws(FieldReader.Damage) {
        columns[index].codes.append(try reader.code(of: field, in: &columns[index].table))
      } catch {
        throw DataError(
          "Column '\(names[index])' \(error.rawValue).", file: path, line: scanner.recordLine)
      }
    }
    lines.append(scanner.recordLine)
  }

  private mutating func readHeader(
    _ scanner: inout RecordScanner, _ bytes: UnsafeBufferPointer<UInt8>, _ path: String
  ) throws(DataError) {
    guard try scanner.next() else { throw DataError("The file is empty.", file: path, line: 1) }
    let line = scanner.recordLine
    let found = try headerNames(scanner.fields, bytes, path, line)
    if names.isEmpty { return name(columns: found) }
    guard found == names else {
      throw DataError(
        "The header is not that of the first file.",
        wayOut: "Expected \(names.joined(separator: ", ")).", file: path, line: line)
    }
  }

  private func headerNames(
    _ fields: [RecordScanner.Field], _ bytes: UnsafeBufferPointer<UInt8>, _ path: String,
    _ line: Int
  ) throws(DataError) -> [String] {
    var table = WordTable()
    var reader = FieldReader(bytes, missing: [])
    var codes: [Int32] = []
    for field in fields {
      do throws(FieldReader.Damage) {
        codes.append(try reader.code(of: field, in: &table))
      } catch {
        throw DataError(
          "The name of column \(codes.count + 1) \(error.rawValue).", file: path, line: line)
      }
    }
    let words = table.words
    let names = codes.enumerated().map { $1 < 0 ? "column\($0 + 1)" : words[Int($1)] }
    var known: Set<String> = []
    for name in names where !known.insert(name).inserted {
      throw DataError("The header names '\(name)' twice.", file: path, line: line)
    }
    return names
  }

  private mutating func name(columns found: [String]) {
    names = found
    columns = found.map { _ in Column() }
  }

  /// The file and the line that a row was read from.
  package func place(ofRow row: Int) -> (file: String, line: Int) {
    (files.last { $0.firstRow <= row }?.path ?? "", lines[row])
  }

  /// The place where the word with `code` first stands in `column`; the first line if nowhere.
  func firstPlace(of code: Int, in column: Int) -> (file: String, line: Int) {
    guard let row = columns[column].codes.firstIndex(of: Int32(code)), code >= 0 else {
      return (files.first?.path ?? "", 1)
    }
    return place(ofRow: row)
  }

  /// The index of the column `name`.
  ///
  /// - Throws: `DataError` that lists the columns.
  package func index(of name: String) throws(DataError) -> Int {
    if let index = names.firstIndex(of: name) { return index }
    throw DataError(
      "There is no column '\(name)'.", wayOut: "Columns: \(names.joined(separator: ", ")).",
      file: files.first?.path, line: 1)
  }
}
