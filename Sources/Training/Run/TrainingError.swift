import Engine

/// Why a model cannot be trained or evaluated, as a sentence and a way out.
package enum TrainingError: Error, Equatable {
  /// A task's loss became NaN or infinite; the model is back at its best epoch or start.
  case lossIsNoNumber(task: String, step: Int, learningRate: Double)
  /// The model has no data set, or one of its parts is empty.
  case noData
  case noRows(part: String)
  /// A batch of so many rows needs more memory than `limit`.
  case batchTooLarge(rows: Int, bytes: Int, limit: Int)
  case unknownTask(String, known: [String])
  case wrongTaskWeights(count: Int, tasks: [String])
  /// A sample space speaks of what is no task.
  case noSampleSpace(String, known: [String])
  /// The label of a sample space is a number, not an event.
  case noEvent(String)
  /// What epochs are to be compared by is an AUC that there is not; nil is of any task.
  case noAUC(task: String?)
  /// A copy of all gradients a task does not fit into memory.
  case gradientsTooLarge(method: String, bytes: Int)
  /// More memory than there is, in bytes.
  case memoryTooSmall(MemoryNeed, available: Int)
  /// What rows are to be grouped by is no categorical feature.
  case noGroup(String, known: [String])

  package var sentence: String {
    switch self {
    case .lossIsNoNumber(let task, let step, let rate):
      "The loss of '\(task)' is no number at step \(step), with learning rate \(rate)."
    case .noData: "This model has no data."
    case .noRows(let part): "The \(part) part of the data has no rows."
    case .batchTooLarge(let rows, let bytes, let limit):
      "A batch of \(rows) rows needs \(bytes >> 20) MiB; the limit is \(limit >> 20) MiB."
    case .unknownTask(let name, let known):
      "'\(name)' is no task here; there are \(known.joined(separator: ", "))."
    case .wrongTaskWeights(let count, let tasks):
      "\(count) task weight\(count == 1 ? "" : "s") for \(tasks.count) tasks (\(tasks.joined(separator: ", ")))."
    case .noSampleSpace(let name, let known):
      "'\(name)' is no task here; there are \(known.joined(separator: ", "))."
    case .noEvent(let task):
      "'\(task)' is a regression task; a sample space is where an event, 0 or 1, is 1."
    case .noAUC(let task):
      (task.map { "'\($0)' is a regression task" } ?? "All tasks are regression tasks")
        + ", and only a binary one has an AUC."
    case .gradientsTooLarge(let method, let bytes):
      "'\(method)' keeps the gradients of each task: \(bytes >> 20) MiB for this model, and the limit is "
        + "\(Plan.largestSize >> 20) MiB."
    case .memoryTooSmall(let need, let available):
      "Training takes about \(need.total >> 20) MiB more memory (\(need.weights >> 20) for the weights' "
        + "gradients, moments and copies, \(need.batch >> 20) for a batch, \(need.rows >> 20) for the "
        + "order and figures of rows), and \(available >> 20) MiB are available."
    case .noGroup(let name, let known):
      "'\(name)' is no categorical feature of the data; there \(known.isEmpty ? "is none" : known.count == 1 ? "is" : "are")"
        + (known.isEmpty ? "." : " \(known.joined(separator: ", ")).")
    }
  }

  package var wayOut: String {
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
}
