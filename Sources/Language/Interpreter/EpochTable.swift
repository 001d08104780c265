import DataSets
import Display
import Models
import System
import Training

/// The epochs of one training as rows, with the bits of all losses: what the line of a training stands for.
struct EpochTable {
  private let trainer: Trainer
  private let epochs: [History.Epoch]
  /// The step before the first of these epochs.
  private let start: Int

  /// The epochs that a trainer has made since it had made `count`.
  init(_ trainer: Trainer, after count: Int) {
    self.trainer = trainer
    epochs = Array(trainer.history.epochs.dropFirst(count))
    start = count > 0 ? trainer.history.epochs[count - 1].step : 0
  }

  /// One row per epoch: mean losses of the steps, figures of the validation rows, last the weights.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func table(_ interrupt: Interrupt) throws(CancellationError) -> Table {
    let tasks = trainer.model.schema.tasks.map(\.name)
    let keys =
      ["epoch", "data"] + tasks.map { "\($0).loss" }
      + tasks.flatMap { ["\($0).validation-loss", "\($0).validation-auc"] } + ["weights"]
    let weights = try trainer.model.digest(interrupt: interrupt)
    let data = trainer.data?.fingerprint ?? ""
    var step = start
    let rows = epochs.enumerated().map { index, epoch in
      let end = min(trainer.history.losses.count, max(step, epoch.step))
      let losses = trainer.history.losses[min(step, end)..<end]
      step = end
      let isLast = index == epochs.count - 1
      return Table.Row(
        [.number(Double(epoch.number), .count), .text(String(data.prefix(12)))]
          + tasks.indices.map { task in Self.cell(Self.sum(losses.map { $0[task] })) }
          + tasks.flatMap { task -> [Table.Cell] in
            let figures = epoch.validation?[task]
            return [Self.cell(figures?.loss), Self.cell(figures?.auc)]
          } + [isLast ? .text(String(weights.prefix(12))) : .missing])
    }
    return Table(
      title: "", columns: keys.map { Table.Column(key: $0, header: $0) }, rows: rows)
  }

  /// The sum without the losses of batches that have no label of the task.
  private static func sum(_ losses: [Double]) -> Double {
    losses.reduce(0) { $1.isNaN ? $0 : $0 + $1 }
  }

  private static func cell(_ value: Double?) -> Table.Cell {
    value.map { .number($0, .significant(6)) } ?? .missing
  }
}
