import Data
import Engine
import Models
import Numbers

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
}

/// How a run ended.
package struct TrainingOutcome: Sendable, Equatable {
  package enum Ending: Sendable, Equatable { case finished, stoppedEarly, interrupted }

  package let ending: Ending
  /// Steps made in this run.
  package let steps: Int
  package let rows: Int
  package let seconds: Double
}

/// One call of `train`: epochs of shuffled batches, validated after each.
final class TrainingRun {
  private let model: Model
  private let data: DataSet
  private let options: TrainingOptions
  private let plan: Plan
  private let feed: RowFeed
  private let evaluator: Evaluator?
  private let maker: StepMaker
  private(set) var history: History
  /// The weights to end with: of the best epoch so far, at first those at the start.
  private var kept: [[Float]]
  private var best: (figure: Double, epoch: Int)?
  private var epochsWithoutGain = 0
  private var steps = 0
  private var rows = 0
  private let started = ContinuousClock.now

  init(
    _ model: Model, _ data: DataSet, _ options: TrainingOptions, optimizer: Optimizer,
    history: History
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
      model, plan, options, optimizer: optimizer, steps: overflow ? .max : steps)
    feed = RowFeed(data)
    evaluator =
      data.split.validation.isEmpty
      ? nil : Evaluator(model, data, sampleSpaces: options.sampleSpaces)
    kept = model.weights
  }

  var optimizer: Optimizer { maker.optimizer }

  func run(
    progress: (TrainingProgress) -> Void, isInterrupted: () -> Bool
  ) throws(TrainingError) -> TrainingOutcome {
    let last = history.startedEpochs + options.epochs
    while history.startedEpochs < last {
      history.startedEpochs += 1
      let whole = try epoch(of: last, progress: progress, isInterrupted: isInterrupted)
      guard whole, let validation = validate(isInterrupted) else { return end(.interrupted) }
      try note(validation.figures)
      if epochsWithoutGain >= options.earlyStopPatience ?? .max { return end(.stoppedEarly) }
    }
    return end(.finished)
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

  /// One pass over the training rows; false if it was interrupted.
  private func epoch(
    of last: Int, progress: (TrainingProgress) -> Void, isInterrupted: () -> Bool
  ) throws(TrainingError) -> Bool {
    let order = order()
    let stepsOfEpoch = (order.count + plan.capacity - 1) / plan.capacity
    var sums = data.schema.tasks.map { _ in (loss: 0.0, batches: 0) }
    for step in 0..<stepsOfEpoch {
      if isInterrupted() { return false }
      let start = step * plan.capacity
      feed.fill(plan.batch, with: order[start..<min(order.count, start + plan.capacity)])
      maker.makeStep()
      try checkLosses()
      history.losses.append(plan.losses)
      steps += 1
      rows += plan.batch.rows
      for (task, loss) in plan.losses.enumerated() where !loss.isNaN {
        sums[task] = (sums[task].loss + loss, sums[task].batches + 1)
      }
      progress(
        TrainingProgress(
          epoch: history.startedEpochs, epochs: last, step: step + 1, steps: stepsOfEpoch,
          losses: sums.map { $0.loss / Double($0.batches) },
          validation: history.epochs.last?.validation,
          seconds: seconds, rowsPerSecond: Double(rows) / max(seconds, 1e-9)))
    }
    maker.endEpoch(sums.map { $0.loss / Double($0.batches) })
    return true
  }

  private func checkLosses() throws(TrainingError) {
    let labelled = plan.losses.indices.filter { plan.batch.present[$0] > 0 }
    if let task = labelled.first(where: { !plan.losses[$0].isFinite }) {
      throw undone(data.schema.tasks[task].name)
    }
  }

  /// Takes back the kept weights; the error of a task whose loss became no number.
  private func undone(_ task: String) -> TrainingError {
    model.restore(kept)
    return .lossIsNoNumber(task: task, step: steps + 1, learningRate: options.learningRate)
  }

  /// The figures on the validation rows, if there are any; nil if interrupted.
  private func validate(_ isInterrupted: () -> Bool) -> (figures: Evaluation?, Void)? {
    do {
      return (try evaluator?.evaluate(.validation, isInterrupted: isInterrupted), ())
    } catch { return nil }
  }

  /// Notes an epoch's end, and keeps its weights if it is the best so far or nothing tells.
  private func note(_ validation: Evaluation?) throws(TrainingError) {
    if let ruined = validation?.tasks.first(where: { $0.rows > 0 && !$0.loss.isFinite }) {
      throw undone(ruined.task.name)
    }
    let epoch = history.startedEpochs
    history.epochs.append(
      History.Epoch(number: epoch, step: history.losses.count, validation: validation))
    guard let figure = validation.flatMap(options.monitor.figure) else {
      keep(epoch)
      return
    }
    if let best, best.figure <= figure {
      epochsWithoutGain += 1
    } else {
      best = (figure, epoch)
      epochsWithoutGain = 0
      keep(epoch)
    }
  }

  private func keep(_ epoch: Int) {
    kept = model.weights
    history.bestEpoch = epoch
  }

  private func end(_ ending: TrainingOutcome.Ending) -> TrainingOutcome {
    history.seconds += seconds
    history.rows += rows
    if ending == .interrupted {
      history.bestEpoch = nil
    } else {
      model.restore(kept)
    }
    return TrainingOutcome(ending: ending, steps: steps, rows: rows, seconds: seconds)
  }

  private var seconds: Double {
    let elapsed = (ContinuousClock.now - started).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
  }
}
