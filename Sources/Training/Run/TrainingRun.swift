import DataSets
import Engine
import Models
import Numbers
import System

/// The progress of a run after a step.
package struct TrainingProgress: Sendable {
  /// The current epoch, counted from 1 over all runs.
  package let epoch: Int
  /// The run's last epoch, counted over all runs.
  package let epochs: Int
  /// The number of steps made in this epoch.
  package let step: Int
  /// The number of steps per epoch.
  package let steps: Int
  /// Mean loss of each task over the epoch so far.
  package let losses: [Double]
  /// Metrics of the previous epoch on the validation rows; nil in the first epoch.
  package let validation: Evaluation?
  /// Seconds since the run began or was resumed.
  package let seconds: Double
  /// Training rows per second since then.
  package let rowsPerSecond: Double
  /// Estimated seconds left in the run; nil in the first two seconds.
  package let secondsLeft: Double?
}

/// The outcome of a run.
package struct TrainingOutcome: Sendable, Equatable {
  /// The way a run ended.
  package enum Ending: Sendable, Equatable { case finished, stoppedEarly, interrupted }

  /// The way the run ended.
  package let ending: Ending
  /// Steps made since the run began or was resumed.
  package let steps: Int
  /// Rows seen since then, counting repetitions.
  package let rows: Int
  /// Seconds since then.
  package let seconds: Double
}

/// A run of training: epochs of shuffled batches, each followed by a validation.
///
/// It starts from the model's weights, or resumes an interrupted run.
final class TrainingRun {
  private let model: Model
  private let data: DataSet
  private let options: TrainingOptions
  private let plan: Plan
  private let batches: Batches
  private let feed: RowFeed
  private let evaluator: Evaluator?
  private let maker: StepMaker
  /// nil if the course of the run is not recorded.
  private let recorder: CourseRecorder?
  private(set) var history: History
  private var current: RunPosition
  /// Steps made and rows seen since it began or was resumed.
  private var steps = 0
  private var rows = 0
  private let started = ContinuousClock.now

  init(
    _ model: Model, _ data: DataSet, _ options: TrainingOptions, optimizer: Optimizer,
    history: History, from position: RunPosition?
  ) {
    self.model = model
    self.data = data
    self.options = options
    self.history = history
    batches = Batches(data.split.train.count, options, model.graph)
    let (rows, stepsOfEpoch) = (batches.largest, batches.count)
    // Clipping sums all gradients twice, which needs all rows of the batch in one part.
    plan = Plan(model.graph, capacity: rows, part: options.clipNorm == nil ? nil : rows)
    plan.batch.seed = options.seed
    let (steps, overflow) = options.epochs.multipliedReportingOverflow(by: stepsOfEpoch)
    maker = StepMaker(
      model, plan, options, optimizer: optimizer, steps: overflow ? .max : steps, from: position)
    recorder = options.records ? CourseRecorder(model, steps: overflow ? .max : steps) : nil
    feed = RowFeed(data)
    evaluator =
      data.split.validation.isEmpty
      ? nil : Evaluator(model, data, sampleSpaces: options.sampleSpaces)
    current =
      position
      ?? RunPosition(
        options: options, lastEpoch: history.startedEpochs + options.epochs,
        stepsOfEpoch: stepsOfEpoch, kept: model.weights,
        selections: Array(
          repeating: EpochSelection(),
          count: options.selectsEach(for: model) ? model.schema.tasks.count : 1),
        balance: maker.balance.memory)
    if let position { self.history.bestEpochs = position.keptEpochs }
  }

  var optimizer: Optimizer { maker.optimizer }

  /// The state of training between two steps.
  var state: TrainingState {
    var position = current
    position.balance = maker.balance.memory
    return TrainingState(
      rule: optimizer.rule, steps: optimizer.steps, history: history, position: position)
  }

  /// Trains to the end, or to an interrupt, which is an ending as well, not an error.
  ///
  /// - Throws: `TrainingError.lossIsNoNumber`.
  func run(
    progress: (TrainingProgress) -> Void, endOfEpoch: () -> Void, interrupt: Interrupt
  ) throws(TrainingError) -> TrainingOutcome {
    let ending: TrainingOutcome.Ending
    do {
      ending = try epochs(progress: progress, endOfEpoch: endOfEpoch, interrupt)
    } catch let error as TrainingError {
      throw error
    } catch {
      // Only a `CancellationError` is left.
      ending = .interrupted
    }
    return end(ending)
  }

  /// Trains epoch by epoch until the run is finished or stops early.
  private func epochs(
    progress: (TrainingProgress) -> Void, endOfEpoch: () -> Void, _ interrupt: Interrupt
  ) throws -> TrainingOutcome.Ending {
    while true {
      if current.epochStep == nil {
        if current.selections.areWithoutGain(for: options.earlyStopPatience ?? .max) {
          return .stoppedEarly
        }
        if history.startedEpochs >= current.lastEpoch { return .finished }
        history.startedEpochs += 1
        current.epochStep = 0
        current.sums = data.schema.tasks.map { _ in RunPosition.LossSum() }
      }
      try epoch(progress: progress, interrupt)
      try note(evaluator?.evaluate(.validation, interrupt: interrupt))
      endOfEpoch()
    }
  }

  /// The training rows in the order of the current epoch: that of the file, or a shuffled one that only
  /// depends on seed and epoch.
  private func order() -> [Int32] {
    var rows = data.split.train
    if options.shuffles {
      var stream = RandomStream(
        seed: options.seed, purpose: "order of epoch \(history.startedEpochs)")
      RowOrder.shuffle(&rows, &stream)
    }
    return rows
  }

  /// Trains on the rest of the current epoch.
  private func epoch(
    progress: (TrainingProgress) -> Void, _ interrupt: Interrupt
  ) throws {
    let order = order()
    let stepsOfEpoch = current.stepsOfEpoch
    while let step = current.epochStep, step < stepsOfEpoch {
      try interrupt.check()
      feed.fill(plan.batch, with: order[batches[step]])
      let cosines = try maker.makeStep(
        measuringGradients: recorder?.measuresGradients(ofStep: current.steps) ?? false, interrupt)
      try checkLosses()
      noteCourse(cosines)
      countStep(step)
      progress(
        TrainingProgress(
          epoch: history.startedEpochs, epochs: current.lastEpoch, step: step + 1,
          steps: stepsOfEpoch, losses: current.sums.map(\.mean),
          validation: history.epochs.last?.validation,
          seconds: seconds, rowsPerSecond: Double(rows) / max(seconds, 1e-9),
          secondsLeft: secondsLeft))
    }
  }

  /// Notes where the step that was just made has led to, before it is counted.
  private func noteCourse(_ cosines: [[Double]]?) {
    let number = history.losses.count + 1
    if let cosines { history.course.add(Course.Conflict(step: number, cosines: cosines)) }
    let point = recorder?.point(
      afterStep: current.steps, number: number, plan, weights: maker.balance.weights)
    if let point { history.course.add(point) }
  }

  private func countStep(_ step: Int) {
    let losses = self.losses
    history.losses.append(losses)
    steps += 1
    rows += plan.batch.rows
    history.rows += plan.batch.rows
    current.steps += 1
    current.epochStep = step + 1
    for (task, loss) in losses.enumerated() where !loss.isNaN {
      current.sums[task].loss += loss
      current.sums[task].batches += 1
    }
  }

  /// The batch's mean losses, of regressions in the units of their labels.
  private var losses: [Double] {
    zip(plan.losses, data.schema.tasks).map { loss, task in
      task.scale.map { loss * $0.deviation * $0.deviation } ?? loss
    }
  }

  private func checkLosses() throws(TrainingError) {
    let labelled = plan.losses.indices.filter { plan.batch.present[$0] > 0 }
    if let task = labelled.first(where: { !plan.losses[$0].isFinite }) {
      throw undone(data.schema.tasks[task].name)
    }
  }

  /// Restores the kept weights; returns the error about a task whose loss is not finite.
  private func undone(_ task: String) -> TrainingError {
    model.restore(current.kept)
    return .lossIsNoNumber(
      task: task, step: current.steps + 1, learningRate: options.learningRate)
  }

  /// Records the end of an epoch, and keeps its weights, or those of the tasks for which it is the best.
  private func note(_ validation: Evaluation?) throws(TrainingError) {
    maker.endEpoch(current.sums.map(\.mean))
    if let ruined = validation?.tasks.first(where: { $0.rows > 0 && !$0.loss.isFinite }) {
      throw undone(ruined.task.name)
    }
    current.epochStep = nil
    history.epochs.append(
      History.Epoch(
        number: history.startedEpochs, step: history.losses.count, validation: validation))
    let isWhole = current.selections.count == 1
    for index in current.selections.indices {
      let figure = validation.flatMap { options.monitor.figure($0, ofTask: isWhole ? nil : index) }
      guard current.selections[index].takes(figure) else { continue }
      current.selections[index].epoch = history.startedEpochs
      if isWhole { current.kept = model.weights } else { keepWeights(ofTask: index) }
    }
    history.bestEpochs = current.keptEpochs
  }

  private func keepWeights(ofTask task: Int) {
    for index in model.parametersOfTasks[task] {
      current.kept[index] = model.parameters.all[index].weights.array
    }
  }

  private func end(_ ending: TrainingOutcome.Ending) -> TrainingOutcome {
    history.seconds = history.seconds.map { $0 + seconds }
    if ending == .interrupted {
      history.bestEpochs = []
    } else {
      model.restore(current.kept)
    }
    return TrainingOutcome(ending: ending, steps: steps, rows: rows, seconds: seconds)
  }

  private var secondsLeft: Double? {
    let seconds = seconds
    if seconds < 2 { return nil }
    let left = Double(options.epochs) * Double(current.stepsOfEpoch) - Double(current.steps)
    return seconds / Double(steps) * max(0, left)
  }

  private var seconds: Double {
    let elapsed = (ContinuousClock.now - started).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
  }
}
