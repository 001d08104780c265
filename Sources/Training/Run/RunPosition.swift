/// Where a run of training stands between two steps.
///
/// With the model's weights and moments, the optimiser's steps and the history, it is all that the next
/// step follows from.
package struct RunPosition: Sendable {
  /// The losses of a task over an epoch so far.
  struct LossSum: Codable, Sendable, Equatable {
    var loss = 0.0
    var batches = 0

    var mean: Double { loss / Double(batches) }
  }

  package let options: TrainingOptions
  /// The run's last epoch, counted over all runs.
  package let lastEpoch: Int
  package let stepsOfEpoch: Int
  /// Steps made in the running epoch; nil between two epochs.
  package internal(set) var epochStep: Int?
  /// Steps made in the run.
  package internal(set) var steps = 0
  /// Of the running epoch, a task each.
  var sums: [LossSum] = []
  /// The weights to end with: of the best epoch so far, at first those at the start.
  var kept: [[Float]]
  /// The epoch that they are of.
  package internal(set) var keptEpoch: Int?
  /// Its figure, the smaller the better.
  package internal(set) var best: Double?
  var epochsWithoutGain = 0
  var balance: TaskBalance.Memory

  /// Whole epochs that the run has made, of those in a history.
  package func wholeEpochs(of history: History) -> Int {
    history.epochs.count { $0.number > lastEpoch - options.epochs }
  }

  /// What comes next; `epoch` is the last one that was begun.
  package func next(afterEpoch epoch: Int) -> NextOfRun {
    guard let epochStep else { return .epoch(epoch + 1) }
    return epochStep < stepsOfEpoch
      ? .step(epochStep + 1, ofEpoch: epoch) : .validation(ofEpoch: epoch)
  }
}

/// What a run of training does next; all count from 1.
package enum NextOfRun: Sendable, Equatable {
  case epoch(Int)
  case step(Int, ofEpoch: Int)
  case validation(ofEpoch: Int)
}
