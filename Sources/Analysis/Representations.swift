package import DataSets
package import Display
import Numbers
import Engine
import Models
package import System
import Training

/// How similar the representations are that the tasks' towers read: linear CKA, 1 where one is a rotation
/// or a scaling of the other, 0 where they have nothing in common.
///
/// Kornblith et al., Similarity of Neural Network Representations Revisited, ICML 2019, eq. 3 with a
/// linear kernel: `‖YᵀX‖² / (‖XᵀX‖ ‖YᵀY‖)` of centered columns, Frobenius norms.
package struct Representations: Sendable {
  package let tasks: [String]
  /// Tasks × tasks; NaN where a representation is the same on all rows.
  package let similarity: [[Double]]
  /// Whether all tasks read the very same values.
  package let areShared: Bool
  private let look: Look
  /// Rows beyond which more would hardly change a figure, and memory would grow.
  private static let mostRows = 2048

  /// nil where the tasks' towers are not modules, or read what is looked up rather than computed.
  ///
  /// - Throws: `AnalysisError`, or `CancellationError` after an interrupt.
  package init?(
    of named: NamedModel, on part: Split.Part, interrupt: Interrupt = .never
  ) throws {
    let model = named.model
    let inputs = model.schema.tasks.map { model.inputs(ofTowersOf: $0.name) }
    if inputs.count < 2 || inputs.contains(where: \.isEmpty) { return nil }
    look = try Look(at: part, of: named).drawing(Self.mostRows, seed: 1, interrupt)
    var columns = inputs.map { $0.flatMap { value in (0..<value.width).map { _ in [Float]() } } }
    try Prediction(model, look.data, keeping: Array(Set(inputs.joined())))
      .forEachBatch(look.rows, interrupt: interrupt) { plan in
        for (task, values) in inputs.enumerated() {
          var first = 0
          for value in values {
            for row in 0..<plan.batch.rows {
              let numbers = plan.row(row, of: value)
              for column in numbers.indices {
                columns[task][first + column].append(numbers[column])
              }
            }
            first += value.width
          }
        }
      }
    let centered = columns.map { $0.map(Self.centered) }
    similarity = try Self.similarity(centered, interrupt)
    areShared = inputs.allSatisfy { $0 == inputs[0] }
    tasks = model.schema.tasks.map(\.name)
  }

  private static func centered(_ column: [Float]) -> [Double] {
    let mean = column.reduce(0.0) { $0 + Double($1) } / Double(max(1, column.count))
    return column.map { Double($0) - mean }
  }

  private static func similarity(
    _ tasks: [[[Double]]], _ interrupt: Interrupt
  ) throws(CancellationError) -> [[Double]] {
    /// ‖YᵀX‖².
    func overlap(_ x: [[Double]], _ y: [[Double]]) throws(CancellationError) -> Double {
      var sum = 0.0
      for first in x {
        try interrupt.check()
        for second in y {
          let product = zip(first, second).reduce(0.0) { $0 + $1.0 * $1.1 }
          sum += product * product
        }
      }
      return sum
    }
    let own = try tasks.map { columns throws(CancellationError) in
      try overlap(columns, columns).squareRoot()
    }
    var result = tasks.map { _ in tasks.map { _ in 1.0 } }
    for one in tasks.indices {
      for other in 0..<one {
        let value = try overlap(tasks[one], tasks[other]) / (own[one] * own[other])
        (result[one][other], result[other][one]) = (value, value)
      }
      if own[one] == 0 { result[one][one] = .nan }
    }
    return result
  }

  package var figure: Figure {
    .heatMap(
      HeatMap(
        title: "Similarity of representations (linear CKA) · \(look.title)",
        subtitle: "What the tasks' towers read: 1 is the same up to rotation and scale.",
        of: "similarity", rows: HeatMap.Axis("task", tasks), columns: HeatMap.Axis("other", tasks),
        values: similarity, decimals: 3, hasOwnCells: true, reading: reading))
  }

  private var reading: String {
    if areShared { return "All tasks' towers read the same values." }
    let pairs = TaskPair.all(names: tasks, values: similarity)
    guard let closest = pairs.max(by: { $0.value < $1.value }),
      let furthest = pairs.min(by: { $0.value < $1.value })
    else { return "No two representations vary over the rows." }
    if pairs.count == 1 {
      return "\(closest.names) read representations that agree by \(closest.number)."
    }
    return "Most alike: \(closest.described). Least alike: \(furthest.described)."
  }
}

extension Model {
  /// The values that a task's own towers read, without those that are looked up rather than computed.
  fileprivate func inputs(ofTowersOf task: String) -> [Value] {
    let own = architecture.modules.filter {
      $0.role == .tower && ModuleLabel($0, schema).task.map { schema.tasks[$0].name } == task
    }
    return own.flatMap(\.inputs).filter { graph.isComputed($0) }.uniqued()
  }
}
