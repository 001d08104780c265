/// The history of a model's training: losses per step, metrics per epoch.
package struct History: Sendable {
  /// The end of an epoch.
  package struct Epoch: Sendable, Codable {
    /// The number of the epoch, counted from 1 over all runs.
    package var number: Int
    /// The number of steps made when it ended.
    package var step: Int
    /// Metrics on the validation rows; nil without such rows.
    package var validation: Evaluation?
  }

  /// Mean losses of the batches, [steps][tasks].
  package internal(set) var losses: [[Double]] = []
  /// Gates, label correlation, task weights and gradients over the steps of this session.
  package internal(set) var course = Course()
  /// Completed epochs.
  package internal(set) var epochs: [Epoch] = []
  /// The number of epochs started, including an interrupted one; it determines the order of rows.
  package internal(set) var startedEpochs = 0
  /// The epochs whose weights the model has: one, or one per task if they differ; none after an interrupt.
  package internal(set) var bestEpochs: [Int] = []
  /// Seconds of training; nil if some of it took place in another session, as files do not store times,
  /// which would differ from run to run.
  package internal(set) var seconds: Double? = 0
  /// The number of rows seen, counting repetitions.
  package internal(set) var rows = 0
}

extension History {
  /// The epoch whose weights the model has; nil after an interrupt, and where tasks have different ones.
  package var bestEpoch: Int? { bestEpochs.count == 1 ? bestEpochs[0] : nil }

  /// Metrics on the validation rows of the weights that the model has; nil if they are not known.
  package var bestValidation: Evaluation? { validation(of: bestEpochs) }

  /// The metrics of an epoch, or of each task in an epoch of its own; nil if they are not known.
  package func validation(of numbers: [Int]) -> Evaluation? {
    let found = numbers.compactMap { number in epochs.last { $0.number == number }?.validation }
    guard var whole = found.first, found.count == numbers.count else { return nil }
    if found.count > 1 { whole.tasks = zip(found, whole.tasks.indices).map { $0.tasks[$1] } }
    return whole
  }
}
