/// The training behind a model's current weights.
package enum TrainingAge: Sendable, Equatable {
  /// Initial weights.
  case untrained
  /// Opened from a file without a history, and not trained since.
  case opened
  /// Weights after that many steps, where an interrupt ended training.
  case steps(Int)
  /// Weights of the epoch with that number, counted over all runs; of each task's, if they differ.
  case epochs([Int])
}

extension Trainer {
  /// The training behind the model's current weights.
  package var age: TrainingAge {
    if !history.bestEpochs.isEmpty { return .epochs(history.bestEpochs) }
    if !history.losses.isEmpty { return .steps(history.losses.count) }
    return savedFingerprint == nil ? .untrained : .opened
  }
}
