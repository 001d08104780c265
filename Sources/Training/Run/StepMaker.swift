import DataSets
import Engine
import Models
import Numbers
import System

/// How a step of training is made: its learning rate, the rows that count, and the tasks' weights.
final class StepMaker {
  private let model: Model
  private let plan: Plan
  private let options: TrainingOptions
  private let conditions: [SampleSpacePlace]
  private(set) var optimizer: Optimizer
  private(set) var balance: TaskBalance
  /// Steps made in the run, and how many it has at most.
  private(set) var step: Int
  private let steps: Int

  /// `steps` is how many the whole run has at most, `position` where it goes on.
  init(
    _ model: Model, _ plan: Plan, _ options: TrainingOptions, optimizer: Optimizer, steps: Int,
    from position: RunPosition?
  ) {
    self.model = model
    self.plan = plan
    self.options = options
    self.optimizer = optimizer
    self.steps = steps
    step = position?.steps ?? 0
    let tasks = model.schema.tasks
    conditions = options.sampleSpaces.places(among: tasks)
    balance = TaskBalance(
      options.weighting, fixed: options.taskWeights ?? tasks.map { _ in 1 },
      kinds: tasks.map(\.kind), learningRate: options.learningRate)
    if let position { balance.restore(position.balance) }
  }

  /// Makes a step on the rows of the plan's batch.
  ///
  /// - Throws: `CancellationError` after an interrupt that comes before any weight has moved; the step
  ///   is not made then.
  func makeStep(_ interrupt: Interrupt) throws(CancellationError) {
    narrow(plan.batch)
    let factor = options.schedule.factor(step: step, of: steps)
    optimizer.learningRate = Float(options.learningRate * factor)
    switch options.weighting {
    case .pcgrad:
      try gradients(interrupt).projectApart(seed: options.seed)
      try plan.update(&optimizer, interrupt: interrupt)
    case .gradnorm:
      let gradients = try gradients(interrupt)
      let before = balance
      balance.follow(gradientNorms: gradients.sharedNorms, losses: plan.losses)
      do { try weighedStep(interrupt) } catch {
        balance = before
        throw error
      }
    case .fixed, .uncertainty, .dwa: try weighedStep(interrupt)
    }
    balance.follow(plan.losses)
    step += 1
  }

  private func gradients(_ interrupt: Interrupt) throws(CancellationError) -> TaskGradients {
    try TaskGradients(model, plan, step: optimizer.steps, interrupt: interrupt)
  }

  private func weighedStep(_ interrupt: Interrupt) throws(CancellationError) {
    model.graph.taskWeights = balance.weights.map { Float($0) }
    try plan.step(&optimizer, interrupt: interrupt)
  }

  /// Follows an epoch with these mean losses.
  func endEpoch(_ losses: [Double]) { balance.followEpoch(losses) }

  /// Takes a task's label from rows that are not in its sample space.
  private func narrow(_ batch: Batch) {
    if conditions.isEmpty { return }
    let tasks = batch.shape.tasks
    var row = Array(repeating: Float(0), count: tasks)
    for number in 0..<batch.rows {
      let labels = batch.labels.start + number * tasks
      for task in 0..<tasks { row[task] = labels[task] }
      for condition in conditions where row[condition.label] != 1 {
        labels[condition.task] = .nan
      }
    }
  }
}
