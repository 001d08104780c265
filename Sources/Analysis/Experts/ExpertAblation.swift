package import DataSets
import Engine
import Models
import Numbers
package import System
package import Training

/// What each task loses when one expert after another is left out: its output is set to 0 on every row.
///
/// Nothing is trained anew. Experts are left out batch by batch, and only what they lead to is computed
/// again.
package struct ExpertAblation: Sendable {
  /// A task's figures on the rows that have its label.
  package struct Figures: Sendable, Equatable {
    /// AUC of a binary task, R² of a regression; nil with one class or constant labels only.
    package let quality: Double?
    /// Mean logloss, or mean squared error of a regression; NaN without labels.
    package let loss: Double

    /// Figures that were measured.
    package init(quality: Double?, loss: Double) {
      self.quality = quality
      self.loss = loss
    }
  }

  package let experts: [String]
  package let tasks: [String]
  /// What each task is judged by.
  let kinds: [Task.Kind]
  /// With all experts, one per task.
  package let whole: [Figures]
  /// [experts][tasks].
  package let without: [[Figures]]
  /// True if the task reads the expert, [experts][tasks].
  let isRead: [[Bool]]
  let look: Look

  /// Leaves out each expert of `named` in one pass over a part of its data.
  ///
  /// Of more rows than scores can be kept of, a sample is drawn.
  /// - Throws: `AnalysisError`, or `CancellationError` after an interrupt.
  package init(
    of named: NamedModel, on part: Split.Part, in sampleSpaces: [SampleSpace] = [],
    interrupt: Interrupt = .never
  ) throws {
    let model = named.model
    let outputs = ExpertOutput.all(of: model)
    if outputs.isEmpty {
      throw ExpertUse.exists(in: model)
        ? AnalysisError.networksOfTasks(model: named.name, kind: model.kindName)
        : AnalysisError.lacks(.experts, model: named.name, kind: model.kindName)
    }
    // 64 MB of scores.
    let most = (16 << 20) / ((outputs.count + 1) * model.logits.count)
    let look = try Look(at: part, of: named, in: sampleSpaces)
      .drawing(most, seed: 1, interrupt)
    let rows = try look.taskRows(interrupt)
    let figures = try Self.logits(model, look, leavingOut: outputs, interrupt).map {
      try TaskScores.all(Prediction.scores($0, of: model), on: rows).map {
        try interrupt.check()
        return Figures(quality: $0.quality, loss: $0.labels.isEmpty ? .nan : $0.loss)
      }
    }
    (whole, without) = (figures[0], Array(figures.dropFirst()))
    experts = outputs.map(\.expert)
    tasks = model.schema.tasks.map(\.name)
    kinds = model.schema.tasks.map(\.kind)
    let records = ExpertUse.records(of: model)
    isRead = experts.map { expert in
      model.schema.tasks.indices.map { task in
        records.contains {
          $0.task == task && GatePart.all(of: [$0]).contains { $0.expert == expert }
        }
      }
    }
    self.look = look
  }

  /// The logits with all experts, then without each of them: [1 + experts][tasks][rows].
  private static func logits(
    _ model: Model, _ look: Look, leavingOut outputs: [ExpertOutput], _ interrupt: Interrupt
  ) throws(CancellationError) -> [[[Float]]] {
    let values = outputs.map { model.graph.end(of: $0.value) }
    let prediction = Prediction(model, look.data, keeping: model.graph.needed(without: values))
    var logits = Array(repeating: model.logits.map { _ in [Float]() }, count: 1 + values.count)
    func take(_ plan: Plan, _ index: Int) {
      for (task, logit) in model.logits.enumerated() {
        logits[index][task] += plan.rows(of: logit)
      }
    }
    try prediction.forEachBatch(look.rows, interrupt: interrupt) { plan throws(CancellationError) in
      take(plan, 0)
      try plan.forEachWithout(values, interrupt: interrupt) { take(plan, 1 + $0) }
    }
    return logits
  }
}
