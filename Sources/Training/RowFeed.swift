import Data
import Engine

/// Copies rows of a data set into a plan's batch.
struct RowFeed {
  private let categories: [[Int32]]
  private let numbers: [[Float]]
  private let labels: [[Float]]

  init(_ data: DataSet) {
    var categories: [[Int32]] = []
    var numbers: [[Float]] = []
    for column in data.columns {
      switch column {
      case .categories(let ids): categories.append(ids)
      case .numbers(_, let transformed): numbers.append(transformed)
      }
    }
    self.categories = categories
    self.numbers = numbers
    labels = data.labels
  }

  /// Makes `rows` the rows of the batch, in their order.
  func fill(_ batch: Batch, with rows: ArraySlice<Int32>) {
    batch.rows = rows.count
    let shape = batch.shape
    for (place, ids) in categories.enumerated() {
      for (at, row) in rows.enumerated() {
        batch.ids[at * shape.categories + place] = ids[Int(row)]
      }
    }
    copy(numbers, rows, to: batch.numbers.start, width: shape.numbers)
    copy(labels, rows, to: batch.labels.start, width: shape.tasks)
  }

  private func copy(
    _ columns: [[Float]], _ rows: ArraySlice<Int32>, to target: UnsafeMutablePointer<Float>,
    width: Int
  ) {
    for (place, column) in columns.enumerated() {
      for (at, row) in rows.enumerated() { target[at * width + place] = column[Int(row)] }
    }
  }
}
