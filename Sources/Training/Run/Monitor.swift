import DataSets

/// The metric on the validation rows that selects the best epoch.
package enum Monitor: Sendable, Equatable {
  /// Mean loss over the tasks.
  case loss
  /// Mean loss of one task.
  case taskLoss(String)
  /// Mean AUC over the tasks.
  case auc
  /// AUC of one task.
  case taskAUC(String)

  /// Parses `loss`, `auc`, `income.loss` or `income.auc`; `logloss` and `mse` are synonyms of `loss`.
  ///
  /// nil for any other text.
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

  /// The text that `init` parses.
  package var text: String {
    switch self {
    case .loss: "loss"
    case .auc: "auc"
    case .taskLoss(let task): "\(task).loss"
    case .taskAUC(let task): "\(task).auc"
    }
  }

  /// The task that it names; nil for a mean over the tasks.
  package var task: String? {
    switch self {
    case .loss, .auc: nil
    case .taskLoss(let task), .taskAUC(let task): task
    }
  }

  /// Checks that the tasks have this metric.
  ///
  /// - Throws: `TrainingError.unknownTask` or `.noAUC`.
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

  /// The metric of an evaluation, negated for AUC so that smaller is better; nil where it is undefined.
  func figure(_ evaluation: Evaluation) -> Double? {
    switch self {
    case .loss: evaluation.meanLoss
    case .auc: evaluation.meanAUC.map { -$0 }
    case .taskLoss(let task): evaluation[task].flatMap { $0.rows > 0 ? $0.loss : nil }
    case .taskAUC(let task): evaluation[task]?.auc.map { -$0 }
    }
  }
}
