import DataSets
import Engine
import Models

/// What moves inside a model over training, noted every few steps in bounded memory.
package struct Course: Sendable {
  /// The state after one step.
  package struct Point: Sendable {
    /// The number of the step, counted from 1 over all runs.
    package let step: Int
    /// Gates that all rows share, or the mean of each row's gates over the batch, task by task.
    package let gates: [[Double]]
    /// Correlation of the batch's labels, tasks × tasks; NaN where it is undefined.
    package let correlation: [[Double]]
    /// The tasks' weights in the loss.
    package let taskWeights: [Double]
  }

  /// The tasks' gradients in one step.
  package struct Conflict: Sendable {
    package let step: Int
    /// Cosine of the tasks' gradients over the tensors that they share, tasks × tasks; NaN without any.
    package let cosines: [[Double]]
  }

  /// Points that are kept; beyond that, every second one is dropped.
  static let mostPoints = 512
  package private(set) var points: [Point] = []
  package private(set) var conflicts: [Conflict] = []

  /// Adds a point, and thins out old ones where there are too many.
  mutating func add(_ point: Point) {
    points.append(point)
    points.thin(to: Self.mostPoints)
  }

  /// Adds the gradients of a step.
  mutating func add(_ conflict: Conflict) {
    conflicts.append(conflict)
    conflicts.thin(to: Self.mostPoints)
  }
}

extension Array {
  /// Drops every second element where there are more than `most`; the last one stays.
  fileprivate mutating func thin(to most: Int) {
    if count <= most { return }
    self = indices.filter { (count - 1 - $0).isMultiple(of: 2) }.map { self[$0] }
  }
}

/// Notes the course of a run: at about 256 steps what costs little, at few steps the gradients.
struct CourseRecorder {
  private static let pointsPerRun = 256
  /// Gates beyond which none are noted: with more, the points would need too much memory.
  private static let mostGates = 1024
  /// Floats of gradients beyond which they are not measured: 64 MB.
  private static let mostFloats = 16 << 20
  /// Steps between two measurements of the gradients, per task: they cost a step for each task.
  private static let stepsPerTask = 64

  private let model: Model
  private let interval: Int
  private let measure: CorrelationMeasure
  private let shared: GateRecord?
  private let records: [Record]
  /// What each task takes of networks, as it serves: the values of a training step hold noise.
  private let connections: [GateRecord]
  private let measuresGradients: Bool

  /// `steps` is the largest number of steps of the run.
  init(_ model: Model, steps: Int) {
    self.model = model
    interval = max(1, steps / Self.pointsPerRun)
    measure = model.gateScaling?.virtualGradient.measure ?? .pearson
    let shared = model.gates.first { $0.role == .shared }
    let isSmall = (shared?.values.count ?? 0) <= Self.mostGates
    self.shared = isSmall ? shared : nil
    let records = model.records.filter { $0.role == .rowGate || $0.role == .connection }
    self.records =
      shared == nil && records.reduce(0) { $0 + $1.parts.count } <= Self.mostGates ? records : []
    connections = model.connections
    let tasks = model.schema.tasks.count
    measuresGradients = tasks > 1 && (tasks + 3) * model.parameters.count <= Self.mostFloats
  }

  /// Whether the gradients of step `step` of a run, counted from 0, are measured.
  func measuresGradients(ofStep step: Int) -> Bool {
    measuresGradients && step.isMultiple(of: Self.stepsPerTask * model.schema.tasks.count)
  }

  /// The state after step `step` of a run, counted from 0; nil where it is not noted.
  func point(afterStep step: Int, number: Int, _ plan: Plan, weights: [Double]) -> Course.Point? {
    if !step.isMultiple(of: interval) { return nil }
    return Course.Point(
      step: number, gates: gates(plan), correlation: correlation(plan.batch),
      taskWeights: weights)
  }

  private func correlation(_ batch: Batch) -> [[Double]] {
    let tasks = model.schema.tasks.indices
    var result = tasks.map { _ in tasks.map { _ in 1.0 } }
    for one in tasks {
      for other in 0..<one {
        let value = batch.correlation(of: one, and: other, measure)
        (result[one][other], result[other][one]) = (value, value)
      }
    }
    return result
  }

  private func gates(_ plan: Plan) -> [[Double]] {
    if let shared {
      let values = shared.values
      let perTask = values.count / model.schema.tasks.count
      return model.schema.tasks.indices.map { Array(values[$0 * perTask..<($0 + 1) * perTask]) }
    }
    return records.enumerated().map { index, record in
      if record.role == .connection, connections.indices.contains(index) {
        return connections[index].values
      }
      var sums = record.parts.map { _ in 0.0 }
      let values = plan.rows(of: record.value)
      for row in stride(from: record.offset, to: values.count, by: record.value.width) {
        for column in sums.indices { sums[column] += Double(values[row + column]) }
      }
      return sums.map { $0 / Double(plan.batch.rows) }
    }
  }
}

extension Model {
  /// The tensors of what each task takes of networks, one per task; empty for a model without them.
  fileprivate var connections: [GateRecord] {
    schema.tasks.compactMap { task in
      gates.last {
        if case .routing(_, let reader, _) = $0.role { reader.owner == task.name } else { false }
      }
    }
  }
}

extension TaskGradients {
  /// Cosine of each pair of tasks over the tensors that tasks share, [tasks][tasks].
  var sharedCosines: [[Double]] {
    let tasks = own.indices
    var products = tasks.map { _ in tasks.map { _ in 0.0 } }
    forEachCommon { _, gradients in
      for one in tasks {
        for other in 0...one { products[one][other] += Self.dot(gradients[one], gradients[other]) }
      }
    }
    return tasks.map { one in
      tasks.map { other in
        let lengths = (products[one][one] * products[other][other]).squareRoot()
        return lengths > 0 ? products[max(one, other)][min(one, other)] / lengths : .nan
      }
    }
  }
}
