import DataSets
import Engine

/// Largest number of steps, epochs or rows that is accepted from a file.
private let largestCount = 1 << 40

/// The optimizer's rule and step count and the number of epochs started, as JSON.
struct SavedTraining: Codable {
  let rule: String
  let steps: Int
  let epochs: Int

  enum CodingKeys: String, CodingKey {
    case rule = "optimizer"
    case steps
    case epochs
  }

  init(_ state: TrainingState) {
    rule = state.rule.rawValue
    steps = state.steps
    epochs = state.history.startedEpochs
  }

  /// True if the counts are in range; opening a file advances the optimizer step by step, so they are
  /// limited.
  var isPossible: Bool { (0...100_000_000).contains(steps) && (0...100_000_000).contains(epochs) }
}

/// A history as JSON, without the losses of steps, which are a tensor, and without times.
struct SavedHistory: Codable {
  let epochs: [History.Epoch]
  let rows: Int
  private let best: Int?
  /// One per task, if they differ.
  private let bestOfTasks: [Int]?

  init(_ history: History) {
    (epochs, rows, best) = (history.epochs, history.rows, history.bestEpoch)
    bestOfTasks = history.bestEpochs.count > 1 ? history.bestEpochs : nil
  }

  var bestEpochs: [Int] { bestOfTasks ?? best.map { [$0] } ?? [] }

  func isPossible(_ tasks: [Task], steps: Int, epochs started: Int) -> Bool {
    let numbers = 1...max(1, started)
    return (0...largestCount).contains(rows) && bestEpochs.allSatisfy(numbers.contains)
      && bestOfTasks.map { $0.count == tasks.count } ?? true
      && epochs.allSatisfy { epoch in
        numbers.contains(epoch.number) && (0...steps).contains(epoch.step)
          && epoch.validation.map { $0.tasks.map(\.task) == tasks } ?? true
      }
  }
}

/// The position of a run as JSON, without the kept weights, which are tensors.
struct SavedPosition: Codable {
  @SavedTrainingOptions private var options: TrainingOptions
  private let lastEpoch: Int
  private let stepsOfEpoch: Int
  private let epochStep: Int?
  private let steps: Int
  private let sums: [RunPosition.LossSum]
  private let keptEpoch: Int?
  private let best: Double?
  private let epochsWithoutGain: Int
  /// One per task, if their epochs are chosen one by one; the three before are of all tasks then.
  private let selections: [EpochSelection]?
  private let balance: TaskBalance.Memory

  init(_ position: RunPosition) {
    options = position.options
    lastEpoch = position.lastEpoch
    (stepsOfEpoch, epochStep) = (position.stepsOfEpoch, position.epochStep)
    (steps, sums) = (position.steps, position.sums)
    let isWhole = position.selections.count == 1
    let whole = isWhole ? position.selections[0] : EpochSelection()
    (keptEpoch, best, epochsWithoutGain) = (whole.epoch, whole.best, whole.epochsWithoutGain)
    selections = isWhole ? nil : position.selections
    balance = position.balance
  }

  func position(kept: [[Float]]) -> RunPosition {
    RunPosition(
      options: options, lastEpoch: lastEpoch, stepsOfEpoch: stepsOfEpoch, epochStep: epochStep,
      steps: steps, sums: sums, kept: kept, selections: allSelections, balance: balance)
  }

  private var allSelections: [EpochSelection] {
    selections
      ?? [EpochSelection(epoch: keptEpoch, best: best, epochsWithoutGain: epochsWithoutGain)]
  }

  func isPossible(_ tasks: [Task], _ history: History) -> Bool {
    let started = history.startedEpochs
    let counts = epochStep == nil ? [0, tasks.count] : [tasks.count]
    return options.isPossible(tasks) && (started...started + options.epochs).contains(lastEpoch)
      && (1...largestCount).contains(stepsOfEpoch) && (0...history.losses.count).contains(steps)
      && epochStep.map { (0...min(stepsOfEpoch, steps)).contains($0) && started > 0 } ?? true
      && counts.contains(sums.count)
      && sums.allSatisfy { $0.loss.isFinite && (0...stepsOfEpoch).contains($0.batches) }
      && allSelections.allSatisfy { $0.isPossible(epochs: started) }
      && [1, tasks.count].contains(allSelections.count) && balance.isPossible(tasks.count)
  }
}

extension TaskBalance.Memory {
  func isPossible(_ tasks: Int) -> Bool {
    let lists = [weights, logVariances, firstMeans, secondMeans] + (firstLosses.map { [$0] } ?? [])
    return lists.allSatisfy { $0.count == tasks && $0.allSatisfy(\.isFinite) }
      && earlier.count <= 2 && earlier.allSatisfy { $0.count == tasks }
      && (0...largestCount).contains(steps)
  }
}

extension TrainingOptions {
  /// True if the number of task weights is right; everything else was checked by parsing.
  fileprivate func isPossible(_ tasks: [Task]) -> Bool {
    taskWeights.map { $0.count == tasks.count } ?? true
  }
}
