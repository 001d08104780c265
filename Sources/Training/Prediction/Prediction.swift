package import DataSets
package import Engine
package import Models
import Numbers
package import System

/// Runs a model on rows in order, batch by batch, without training it.
package struct Prediction {
  private let model: Model
  private let plan: Plan
  private let feed: RowFeed

  /// Takes a model and data with its schema; `batchSize` is the largest number of rows at a time.
  ///
  /// `values` of the model can be read after each batch, beside those that it records.
  package init(
    _ model: Model, _ data: DataSet, batchSize: Int = 1024, keeping values: [Value] = []
  ) {
    self.model = model
    // Rows are independent of each other, so a smaller batch gives the same bits.
    let rows = Plan.largestSize / max(1, model.graph.bytesPerRow)
    plan = model.graph.keeping(values) {
      Plan(
        model.graph, capacity: max(1, min(batchSize, data.rowCount, rows)), trains: false)
    }
    feed = RowFeed(data)
  }

  /// Calls `body` for each batch, with the plan that holds its values.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package func forEachBatch(
    _ rows: [Int32], interrupt: Interrupt = .never,
    _ body: (Plan) throws(CancellationError) -> Void
  ) throws(CancellationError) {
    for start in stride(from: 0, to: rows.count, by: plan.capacity) {
      feed.fill(plan.batch, with: rows[start..<min(rows.count, start + plan.capacity)])
      // Behind the reading, which may find a file that was cut short.
      try interrupt.check()
      try plan.forward(interrupt: interrupt)
      try body(plan)
    }
  }

  /// The logits, [tasks][rows].
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package func logits(
    _ rows: [Int32], interrupt: Interrupt = .never
  ) throws(CancellationError) -> [[Float]] {
    var result = model.logits.map { _ in [Float]() }
    try forEachBatch(rows, interrupt: interrupt) { plan in
      for (task, logit) in model.logits.enumerated() {
        result[task] += plan.rows(of: logit)
      }
    }
    return result
  }

  /// The logits of binary tasks, and the values of regressions in the units of their labels.
  package func scores(
    _ rows: [Int32], interrupt: Interrupt = .never
  ) throws(CancellationError) -> [[Float]] {
    Self.scores(try logits(rows, interrupt: interrupt), of: model)
  }

  /// The scores that a model's logits stand for, [tasks][rows].
  package static func scores(_ logits: [[Float]], of model: Model) -> [[Float]] {
    zip(model.schema.tasks, logits).map { task, logits in
      task.scale.map { logits.map($0.label) } ?? logits
    }
  }

  /// The predictions, [tasks][rows]: probabilities of binary tasks, values of regressions.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package func predictions(
    _ rows: [Int32], interrupt: Interrupt = .never
  ) throws(CancellationError) -> [[Float]] {
    try scores(rows, interrupt: interrupt).enumerated().map { task, scores in
      model.schema.tasks[task].kind == .binary ? Elementary.sigmoid(scores) : scores
    }
  }
}
