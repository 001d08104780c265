import DataSets
import Engine

/// Copies rows of a data set into batches.
final class RowFeed {
  /// The number of rows after which the pages of a mapped file are released.
  private static let rowsBetweenForgetting = 1 << 18

  private let data: DataSet
  /// The ids of each field with an embedding table, and the largest id that the model knows.
  private var categories: [(ids: Values<Int32>, known: Int32)] = []
  private var numbers: [Values<Float>] = []
  private var lists: [(rows: ItemLists, known: Int32)] = []
  private var rowsFed = 0

  init(_ data: DataSet) {
    self.data = data
    for (feature, column) in zip(data.schema.features, data.columns) {
      let known = Int32((feature.tableRows ?? 1) - 1)
      switch column {
      case .categories(let ids), .bins(_, let ids): categories.append((ids, known))
      case .numbers(_, let transformed): numbers.append(transformed)
      case .lists(let found): lists.append((found, known))
      }
    }
  }

  /// Fills the batch with `rows`, in their order.
  func fill(_ batch: Batch, with rows: ArraySlice<Int32>) {
    batch.rows = rows.count
    let shape = batch.shape
    for (index, field) in categories.enumerated() {
      field.ids.gather(
        rows, known: field.known, to: batch.ids + index, stride: shape.categories)
    }
    for (index, column) in numbers.enumerated() {
      column.gather(rows, to: batch.numbers.start + index, stride: shape.numbers)
    }
    for (task, column) in data.labels.enumerated() {
      let labels = batch.labels.start + task
      column.gather(rows, to: labels, stride: shape.tasks)
      guard let scale = data.schema.tasks[task].scale else { continue }
      for row in 0..<rows.count {
        labels[row * shape.tasks] = scale.standardized(labels[row * shape.tasks])
      }
    }
    if let weights = data.carried.weights {
      batch.isWeighted = true
      weights.gather(rows, to: batch.weights.start, stride: 1)
    }
    for (index, field) in lists.enumerated() { fill(batch.lists[index], field, rows) }
    rowsFed += rows.count
    if rowsFed >= Self.rowsBetweenForgetting {
      data.file?.forget()
      rowsFed = 0
    }
  }

  /// Fills a multi-valued field: each row's items with weights that sum to 1; without any positive weight,
  /// one item of id 0.
  private func fill(
    _ target: BatchLists, _ field: (rows: ItemLists, known: Int32), _ rows: ArraySlice<Int32>
  ) {
    target.clear()
    for row in rows {
      let items = field.rows.items(ofRow: Int(row))
      let sum = items.reduce(0.0) { $0 + max(0, Double(field.rows.weights[$1])) }
      for item in items where sum > 0 {
        let id = field.rows.ids[item]
        let weight = Float(max(0, Double(field.rows.weights[item])) / sum)
        target.add(id > 0 && id <= field.known ? id : 0, weight: weight)
      }
      if !(sum > 0) { target.add(0, weight: 1) }
      target.endRow()
    }
  }
}
