import Numbers
import System

/// In which row of a joined table each index lies.
struct ItemIndex {
  /// The file's name, for people.
  let name: String
  private var keys = KeyTable()
  private var rows: [Int32] = []

  init(name: String) { self.name = name }

  /// The last row of an index is the one that counts.
  mutating func add(_ index: UInt64, row: Int) {
    let code = withUnsafePointer(to: index) {
      Int(keys.code(of: UnsafeBufferPointer(start: $0, count: 1)))
    }
    if code == rows.count { rows.append(Int32(row)) } else { rows[code] = Int32(row) }
  }

  func row(of index: UInt64) -> Int32? { keys.find(index).map { rows[Int($0)] } }
}

/// Columns read from files of items, all of the same layout.
final class ItemTable {
  private let layout: ItemLayout
  private let fields: [any ItemColumn]
  private(set) var rowCount = 0
  private(set) var joinedRows: GrowingColumn<Int32>
  private(set) var labels: [GrowingColumn<Float>]
  private(set) var notes: [DataNote] = []

  /// With `keepsLists`, lists lie one after the other; else equal ones are kept once.
  init(_ layout: ItemLayout, keepsLists: Bool, in memory: ColumnMemory) {
    self.layout = layout
    joinedRows = GrowingColumn(in: memory)
    labels = layout.labels.map { _ in GrowingColumn(in: memory) }
    fields = layout.fields.map { field in
      if field.isList, keepsLists { return ListColumn(in: memory) }
      return KeyColumn(in: memory)
    }
  }

  /// Reads a file into further rows, at most `limit` of them, and gives its index.
  ///
  /// - Throws: `DataError` with file and line; `CancellationError` after an interrupt.
  @discardableResult
  func append(
    file path: String, joined: ItemIndex?, limit: Int = .max, context: LoadContext
  ) throws -> ItemIndex {
    let window = try LineWindow(path)
    var index = ItemIndex(name: path.split(separator: "/").last.map(String.init) ?? path)
    try window.file.reading(context.interrupt) {
      try read(window, into: &index, path, joined, limit, context)
    }
    return index
  }

  private func read(
    _ window: LineWindow, into index: inout ItemIndex, _ path: String, _ joined: ItemIndex?,
    _ limit: Int, _ context: LoadContext
  ) throws {
    var bad = BadRows(file: path)
    let first = rowCount
    var dropped = 0
    var chunks: [ItemChunk] = []
    while true {
      let bounds = try window.next()
      if bounds.isEmpty { break }
      while chunks.count < bounds.count { chunks.append(ItemChunk(layout)) }
      let text = window.start
      try parallel(over: bounds.count) { index, _ throws(CancellationError) in
        try context.interrupt.check()
        chunks[index].read(
          text + bounds[index].lowerBound, text + bounds[index].upperBound, joined: joined)
      }
      try context.interrupt.check()
      for chunk in chunks.prefix(bounds.count) where rowCount - first < limit {
        let count = min(chunk.rowCount, limit - (rowCount - first))
        let isWhole = count == chunk.rowCount
        let badRows = chunk.badRows.filter { isWhole || $0.row < count }.map { row in
          BadRow(
            row: row.row + rowCount - first, line: row.line + window.firstLine + 1,
            reason: row.reason)
        }
        bad.add(badRows, count: isWhole ? chunk.badCount : badRows.count)
        dropped += chunk.dropped.count { isWhole || $0 < count }
        try take(chunk, count, &index, path)
        window.firstLine += chunk.lineCount
      }
      context.progress(window.share)
      if rowCount - first >= limit { break }
      if bad.count > 1_000 { try bad.check(good: rowCount - first) }
    }
    context.progress(1)
    try bad.check(good: rowCount - first)
    if rowCount == first { throw DataError(.file(.noRow), file: path, line: 1) }
    if dropped > 0 {
      notes.append(
        .dropped(
          dropped, file: index.name, with: layout.columns[layout.labels[1]],
          without: layout.columns[layout.labels[0]]))
    }
    if let note = bad.note { notes.append(note) }
  }

  /// Adds the first `count` rows of a chunk, a column a thread.
  private func take(
    _ chunk: ItemChunk, _ count: Int, _ index: inout ItemIndex, _ path: String
  ) throws(DataError) {
    guard rowCount + count <= Int32.max else {
      throw DataError(.file(.tooManyRows(limit: Int(Int32.max))), file: path, line: 1)
    }
    for (field, column) in fields.enumerated() {
      try column.reserve(count, chunk.fields[field])
    }
    let fields = fields
    parallel(over: fields.count) { field, _ in fields[field].append(count, chunk.fields[field]) }
    if layout.labels.isEmpty {
      for row in 0..<count { index.add(chunk.indices[row], row: rowCount + row) }
    } else {
      try joinedRows.reserve(count)
      for row in 0..<count { joinedRows.append(chunk.joinedRows[row]) }
    }
    for (label, column) in labels.enumerated() {
      try column.reserve(count)
      for row in 0..<count { column.append(chunk.labels[label][row]) }
    }
    rowCount += count
  }

  /// Whether the table has a field of that name.
  func has(_ name: String) -> Bool { layout.fields.contains { $0.name == name } }

  /// A field as a feature of `rows`, or of the table's own rows.
  func feature(_ name: String, rows: Values<Int32>? = nil) -> RawFeature? {
    guard let index = layout.fields.firstIndex(where: { $0.name == name }) else { return nil }
    return RawFeature(
      name: name, values: fields[index].values(isList: layout.fields[index].isList, rows: rows))
  }
}
