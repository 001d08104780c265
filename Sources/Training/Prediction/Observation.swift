package import DataSets
import Engine
package import Models
import Numbers
package import System

/// Statistics of a model's recorded values over one part of the data, for gate and expert analysis.
package struct Observation: Sendable {
  /// Statistics of one record, one number per column.
  package struct OfRecord: Sendable {
    /// The record.
    package let record: Record
    /// Mean over the rows.
    package let mean: [Double]
    /// Mean of the absolute values over the rows.
    package let meanAbsolute: [Double]
    /// Population standard deviation over the rows.
    package let deviation: [Double]
    /// Mean normalized entropy, `−Σ g ln g / ln n`, of softmax gates; nil for other records.
    package let entropy: Double?
  }

  /// The number of rows.
  package let rows: Int
  /// Statistics of all records, in the model's order.
  package let records: [OfRecord]

  /// Runs `model` on a part of `data`, which has its schema.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package init(
    _ model: Model, _ data: DataSet, on part: Split.Part, interrupt: Interrupt = .never
  ) throws(CancellationError) {
    try self.init(model, data, on: data.split[part], interrupt: interrupt)
  }

  /// Runs `model` on some rows of `data`, which has its schema.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package init(
    _ model: Model, _ data: DataSet, on rows: [Int32], interrupt: Interrupt = .never
  ) throws(CancellationError) {
    var sums = model.records.map(Sums.init)
    try Prediction(model, data).forEachBatch(rows, interrupt: interrupt) { plan in
      for index in sums.indices {
        for row in 0..<plan.batch.rows {
          sums[index].add(plan.row(row, of: sums[index].record.value))
        }
      }
    }
    self.rows = rows.count
    records = sums.map { $0.figures(rows: rows.count) }
  }

  /// The statistics of the record with that role and task.
  package subscript(role: Record.Role, task: Int) -> OfRecord? {
    records.first { $0.record.role == role && $0.record.task == task }
  }
}

/// Running sums of a record's columns, in double, in row order.
private struct Sums {
  let record: Record
  private var sum: [Double]
  private var absolute: [Double]
  private var squares: [Double]
  private var entropy = 0.0

  init(_ record: Record) {
    self.record = record
    let columns = max(1, record.parts.count)
    sum = Array(repeating: 0, count: columns)
    absolute = sum
    squares = sum
  }

  mutating func add(_ row: UnsafeBufferPointer<Float>) {
    for column in sum.indices {
      let x = Double(row[record.offset + column])
      sum[column] += x
      absolute[column] += abs(x)
      squares[column] += x * x
      if record.role.isSoftmax, x > 0 { entropy -= x * Elementary.log(x) }
    }
  }

  func figures(rows: Int) -> Observation.OfRecord {
    let n = Double(max(1, rows))
    let mean = sum.map { $0 / n }
    let deviation = zip(squares, mean).map { max(0, $0 / n - $1 * $1).squareRoot() }
    let largest = Elementary.log(Double(max(2, sum.count)))
    return Observation.OfRecord(
      record: record, mean: mean, meanAbsolute: absolute.map { $0 / n }, deviation: deviation,
      entropy: record.role.isSoftmax ? entropy / n / largest : nil)
  }
}
