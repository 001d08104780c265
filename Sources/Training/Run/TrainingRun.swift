import DataSets
import Engine
import Models
import Numbers
import System

/// How far a run has come.
package struct TrainingProgress: Sendable {
  /// The running epoch and the run's last one, counted over all runs.
  package let epoch: Int
  package let epochs: Int
  /// Steps made in this epoch, and how many it has.
  package let step: Int
  package let steps: Int
  /// Mean loss of each task over this epoch so far.
  package let losses: [Double]
  /// What the last whole epoch reached on the validation rows.
  package let validation: Evaluation?
  package let seconds: Double
  package let rowsPerSecond: Double
  /// What the rest of the run takes at this speed; nil in the first two seconds.
  package let secondsLeft: Double?
}

/// How a run ended.
package struct TrainingOutcome: Sendable, Equatable {
  package enum Ending: Sendable, Equatable { case finished, stoppedEarly, interrupted }

  package let ending: Ending
  /// Steps made, rows seen and seconds since the run began or went on.
  package let steps: Int
  package let rows: Int
  package let seconds: Double
}

/// A run of training: epochs of shuffled batches, validated after each.
///
/// It begins anew, or goes on from where another stood.
final class TrainingRun {
  private let model: Model
  private let data: DataSet
  private let options: TrainingOptions
  private let plan: Plan
  private let feed: RowFeed
  private let evaluator: Evaluator?
  private let maker: StepMaker
  private(set) var history: History
  private var current: RunPosition
  /// Steps and rows since it began or went on.
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
    let rows = min(options.batchSize, data.split.train.count)
    // Clipping sums all gradients twice, so it wants all rows at hand.
    plan = Plan(model.graph, capacity: rows, part: options.clipNorm == nil ? nil : rows)
    plan.batch.seed = options.seed
    let stepsOfEpoch = (data.split.train.count + plan.capacity - 1) / plan.capacity
    let (steps, overflow) = options.epochs.multipliedReportingOverflow(by: stepsOfEpoch)
    maker = StepMaker(
      model, plan, options, optimizer: optimizer, steps: overflow ? .max : steps, from: position)
    feed = RowFeed(data)
    evaluator =
      data.split.validation.isEmpty
      ? nil : Evaluator(model, data, sampleSpaces: options.sampleSpaces)
    current =
      position
      ?? RunPosition(
        options: options, lastEpoch: history.startedEpochs + options.epochs,
        stepsOfEpoch: stepsOfEpoch, kept: model.weights, balance: maker.balance.memory)
    if let position { self.history.bestEpoch = position.keptEpoch }
  }

  var optimizer: Optimizer { maker.optimizer }

  /// What there is to remember between two steps.
  var state: TrainingState {
    var position = current
    position.balance = maker.balance.memory
    return TrainingState(
      rule: optimizer.rule, steps: optimizer.steps, history: history, position: position)
  }

  /// Trains to the end, or to an interrupt: a part of a run is a result, of the ending `interrupted`.
  func run(
    progress: (TrainingProgress) -> Void, endOfEpoch: () -> Void, interrupt: Interrupt
  ) throws(TrainingError) -> TrainingOutcome {
    let ending: TrainingOutcome.Ending
    do {
      ending = try epochs(progress: progress, endOfEpoch: endOfEpoch, interrupt)
    } catch let error as TrainingError {
      throw error
    } catch {
      // The only other error there is: `CancellationError`.
      ending = .interrupted
    }
    return end(ending)
  }

  /// Trains epoch by epoch, and says what ended it.
  private func epochs(
    progress: (TrainingProgress) -> Void, endOfEpoch: () -> Void, _ interrupt: Interrupt
  ) throws -> TrainingOutcome.Ending {
    while true {
      if current.epochStep == nil {
        if current.epochsWithoutGain >= options.earlyStopPatience ?? .max { return .stoppedEarly }
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

  /// The rows of an epoch in their order: the file's, or a new one that depends on the seed and the
  /// epoch's number only.
  private func order() -> [Int32] {
    var rows = data.split.train
    if options.shuffles {
      var stream = RandomStream(
        seed: options.seed, purpose: "order of epoch \(history.startedEpochs)")
      RowOrder.shuffle(&rows, &stream)
    }
    return rows
  }

  /// Trains on what is left of a pass over the training rows.
  private func epoch(
    progress: (TrainingProgress) -> Void, _ interrupt: Interrupt
  ) throws {
    let order = order()
    let stepsOfEpoch = current.stepsOfEpoch
    while let step = current.epochStep, step < stepsOfEpoch {
      try interrupt.check()
      let start = step * plan.capacity
      feed.fill(plan.batch, with: order[start..<min(order.count, start + plan.capacity)])
      try maker.makeStep(interrupt)
      try checkLosses()
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

  private func countStep(_ step: Int) {
    history.losses.append(plan.losses)
    steps += 1
    rows += plan.batch.rows
    history.rows += plan.batch.rows
    current.steps += 1
    current.epochStep = step + 1
    for (task, loss) in plan.losses.enumerated() where !loss.isNaN {
      current.sums[task].loss += loss
      current.sums[task].batches += 1
    }
  }

  private func checkLosses() throws(TrainingError) {
    let labelled = plan.losses.indices.filter { plan.batch.present[$0] > 0 }
    if let task = labelled.first(where: { !plan.losses[$0].isFinite }) {
      throw undone(data.schema.tasks[task].name)
    }
  }

  /// Takes back the kept weights; the error of a task whose loss became no number.
  private func undone(_ task: String) -> TrainingError {
    model.restore(current.kept)
    return .lossIsNoNumber(
      task: task, step: current.steps + 1, learningRate: options.learningRate)
  }

  /// Notes an epoch's end, and keeps its weights if it is the best so far or nothing tells.
  private func note(_ validation: Evaluation?) throws(TrainingError) {
    maker.endEpoch(current.sums.map(\.mean))
    if let ruined = validation?.tasks.first(where: { $0.rows > 0 && !$0.loss.isFinite }) {
      throw undone(ruined.task.name)
    }
    current.epochStep = nil
    history.epochs.append(
      History.Epoch(
        number: history.startedEpochs, step: history.losses.count, validation: validation))
    guard let figure = validation.flatMap(options.monitor.figure) else { return keep() }
    if let best = current.best, best <= figure {
      current.epochsWithoutGain += 1
    } else {
      current.best = figure
      current.epochsWithoutGain = 0
      keep()
    }
  }

  private func keep() {
    current.kept = model.weights
    current.keptEpoch = history.startedEpochs
    history.bestEpoch = history.startedEpochs
  }

  private func end(_ ending: TrainingOutcome.Ending) -> TrainingOutcome {
    history.seconds = history.seconds.map { $0 + seconds }
    if ending == .interrupted {
      history.bestEpoch = nil
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
