import CZlib
import FoundationEssentials

/// A columnar file that is mapped, and the data set in it.
///
/// Nothing that it says is taken on trust: a file that is not as expected is none.
struct ColumnFile {
  private let map: MappedColumns
  private let header: ColumnFileHeader
  private let columnCount: Int
  private let start: UnsafeRawPointer

  /// The file at `path`, if it is whole and its state is the one asked for.
  static func dataSet(_ path: String, _ key: ColumnFileKey) -> DataSet? {
    guard let map = try? MappedColumns(path), let header = header(of: map),
      header.state == key.state, header.changes ?? key.changes == key.changes
    else {
      return nil
    }
    return ColumnFile(map, header)?.dataSet
  }

  private static func header(of map: MappedColumns) -> ColumnFileHeader? {
    let bytes = map.bytes
    guard bytes.count >= ColumnFileHeader.start + 32, bytes.count % 8 == 0 else { return nil }
    let end = (0..<4).map {
      bytes.loadUnaligned(fromByteOffset: bytes.count - 32 + 8 * $0, as: UInt64.self)
    }
    guard bytes.loadUnaligned(as: UInt64.self) == ColumnFileHeader.magic,
      end[3] == ColumnFileHeader.magic, end[0] <= UInt64(bytes.count),
      end[1] <= UInt64(bytes.count) - end[0]
    else { return nil }
    let text = UnsafeRawBufferPointer(rebasing: bytes[Int(end[0])..<Int(end[0] + end[1])])
    guard UInt64(checksum(text)) == end[2] else { return nil }
    return try? JSONDecoder().decode(ColumnFileHeader.self, from: FoundationEssentials.Data(text))
  }

  /// nil if the header speaks of more than the file holds.
  init?(_ map: MappedColumns, _ header: ColumnFileHeader) {
    guard let start = map.bytes.baseAddress else { return nil }
    self.start = start
    self.map = map
    self.header = header
    columnCount =
      header.features.reduce(0) { $0 + $1.columnCount } + header.tasks.count
      + header.carriedCount
    let (cells, isTooLarge) = header.rowCount.multipliedReportingOverflow(by: 4 * columnCount)
    guard header.rowCount >= 0, header.rowCount <= Int32.max, !isTooLarge,
      cells <= map.bytes.count - ColumnFileHeader.start,
      header.statistics.count == header.features.count
    else { return nil }
  }

  var dataSet: DataSet? {
    var features: [Feature] = []
    var columns: [DataSet.Column] = []
    var strangers: [WordList] = []
    var next = 0
    for (index, stored) in header.features.enumerated() {
      guard let words = words(index, stored), let feature = stored.feature(words.vocabulary) else {
        return nil
      }
      let made = (next..<next + stored.columnCount).map(column)
      next += stored.columnCount
      let lists = lists(index)
      if case .multiple = feature.kind, lists == nil { return nil }
      columns.append(DataSet.Column(feature.kind, made, lists))
      features.append(feature)
      strangers.append(words.others)
    }
    var tasks: [Task] = []
    for stored in header.tasks {
      guard let kind = Task.Kind(rawValue: stored.kind) else { return nil }
      tasks.append(Task(name: stored.name, kind: kind))
    }
    guard let split, let carried = carried(from: next + tasks.count) else { return nil }
    var schema = Schema(features: features, tasks: tasks)
    schema.forms = header.forms ?? ColumnForms()
    var data = DataSet(
      source: header.source, schema: schema, columns: columns,
      labels: tasks.indices.map { column(next + $0).asNumbers }, split: split,
      notes: header.notes.map(\.note), fingerprint: header.fingerprint, strangers: strangers,
      statistics: header.statistics, file: map)
    data.carried = carried
    return data
  }

  /// What rows carry, in the columns from `first` on.
  private func carried(from first: Int) -> CarriedColumns? {
    var result = CarriedColumns()
    var next = first
    for (index, stored) in (header.identifiers ?? []).enumerated() {
      guard let words = words(header.features.count + index, stored) else { return nil }
      result.identifiers.append(
        CarriedColumns.Identifier(
          name: stored.name, codes: column(next), words: WordList(words.vocabulary)))
      next += 1
    }
    if header.isWeighted == true { result.weights = column(next).asNumbers }
    return result
  }

  private func column(_ index: Int) -> Values<Int32> {
    let rows = header.rowCount
    let pieces = (0..<Piece.count(of: rows)).map { piece -> UnsafePointer<Int32> in
      let offset = piece * columnCount * Piece.rows + index * Piece.range(piece, of: rows).count
      return start.advanced(by: ColumnFileHeader.start + 4 * offset)
        .assumingMemoryBound(to: Int32.self)
    }
    return Values(pieces, count: rows, in: map)
  }

  /// The bytes of a section, if they lie in the file and are what was written.
  private func section(_ name: String) -> UnsafeRawBufferPointer? {
    guard let section = header.sections[name], section.offset >= 0, section.offset % 8 == 0,
      section.bytes >= 0, section.offset <= map.bytes.count,
      section.bytes <= map.bytes.count - section.offset
    else { return nil }
    let bytes = UnsafeRawBufferPointer(
      rebasing: map.bytes[section.offset..<section.offset + section.bytes])
    if let checksum = section.checksum, checksum != Self.checksum(bytes) { return nil }
    return bytes
  }

  private func words(
    _ index: Int, _ feature: ColumnFileHeader.StoredFeature
  ) -> (vocabulary: [String], others: WordList)? {
    guard let count = feature.vocabulary else { return ([], WordList()) }
    guard let bytes = section("words.\(index).bytes"),
      // Copied: what is checked is what is read, though the file may be cut short meanwhile.
      let ends = section("words.\(index).ends").map({ Array($0.bindMemory(to: Int.self)) })
    else { return nil }
    var last = 0
    for end in ends {
      guard end >= last, end <= bytes.count else { return nil }
      last = end
    }
    guard (0...ends.count).contains(count) else { return nil }
    var vocabulary: [String] = []
    vocabulary.reserveCapacity(count)
    var start = 0
    for end in ends.prefix(count) {
      vocabulary.append(String(decoding: bytes[start..<end], as: UTF8.self))
      start = end
    }
    return (
      vocabulary,
      WordList(bytes: Array(bytes[start..<last]), ends: ends.dropFirst(count).map { $0 - start })
    )
  }

  private func lists(_ index: Int) -> ItemLists? {
    guard let starts = section("lists.\(index).starts")?.bindMemory(to: Int.self),
      let ids = section("lists.\(index).ids")?.bindMemory(to: Int32.self),
      let weights = section("lists.\(index).weights")?.bindMemory(to: Float.self),
      ids.count == weights.count
    else { return nil }
    return ItemLists(
      lists: [], starts: values(starts), ids: values(ids), weights: values(weights))
  }

  private func values<Element>(_ rows: UnsafeBufferPointer<Element>) -> Values<Element> {
    let pieces = (0..<Piece.count(of: rows.count)).compactMap { piece in
      rows.baseAddress.map { $0 + piece * Piece.rows }
    }
    return Values(pieces, count: rows.count, in: map)
  }

  /// The split, if its rows are rows of the file and ascend.
  private var split: Split? {
    var parts: [[Int32]] = []
    for part in Split.Part.allCases {
      guard let section = section("split.\(part.rawValue)") else { return nil }
      let rows = Array(section.bindMemory(to: Int32.self))
      var last: Int32 = -1
      for row in rows {
        guard row > last, Int(row) < header.rowCount else { return nil }
        last = row
      }
      parts.append(rows)
    }
    return Split(train: parts[0], validation: parts[1], test: parts[2])
  }

  /// CRC-32, as in gzip.
  static func checksum(_ bytes: UnsafeRawBufferPointer, after before: UInt = 0) -> UInt {
    guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return before }
    return UInt(crc32_z(before, start, bytes.count))
  }
}

extension CacheFolder {
  /// The data set of `key`: mapped if its file is there, else made once.
  ///
  /// - Throws: what `make` throws, with nothing left behind.
  func dataSet(
    _ key: ColumnFileKey, _ context: LoadContext, make: (LoadContext) throws -> FittedData
  ) throws -> DataSet {
    let target = path + "/" + key.name
    if let data = ColumnFile.dataSet(target, key) { return data }
    try self.make()
    let writer = try ColumnFileWriter(target, context)
    // Another program may have built it while this one waited.
    if let data = ColumnFile.dataSet(target, key) { return data }
    try writer.write(make(context.part(0...0.6)), key, context.part(0.6...1))
    context.progress(1)
    if let data = ColumnFile.dataSet(target, key) { return data }
    throw DataError(.storage(.notReadAgain(target)))
  }
}
