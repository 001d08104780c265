import DataSets
import Display
import Training

extension Complaint {
  /// An error of training as a sentence and a way out; the option it is about is underlined.
  init(_ error: TrainingError) {
    self.init(
      .training, error.sentence, wayOut: error.wayOut, about: error.option.map { "--" + $0 })
  }
}

extension TrainingError {
  fileprivate var sentence: String {
    switch self {
    case .lossIsNoNumber(let task, let step, let rate):
      "The loss of '\(task)' is not a number at step \(step) (learning rate \(rate))."
    case .noData: "This model has no data."
    case .noRows(let part):
      "The \(part == .train ? "training" : part.rawValue) part of the data has no rows."
    case .batchTooLarge(let rows, let bytes, let limit):
      "A batch of \(rows) rows needs \(Self.mebibytes(bytes)); the limit is "
        + "\(Self.mebibytes(limit))."
    case .batchOfOneRow: "Batch normalization needs batches of two rows or more."
    case .unknownTask(let name, let known), .noSampleSpace(let name, let known):
      "There is no task '\(name)'; the tasks are \(known.joined(separator: ", "))."
    case .wrongTaskWeights(let count, let tasks):
      "\(Phrase.count(count, "task weight")) for \(Phrase.count(tasks.count, "task")) "
        + "(\(tasks.joined(separator: ", ")))."
    case .noEvent(let task):
      "'\(task)' is a regression task; a sample space needs a binary task."
    case .noMetric(let metric, let task):
      task.map { "'\($0)' is a \(Self.other(metric)) task, which has no \(metric.title)." }
        ?? "All tasks are \(Self.other(metric)) tasks, which have no \(metric.title)."
    case .tasksShare(let kind):
      "The tasks of \(kind) share weights, which cannot be those of several epochs."
    case .gradientsTooLarge(let method, let bytes, let limit):
      "'\(method)' stores the gradients of each task: \(Self.mebibytes(bytes)) for this model; the "
        + "limit is \(Self.mebibytes(limit))."
    case .memoryTooSmall(let need, let available):
      "Training needs about \(Self.mebibytes(need.total)) more memory (\(need.weights >> 20) for "
        + "gradients, moments and copies of the weights, \(need.batch >> 20) for a batch, "
        + "\(need.rows >> 20) for row order and metrics), but only "
        + "\(Self.mebibytes(available)) are available."
    case .noGroup(let name, let known):
      "'\(name)' is not a categorical feature of the data. "
        + (known.isEmpty
          ? "It has none." : "Categorical features: \(known.joined(separator: ", ")).")
    }
  }

  /// The kind of tasks that do not have a metric.
  private static func other(_ metric: TaskMetric) -> String {
    metric.fits(.binary) ? "regression" : "binary"
  }

  fileprivate var wayOut: String {
    switch self {
    case .lossIsNoNumber:
      "The model was reset to its best epoch or its initial weights; try a smaller --learning-rate."
    case .noData: "Open it with data: `m = open FILE d`."
    case .noRows: "Load more rows, or use another split."
    case .batchTooLarge: "Choose a smaller --batch-size."
    case .batchOfOneRow: "Use a larger --batch-size, or build the model without --batch-norm."
    case .gradientsTooLarge: "Use uncertainty or dwa, which store none."
    case .memoryTooSmall(let need, _):
      need.batch > need.weights
        ? "Choose a smaller --batch-size."
        : "Build it with a smaller --embedding-dim or smaller layers; `--embedding-update lazy` stores no "
          + "gradients of embedding tables."
    case .noEvent: "Name a binary task after '='."
    case .tasksShare: "Remove `--early-stop-each`; `--monitor TASK.auc` lets one task decide."
    case .noMetric(_, let task):
      "Monitor the loss instead: `--monitor \(task.map { "\($0)." } ?? "")loss`."
    case .unknownTask, .noSampleSpace: "Name one of them."
    case .noGroup(let name, let known):
      (known.isEmpty ? "" : "Name one of them. ")
        + "For a column that was read as numbers, use `--categorical \(name)` at `load`."
    case .wrongTaskWeights: "Give one weight per task, in this order."
    }
  }

  /// The option of `train` or `evaluate` that it is about, without dashes.
  fileprivate var option: String? {
    switch self {
    case .unknownTask, .noMetric: "monitor"
    case .tasksShare: "early-stop-each"
    case .wrongTaskWeights, .gradientsTooLarge: "task-weights"
    case .batchTooLarge, .batchOfOneRow: "batch-size"
    case .noGroup: "group"
    case .noSampleSpace, .noEvent: "sample-space"
    case .lossIsNoNumber, .noData, .noRows, .memoryTooSmall: nil
    }
  }

  private static func mebibytes(_ bytes: Int) -> String { "\(bytes >> 20) MiB" }
}
