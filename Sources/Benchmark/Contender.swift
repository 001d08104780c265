import CKernels
import DataSets
import Engine
import Models
import Numbers

/// Something whose steps are timed.
protocol Contender: AnyObject {
  /// Floating-point operations of a step; nil where nobody counted.
  var operations: Double? { get }
  /// Rows of a step; 0 where there are none.
  var rows: Int { get }
  func step() throws
  /// Mean loss over the tasks after the last step; NaN without one.
  var loss: Double { get }
}

/// Fused multiply-adds on registers alone: what the processor can do at most.
final class Peak: Contender {
  private let rounds = 2_000_000
  private var sum: Float = 0
  let rows = 0
  var loss: Double { Double(sum) }

  /// On as many threads as are set, a share each.
  var operations: Double? {
    2 * Double(rounds) * Double(dephn_multiply_adds_a_round()) * Double(Threads.count)
  }

  func step() {
    parallel(over: Threads.count) { index, _ in
      let result = dephn_multiply_adds(rounds)
      if index == 0 { sum = result }
    }
  }
}

/// A model over rows in batches, one after another and again from the first.
class ModelContender: Contender {
  let rows: Int
  var operations: Double? { nil }
  var loss: Double { .nan }
  let model: Model
  let plan: Plan
  private let data: BenchmarkRows
  private var next = 0

  init(
    kind: any ModelKind, data: BenchmarkRows, rows: Int, chunk: Int?, part: Int?, trains: Bool
  ) throws {
    self.rows = rows
    self.data = data
    // Id 0 is "unknown", so a table has one word fewer than rows.
    let categories = data.tables.enumerated().map { column, rows in
      Feature(name: "f\(column)", kind: .categorical(vocabulary: (1..<rows).map { String($0) }))
    }
    let numbers = (0..<data.numbers).map { column in
      Feature(
        name: "x\(column)",
        kind: .numeric(NumericTransform(takesLogarithm: false, mean: 0, deviation: 1)))
    }
    let schema = Schema(
      features: numbers + categories, tasks: (0..<data.tasks).map { Task(name: "t\($0)") })
    model = try Model(kind, schema: schema, seed: 1)
    plan = Plan(model.graph, capacity: rows, chunk: chunk, part: part, trains: trains)
  }

  /// Puts the next rows into the plan's batch.
  func feed() {
    let first = next % (data.count / rows) * rows
    next += 1
    let batch = plan.batch
    batch.rows = rows
    func copy<Element>(_ source: [Element], width: Int, to target: UnsafeMutablePointer<Element>) {
      _ = UnsafeMutableBufferPointer(start: target, count: rows * width)
        .update(fromContentsOf: source[first * width..<(first + rows) * width])
    }
    copy(data.ids, width: data.tables.count, to: batch.ids)
    copy(data.values, width: data.numbers, to: batch.numbers.start)
    copy(data.labels, width: data.tasks, to: batch.labels.start)
  }

  func step() throws {}
}

/// Steps of training with Adam.
final class TrainingContender: ModelContender {
  private var optimizer = Optimizer(.adam, learningRate: 1e-3)

  init(
    kind: any ModelKind, data: BenchmarkRows, rows: Int, tables: TableUpdate, chunk: Int?,
    part: Int?
  ) throws {
    optimizer.tables = tables
    try super.init(kind: kind, data: data, rows: rows, chunk: chunk, part: part, trains: true)
  }

  override var loss: Double { plan.losses.reduce(0, +) }

  override func step() throws {
    feed()
    try plan.step(&optimizer)
  }
}

/// Predictions alone.
final class PredictionContender: ModelContender {
  init(kind: any ModelKind, data: BenchmarkRows, rows: Int, chunk: Int?, part: Int?) throws {
    try super.init(kind: kind, data: data, rows: rows, chunk: chunk, part: part, trains: false)
  }

  override func step() throws {
    feed()
    try plan.forward()
  }
}
