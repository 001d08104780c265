import DataSets

/// A figure on the validation rows by which epochs are compared.
package enum Monitor: Sendable, Equatable {
  /// Mean loss of the tasks, or of one of them.
  case loss
  case taskLoss(String)
  /// Mean AUC of the tasks, or of one of them.
  case auc
  case taskAUC(String)

  /// `loss`, `auc`, `income.loss` or `income.auc`, with `logloss` and `mse` as other names of a loss.
  package init?(_ text: String) {
    let losses = ["loss", "logloss", "mse"]
    if losses.contains(text) {
      self = .loss
    } else if text == "auc" {
      self = .auc
    } else if let dot = text.lastIndex(of: ".") {
      let task = String(text[..<dot])
      let figure = String(text[text.index(after: dot)...])
      if losses.contains(figure) {
        self = .taskLoss(task)
      } else if figure == "auc" {
        self = .taskAUC(task)
      } else {
        return nil
      }
    } else {
      return nil
    }
  }

  /// What `init` reads.
  package var text: String {
    switch self {
    case .loss: "loss"
    case .auc: "auc"
    case .taskLoss(let task): "\(task).loss"
    case .taskAUC(let task): "\(task).auc"
    }
  }

  /// The task it names.
  package var task: String? {
    switch self {
    case .loss, .auc: nil
    case .taskLoss(let task), .taskAUC(let task): task
    }
  }

  /// - Throws: `TrainingError` if it is a figure that the tasks do not have.
  func check(_ tasks: [Task]) throws(TrainingError) {
    let known = tasks.map(\.name)
    if let task, !known.contains(task) { throw .unknownTask(task, known: known) }
    let watched = tasks.filter { task == nil || $0.name == task }
    switch self {
    case .loss, .taskLoss: return
    case .auc, .taskAUC:
      if watched.allSatisfy({ $0.kind != .binary }) { throw .noAUC(task: task) }
    }
  }

  /// The figure of an evaluation, the smaller the better; nil where it is undefined.
  func figure(_ evaluation: Evaluation) -> Double? {
    switch self {
    case .loss: evaluation.meanLoss
    case .auc: evaluation.meanAUC.map { -$0 }
    case .taskLoss(let task): evaluation[task].flatMap { $0.rows > 0 ? $0.loss : nil }
    case .taskAUC(let task): evaluation[task]?.auc.map { -$0 }
    }
  }
}
