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

/// The model of a case, on random rows: 40 categorical fields, two binary tasks.
class ModelContender: Contender {
  static let fields = 40
  static let batches = 32
  let rows: Int
  var operations: Double? { nil }
  var loss: Double { .nan }
  let model: Model
  let plan: Plan
  private let ids: [[Int32]]
  private let labels: [[Float]]
  private var next = 0

  init(kind: any ModelKind, rows: Int, values: Int, chunk: Int?, part: Int?, trains: Bool) throws {
    self.rows = rows
    // Id 0 is "unknown", so a table of `values` rows has one word fewer.
    let words = (1..<values).map { String($0) }
    let schema = Schema(
      features: (0..<Self.fields).map {
        Feature(name: "f\($0)", kind: .categorical(vocabulary: words))
      }, tasks: [Task(name: "a"), Task(name: "b")])
    model = try Model(kind, schema: schema, seed: 1)
    plan = Plan(model.graph, capacity: rows, chunk: chunk, part: part, trains: trains)
    var stream = RandomStream(seed: 7, purpose: "rows of a benchmark")
    ids = (0..<Self.batches).map { _ in
      (0..<rows * Self.fields).map { _ in Int32(stream.below(values)) }
    }
    labels = (0..<Self.batches).map { _ in (0..<rows * 2).map { _ in Float(stream.below(2)) } }
  }

  /// Puts the next rows into the plan's batch.
  func feed() {
    let place = next % Self.batches
    next += 1
    plan.batch.rows = rows
    plan.batch.ids.update(from: ids[place], count: ids[place].count)
    plan.batch.labels.start.update(from: labels[place], count: labels[place].count)
  }

  func step() throws {}
}

/// Steps of training with Adam.
final class TrainingContender: ModelContender {
  private var optimizer = Optimizer(.adam, learningRate: 1e-3)

  init(kind: any ModelKind, rows: Int, values: Int, tables: TableUpdate, chunk: Int?, part: Int?)
    throws
  {
    optimizer.tables = tables
    try super.init(kind: kind, rows: rows, values: values, chunk: chunk, part: part, trains: true)
  }

  override var loss: Double { plan.losses.reduce(0, +) }

  override func step() throws {
    feed()
    try plan.step(&optimizer)
  }
}

/// Predictions alone.
final class PredictionContender: ModelContender {
  init(kind: any ModelKind, rows: Int, values: Int, chunk: Int?, part: Int?) throws {
    try super.init(kind: kind, rows: rows, values: values, chunk: chunk, part: part, trains: false)
  }

  override func step() throws {
    feed()
    try plan.forward()
  }
}
