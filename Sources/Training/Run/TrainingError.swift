package import DataSets

/// The reason why a model cannot be trained or evaluated; `Language` writes the sentence.
package enum TrainingError: Error, Equatable {
  /// A task's loss became NaN or infinite; the model is back at its best epoch or start.
  case lossIsNoNumber(task: String, step: Int, learningRate: Double)
  /// The model has no data set.
  case noData
  /// A part of the data is empty.
  case noRows(part: Split.Part)
  /// A batch of that many rows needs more memory than `limit`, in bytes.
  case batchTooLarge(rows: Int, bytes: Int, limit: Int)
  /// Batch normalization of batches of one row.
  case batchOfOneRow
  /// There is no task of that name.
  case unknownTask(String, known: [String])
  /// The number of task weights differs from that of tasks.
  case wrongTaskWeights(count: Int, tasks: [String])
  /// A sample space names an unknown task.
  case noSampleSpace(String, known: [String])
  /// The label of a sample space is not binary.
  case noEvent(String)
  /// The monitored metric does not exist, as the task (nil for all tasks) is of the other kind.
  case noMetric(TaskMetric, task: String?)
  /// Tasks of this kind of model share weights, which cannot be of several epochs.
  case tasksShare(kind: String)
  /// A copy of all gradients per task needs more memory than `limit`, in bytes.
  case gradientsTooLarge(method: String, bytes: Int, limit: Int)
  /// Training needs more memory than is available, in bytes.
  case memoryTooSmall(MemoryNeed, available: Int)
  /// The feature to group rows by is not a categorical one.
  case noGroup(String, known: [String])
}
