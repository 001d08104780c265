package import DataSets
package import Engine
package import Models
import Numbers

/// Runs a model over rows in their order, batch by batch, without training it.
package struct Prediction {
  private let model: Model
  private let plan: Plan
  private let feed: RowFeed

  /// `data` has the model's schema.
  package init(_ model: Model, _ data: DataSet, batchSize: Int = 1024) {
    self.model = model
    // Rows do not influence each other, so a smaller batch gives the same bits.
    let rows = Plan.largestSize / max(1, model.graph.bytesPerRow)
    plan = Plan(
      model.graph, capacity: max(1, min(batchSize, data.rowCount, rows)), trains: false)
    feed = RowFeed(data)
  }

  /// Calls `body` after each batch, with the plan that holds its values.
  ///
  /// - Throws: `CancellationError` once `isInterrupted` says so.
  package func forEachBatch(
    _ rows: [Int32], isInterrupted: () -> Bool = { false }, _ body: (Plan) -> Void
  ) throws(CancellationError) {
    for start in stride(from: 0, to: rows.count, by: plan.capacity) {
      if isInterrupted() { throw CancellationError() }
      feed.fill(plan.batch, with: rows[start..<min(rows.count, start + plan.capacity)])
      plan.forward()
      body(plan)
    }
  }

  /// The logit of every task for each row, [tasks][rows].
  package func logits(
    _ rows: [Int32], isInterrupted: () -> Bool = { false }
  ) throws(CancellationError) -> [[Float]] {
    var result = model.logits.map { _ in [Float]() }
    try forEachBatch(rows, isInterrupted: isInterrupted) { plan in
      for (task, logit) in model.logits.enumerated() {
        result[task] += (0..<plan.batch.rows).map { plan.row($0, of: logit)[0] }
      }
    }
    return result
  }

  /// What the model predicts: probabilities of binary tasks, values of regressions, [tasks][rows].
  package func predictions(
    _ rows: [Int32], isInterrupted: () -> Bool = { false }
  ) throws(CancellationError) -> [[Float]] {
    try logits(rows, isInterrupted: isInterrupted).enumerated().map { task, logits in
      model.schema.tasks[task].kind == .binary ? Elementary.sigmoid(logits) : logits
    }
  }
}
