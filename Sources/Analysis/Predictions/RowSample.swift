import DataSets
import Display
import Numbers
import System

/// Some rows of a data set as a small data set of their own, whose columns can be shuffled.
struct RowSample {
  /// The sampled rows, numbered from 0.
  let data: DataSet
  var rows: [Int32] { Array(0..<Int32(data.rowCount)) }

  /// The rows of a look.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  init(_ look: Look, _ interrupt: Interrupt) throws(CancellationError) {
    let (data, kept) = (look.data, look.rows)
    var columns: [DataSet.Column] = []
    for column in data.columns {
      try interrupt.check()
      columns.append(column.gathered(kept))
    }
    self.data = DataSet(
      source: data.source, schema: data.schema, columns: columns,
      labels: data.labels.map { Values($0.values(of: kept)) },
      split: Split(train: [], validation: [], test: Array(0..<Int32(kept.count))),
      notes: [], fingerprint: data.fingerprint, strangers: data.strangers,
      statistics: data.statistics)
  }

  /// `most` of `rows` at most, in their order.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  static func drawn(
    _ rows: [Int32], most: Int, seed: UInt64, _ interrupt: Interrupt
  ) throws(CancellationError) -> [Int32] {
    if rows.count <= most { return rows }
    var stream = RandomStream(seed: seed, purpose: "sample of rows")
    var watch = Watch(interrupt)
    var kept: [Int32] = []
    // Vitter's selection sampling: each row with the chance that the number still wanted gives it.
    for (index, row) in rows.enumerated() {
      try watch.step()
      let wanted = most - kept.count
      if wanted > 0, stream.below(rows.count - index) < wanted { kept.append(row) }
    }
    return kept
  }

  /// The same rows with one feature's values handed around among them.
  func shuffling(_ feature: Int, seed: UInt64, purpose: String) -> DataSet {
    var order = rows
    var stream = RandomStream(seed: seed, purpose: purpose)
    stream.shuffle(&order)
    var shuffled = data
    shuffled.columns[feature] = data.columns[feature].gathered(order)
    return shuffled
  }
}

extension DataSet.Column {
  /// The values of `rows`, in that order, in memory.
  func gathered(_ rows: [Int32]) -> DataSet.Column {
    func ids(_ values: Values<Int32>) -> Values<Int32> { Values(rows.map { values[Int($0)] }) }
    func numbers(_ values: Values<Float>) -> Values<Float> { Values(values.values(of: rows)) }
    return switch self {
    case .categories(let values): .categories(ids(values))
    case .numbers(let raw, let transformed):
      .numbers(raw: numbers(raw), transformed: numbers(transformed))
    case .bins(let raw, let bins): .bins(raw: numbers(raw), ids: ids(bins))
    case .lists(let lists):
      .lists(
        ItemLists(
          lists: ids(lists.lists), starts: lists.starts, ids: lists.ids, weights: lists.weights))
    }
  }
}
