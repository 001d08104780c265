import Display
import Training

extension Complaint {
  /// The sentence and the way out; the option of `train` that it is about is underlined.
  init(_ error: TrainingError) {
    self.init(
      .training, error.sentence, wayOut: error.wayOut, about: error.option.map { "--" + $0 })
  }
}

extension TrainingError {
  fileprivate var sentence: String {
    switch self {
    case .lossIsNoNumber(let task, let step, let rate):
      "The loss of '\(task)' is not a number at step \(step), with learning rate \(rate)."
    case .noData: "This model has no data."
    case .noRows(let part): "The \(part) part of the data has no rows."
    case .batchTooLarge(let rows, let bytes, let limit):
      "A batch of \(rows) rows needs \(Self.mebibytes(bytes)); the limit is "
        + "\(Self.mebibytes(limit))."
    case .unknownTask(let name, let known), .noSampleSpace(let name, let known):
      "There is no task '\(name)' here; there are \(known.joined(separator: ", "))."
    case .wrongTaskWeights(let count, let tasks):
      "\(Phrase.count(count, "task weight")) for \(Phrase.count(tasks.count, "task")) "
        + "(\(tasks.joined(separator: ", ")))."
    case .noEvent(let task):
      "'\(task)' is a regression task; a sample space is where an event, 0 or 1, is 1."
    case .noAUC(let task):
      (task.map { "'\($0)' is a regression task" } ?? "All tasks are regression tasks")
        + ", and only a binary one has an AUC."
    case .gradientsTooLarge(let method, let bytes, let limit):
      "'\(method)' keeps the gradients of each task: \(Self.mebibytes(bytes)) for this model, and "
        + "the limit is \(Self.mebibytes(limit))."
    case .memoryTooSmall(let need, let available):
      "Training takes about \(Self.mebibytes(need.total)) more memory (\(need.weights >> 20) for the "
        + "weights' gradients, moments and copies, \(need.batch >> 20) for a batch, "
        + "\(need.rows >> 20) for the order and metrics of rows), and "
        + "\(Self.mebibytes(available)) are available."
    case .noGroup(let name, let known):
      "'\(name)' is not a categorical feature of the data; "
        + (known.isEmpty
          ? "there is none." : "there \(known.count == 1 ? "is" : "are") \(Phrase.list(known)).")
    }
  }

  fileprivate var wayOut: String {
    switch self {
    case .lossIsNoNumber:
      "The model is back at its best epoch or start; try a smaller --learning-rate."
    case .noData: "Open it with data: m = open FILE d."
    case .noRows: "Load more rows, or another split."
    case .batchTooLarge: "Choose a smaller --batch-size."
    case .gradientsTooLarge: "Take uncertainty or dwa, which keep none."
    case .memoryTooSmall(let need, _):
      need.batch > need.weights
        ? "Choose a smaller --batch-size."
        : "Build it with a smaller --embedding-dim or smaller layers; --embedding-update lazy keeps no "
          + "gradients of tables."
    case .noEvent: "Name a binary task behind the '='."
    case .noAUC(let task):
      "Compare epochs by the loss: --monitor \(task.map { "\($0)." } ?? "")loss."
    case .unknownTask, .noGroup, .noSampleSpace: "Name one of them."
    case .wrongTaskWeights: "Give one weight for each task, in this order."
    }
  }

  /// The option of `train` or `evaluate` that it is about, without dashes.
  fileprivate var option: String? {
    switch self {
    case .unknownTask, .noAUC: "monitor"
    case .wrongTaskWeights, .gradientsTooLarge: "task-weights"
    case .batchTooLarge: "batch-size"
    case .noGroup: "group"
    case .noSampleSpace, .noEvent: "sample-space"
    case .lossIsNoNumber, .noData, .noRows, .memoryTooSmall: nil
    }
  }

  private static func mebibytes(_ bytes: Int) -> String { "\(bytes >> 20) MiB" }
}
