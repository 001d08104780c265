/// How far a model's training has come, by the weights that it holds.
package enum TrainingAge: Sendable, Equatable {
  case untrained
  /// Opened from a file and not trained since.
  case opened
  /// Those of a last step, where an interrupt left them.
  case steps(Int)
  /// Those of an epoch, counted over all runs.
  case epoch(Int)
}

extension Trainer {
  /// How far the model's training has come.
  package var age: TrainingAge {
    if let best = history.bestEpoch { return .epoch(best) }
    if !history.losses.isEmpty { return .steps(history.losses.count) }
    return savedFingerprint == nil ? .untrained : .opened
  }
}
