import DataSets
import Engine
import Models
import Numbers
import System

/// Makes training steps: sets the learning rate, the rows that count, and the tasks' weights.
final class StepMaker {
  private let model: Model
  private let plan: Plan
  private let options: TrainingOptions
  private let sampleSpaces: [SampleSpaceIndices]
  private(set) var optimizer: Optimizer
  private(set) var balance: TaskBalance
  /// The number of steps made in the run.
  private(set) var step: Int
  /// The largest number of steps that the run can have.
  private let steps: Int

  /// `steps` is the largest number of steps of the whole run; `position` is that of a resumed run.
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
    sampleSpaces = options.sampleSpaces.indices(in: tasks)
    balance = TaskBalance(
      options.weighting, fixed: options.taskWeights ?? tasks.map { _ in 1 },
      kinds: tasks.map(\.kind), learningRate: options.learningRate)
    if let position { balance.restore(position.balance) }
  }

  /// Makes a step on the rows of the plan's batch.
  ///
  /// - Returns: The cosines of the tasks' gradients before the step, if they are to be measured.
  /// - Throws: `CancellationError` after an interrupt; the step is not made then, and no weight has changed.
  func makeStep(
    measuringGradients isMeasured: Bool, _ interrupt: Interrupt
  ) throws(CancellationError) -> [[Double]]? {
    narrow(plan.batch)
    var cosines: [[Double]]?
    let factor = options.schedule.factor(step: step, of: steps)
    optimizer.learningRate = Float(options.learningRate * factor)
    switch options.weighting {
    case .pcgrad:
      let gradients = try gradients(interrupt)
      if isMeasured { cosines = gradients.sharedCosines }
      gradients.projectApart(seed: options.seed)
      try plan.update(&optimizer, interrupt: interrupt)
    case .gradnorm:
      let gradients = try gradients(interrupt)
      if isMeasured { cosines = gradients.sharedCosines }
      let before = balance
      balance.follow(gradientNorms: gradients.sharedNorms, losses: plan.losses)
      do { try weighedStep(interrupt) } catch {
        balance = before
        throw error
      }
    case .fixed, .uncertainty, .dwa:
      if isMeasured { cosines = try gradients(interrupt).sharedCosines }
      try weighedStep(interrupt)
    }
    balance.follow(plan.losses)
    step += 1
    return cosines
  }

  private func gradients(_ interrupt: Interrupt) throws(CancellationError) -> TaskGradients {
    try TaskGradients(model, plan, step: optimizer.steps, interrupt: interrupt)
  }

  private func weighedStep(_ interrupt: Interrupt) throws(CancellationError) {
    model.graph.taskWeights = balance.weights.map { Float($0) }
    try plan.step(&optimizer, interrupt: interrupt)
  }

  /// Updates the tasks' weights after an epoch with these mean losses.
  func endEpoch(_ losses: [Double]) { balance.followEpoch(losses) }

  /// Removes a task's label from rows outside its sample space.
  private func narrow(_ batch: Batch) {
    if sampleSpaces.isEmpty { return }
    let tasks = batch.shape.tasks
    var row = Array(repeating: Float(0), count: tasks)
    for number in 0..<batch.rows {
      let labels = batch.labels.start + number * tasks
      for task in 0..<tasks { row[task] = labels[task] }
      for space in sampleSpaces where row[space.label] != 1 {
        labels[space.task] = .nan
      }
    }
  }
}
