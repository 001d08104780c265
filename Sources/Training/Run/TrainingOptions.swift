import DataSets
package import Engine

/// What a person may choose about a run of training.
package struct TrainingOptions: Sendable, Equatable, Codable {
  package var epochs = 3
  package var batchSize = 1024
  package var learningRate = 1e-3
  package var optimizer = UpdateRule.adam
  /// Which rows of the embedding tables a step moves.
  package var tables = TableUpdate.automatic
  /// Decides the order of rows, and what is drawn anew in each step.
  package var seed: UInt64 = 1
  /// What the best epoch is chosen by.
  package var monitor = Monitor.loss
  /// Ends after so many epochs without gain; nil never.
  package var earlyStopPatience: Int?
  /// A weight a task in the loss; nil is 1 each.
  package var taskWeights: [Double]?
  /// Who sets the weights; other than `fixed` they start at 1.
  package var weighting = TaskWeighting.fixed
  /// Tasks that count only rows on which another label is 1.
  package var sampleSpaces: [SampleSpace] = []
  package var schedule = LearningRateSchedule()
  /// Of `sgd`.
  package var momentum = 0.0
  /// Of `adamw`.
  package var weightDecay = 0.01
  /// The norm of all gradients together that a step may have; nil is any.
  package var clipNorm: Double?
  /// Takes the rows in a new order in each epoch; else in file order.
  package var shuffles = true

  package init() {}
}

/// A task that counts a part of the rows only: those on which the label of another is 1.
package struct SampleSpace: Sendable, Equatable, Codable {
  package var task: String
  package var label: String

  package init(task: String, label: String) {
    self.task = task
    self.label = label
  }

  /// `conversion=click`; nil for another form.
  package init?(_ text: String) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, parts[0] != parts[1] else {
      return nil
    }
    self.init(task: parts[0], label: parts[1])
  }
}

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

/// As its text.
extension Monitor: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let monitor = Monitor(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no monitor")
    }
    self = monitor
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
