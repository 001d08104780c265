import DataSets
import Engine
import Models
import Numbers
import System
import Training

/// A task's scores beside its labels, on the rows on which it counts.
struct TaskScores: Sendable {
  let rows: TaskRows
  /// Logits of a binary task, values of a regression.
  let scores: [Float]

  var task: Task { rows.task }
  var labels: [Float] { rows.labels }
  var weights: RowWeights { rows.weights }

  /// What the model predicts: probabilities of a binary task, values of a regression.
  var predictions: [Float] { task.kind == .binary ? Elementary.sigmoid(scores) : scores }

  /// The rows among these that `belongs` says of, by their index among the rows asked for.
  func filtered(_ belongs: (Int) -> Bool) -> TaskScores {
    let (rows, kept) = rows.filtered(belongs)
    return TaskScores(rows: rows, scores: kept.map { scores[$0] })
  }

  /// Area under the ROC curve of a binary task; nil for a regression, or with one class only.
  var auc: Double? { task.kind == .binary ? weights.auc(scores, labels) : nil }

  /// Explained variance R² of a regression; nil for constant labels.
  var explainedVariance: Double? {
    Metrics.explainedVariance(predictions: scores, labels: labels, weights: weights.values)
  }

  /// What a task is judged by: the AUC of a binary task, R² of a regression; nil where undefined.
  var quality: Double? { task.kind == .binary ? auc : explainedVariance }

  /// A fall of a task's quality that is worth a word.
  static let leastFall = 0.001
  /// A rise of a task's loss that is worth a word, as a share of the loss.
  static let leastRise = 0.001

  /// Logloss of a binary task or squared error of a regression, row by row.
  var losses: [Double] { task.kind.loss.losses(scores, labels) }

  /// Mean logloss of a binary task, mean squared error of a regression.
  var loss: Double { weights.mean(losses) }

  /// The scores of every task of a model on the rows of a look, in one pass.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  static func all(
    of model: Model, _ look: Look, _ interrupt: Interrupt
  ) throws(CancellationError) -> [TaskScores] {
    let scores = try Prediction(model, look.data).scores(look.rows, interrupt: interrupt)
    return all(scores, on: try look.taskRows(interrupt))
  }

  /// The scores of every task, [tasks][rows], on the rows on which it counts.
  static func all(_ scores: [[Float]], on rows: [TaskRows]) -> [TaskScores] {
    zip(rows, scores).map { TaskScores(rows: $0, scores: $0.values(among: $1)) }
  }
}
