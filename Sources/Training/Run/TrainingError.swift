/// Why a model cannot be trained or evaluated; `Language` writes the sentences.
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
  /// A copy of all gradients for each task needs more memory than `limit`.
  case gradientsTooLarge(method: String, bytes: Int, limit: Int)
  /// More memory than there is, in bytes.
  case memoryTooSmall(MemoryNeed, available: Int)
  /// What rows are to be grouped by is no categorical feature.
  case noGroup(String, known: [String])
}
