import DataSets
import Models
import Numbers
import System
import Training

/// A task's scores beside its labels, on the rows that have the label.
struct TaskScores: Sendable {
  let task: Task
  /// Which of the rows asked for these are, ascending.
  let indices: [Int]
  /// Logits of a binary task, values of a regression.
  let scores: [Float]
  let labels: [Float]

  /// What the model predicts: probabilities of a binary task, values of a regression.
  var predictions: [Float] { task.kind == .binary ? Elementary.sigmoid(scores) : scores }

  /// The rows among these that `belongs` says of, by their index among the rows asked for.
  func filtered(_ belongs: (Int) -> Bool) -> TaskScores {
    let kept = indices.indices.filter { belongs(indices[$0]) }
    return TaskScores(
      task: task, indices: kept.map { indices[$0] }, scores: kept.map { scores[$0] },
      labels: kept.map { labels[$0] })
  }

  /// Area under the ROC curve of a binary task; nil for a regression, or with one class only.
  var auc: Double? {
    task.kind == .binary ? Metrics.auc(scores: scores, labels: labels) : nil
  }

  /// The scores of every task of a model on `rows` of its data, in one pass.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  static func all(
    of model: Model, on rows: [Int32], in data: DataSet, interrupt: Interrupt
  ) throws(CancellationError) -> [TaskScores] {
    try all(
      Prediction(model, data).scores(rows, interrupt: interrupt), on: rows, in: data,
      interrupt: interrupt)
  }

  /// The scores of every task, [tasks][rows], with the labels of `rows`.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  static func all(
    _ scores: [[Float]], on rows: [Int32], in data: DataSet, interrupt: Interrupt
  ) throws(CancellationError) -> [TaskScores] {
    var all: [TaskScores] = []
    for (index, task) in data.schema.tasks.enumerated() {
      try interrupt.check()
      let labels = data.labels[index].values(of: rows)
      let known = rows.indices.filter { !labels[$0].isNaN }
      all.append(
        TaskScores(
          task: task, indices: known, scores: known.map { scores[index][$0] },
          labels: known.map { labels[$0] }))
    }
    return all
  }
}
