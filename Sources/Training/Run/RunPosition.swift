/// The position of a run between two steps.
///
/// Together with the model's weights and moments, the optimizer's step count and the history, it
/// determines all following steps.
package struct RunPosition: Sendable {
  /// The sum of a task's losses over the current epoch.
  struct LossSum: Codable, Sendable, Equatable {
    var loss = 0.0
    var batches = 0

    var mean: Double { loss / Double(batches) }
  }

  /// The options of the run.
  package let options: TrainingOptions
  /// The number of the run's last epoch, counted over all runs.
  package let lastEpoch: Int
  /// The number of steps per epoch.
  package let stepsOfEpoch: Int
  /// The number of steps made in the current epoch; nil between two epochs.
  package internal(set) var epochStep: Int?
  /// The number of steps made in the run.
  package internal(set) var steps = 0
  /// Loss sums of the current epoch, one per task.
  var sums: [LossSum] = []
  /// The weights that the run ends with: those of the best epoch so far, initially those at its start.
  var kept: [[Float]]
  /// How their epochs are chosen: one choice for all tasks, or one per task.
  var selections: [EpochSelection]
  var balance: TaskBalance.Memory

  /// The epochs of the kept weights: one, or one per task if they differ; none at the start.
  package var keptEpochs: [Int] { selections.epochs }

  /// The number of epochs in a history that this run has completed.
  package func wholeEpochs(of history: History) -> Int {
    history.epochs.count { $0.number > lastEpoch - options.epochs }
  }

  /// The next thing that the run does; `epoch` is the last one that was started.
  package func next(afterEpoch epoch: Int) -> NextOfRun {
    guard let epochStep else { return .epoch(epoch + 1) }
    return epochStep < stepsOfEpoch
      ? .step(epochStep + 1, ofEpoch: epoch) : .validation(ofEpoch: epoch)
  }
}

/// The next thing that an interrupted run does when it is resumed; numbers count from 1.
package enum NextOfRun: Sendable, Equatable {
  case epoch(Int)
  case step(Int, ofEpoch: Int)
  case validation(ofEpoch: Int)
}
