/// A field of a table of items while its files are read.
protocol ItemColumn: AnyObject {
  /// Takes memory for a chunk's first `rows` rows.
  func reserve(_ rows: Int, _ items: ItemChunk.Items) throws(DataError)
  /// Adds a chunk's first `rows` rows, for which there is memory.
  func append(_ rows: Int, _ items: ItemChunk.Items)
  /// The column of `rows`, which are rows of the table, or of all its rows.
  func values(isList: Bool, rows: Values<Int32>?) -> RawFeature.Values
}

/// A row's items as one key, of which equal ones are kept once: a feature, or a short list.
final class KeyColumn: ItemColumn {
  private let codes: GrowingColumn<Int32>
  private var keys = KeyTable()

  init(in memory: ColumnMemory) { codes = GrowingColumn(in: memory) }

  func reserve(_ rows: Int, _ items: ItemChunk.Items) throws(DataError) {
    try codes.reserve(rows)
  }

  func append(_ rows: Int, _ items: ItemChunk.Items) {
    items.numbers.withUnsafeBufferPointer { numbers in
      var start = 0
      for end in items.ends.prefix(rows) {
        let key = UnsafeBufferPointer(rebasing: numbers[start..<end])
        codes.append(key.isEmpty ? -1 : keys.code(of: key))
        start = end
      }
    }
  }

  func values(isList: Bool, rows: Values<Int32>?) -> RawFeature.Values {
    let own = self.codes.values
    let codes = rows.map { RowCodes($0, map: Array(own)) } ?? RowCodes(own)
    if !isList { return .words(codes, keys.words) }
    var items = KeyTable()
    var starts = [0]
    var ids: [Int32] = []
    var weights: [Float] = []
    for key in 0..<keys.count {
      for number in keys[key] {
        ids.append(items.code(ofItem: number))
        weights.append(Float(bitPattern: UInt32(truncatingIfNeeded: number)))
      }
      starts.append(ids.count)
    }
    return .lists(
      codes,
      ItemLists(lists: [], starts: Values(starts), ids: Values(ids), weights: Values(weights)),
      items.words)
  }
}

/// Lists one after the other, which may take more than memory.
final class ListColumn: ItemColumn {
  private var items = KeyTable()
  private var starts = [0]
  private let ids: GrowingColumn<Int32>
  private let weights: GrowingColumn<Float>

  init(in memory: ColumnMemory) {
    ids = GrowingColumn(in: memory)
    weights = GrowingColumn(in: memory)
  }

  func reserve(_ rows: Int, _ items: ItemChunk.Items) throws(DataError) {
    try ids.reserve(items.numbers.count)
    try weights.reserve(items.numbers.count)
  }

  func append(_ rows: Int, _ items: ItemChunk.Items) {
    let count = rows == 0 ? 0 : items.ends[rows - 1]
    for end in items.ends.prefix(rows) { starts.append(ids.count + end) }
    for number in items.numbers.prefix(count) {
      ids.append(self.items.code(ofItem: number))
      weights.append(Float(bitPattern: UInt32(truncatingIfNeeded: number)))
    }
  }

  func values(isList: Bool, rows: Values<Int32>?) -> RawFeature.Values {
    let own = Int32(starts.count - 1)
    // A row's list is the one with its number; an empty one is none.
    let lists = (0..<own).map { starts[Int($0)] < starts[Int($0) + 1] ? $0 : -1 }
    return .lists(
      rows.map { RowCodes($0, map: lists) } ?? RowCodes(Values(lists)),
      ItemLists(
        lists: [], starts: Values(starts), ids: ids.values, weights: weights.values),
      items.words)
  }
}

extension KeyTable {
  /// The code of the feature of an item, whose number is the upper half.
  mutating func code(ofItem number: UInt64) -> Int32 {
    withUnsafePointer(to: number >> 32) { code(of: UnsafeBufferPointer(start: $0, count: 1)) }
  }

  /// Keys of one number, as words.
  var words: WordList { WordList((0..<count).map { "\(self[$0].first ?? 0)" }) }
}
