package import DataSets
import Engine
package import Models
import Numbers
package import System

/// How a model's tasks pull on what they share, measured on some batches; no weight moves for good.
///
/// Cosines of the tasks' gradients as in PCGrad (Yu et al., NeurIPS 2020), and the lookahead of task
/// affinity groupings (Fifty et al., Efficiently Identifying Task Groupings for Multi-Task Learning,
/// NeurIPS 2021, eq. 1): the share by which one task's step on the shared tensors lowers another
/// task's loss.
package struct TaskAffinity: Sendable {
  /// The batches to measure on, and the lookahead's step.
  package struct Settings: Sendable {
    package var batches = 16
    package var batchSize = 1024
    /// Length of a lookahead step as a share of the length of the shared weights.
    package var stepLength = 0.001
    /// Validation rows on which a step's effect is measured, at most.
    package var heldOutRows = 4096
    package var seed: UInt64 = 1

    package init() {}
  }

  /// The tensors of one part of the model that more than one task reaches.
  package struct Group: Sendable {
    /// The beginning of the tensors' names, as in `experts.0`.
    package let name: String
    package internal(set) var parameters = 0
    /// Tasks × tasks: mean over the batches of the gradients' cosine, NaN where a task does not reach it.
    package internal(set) var cosines: [[Double]]
    /// Tasks × tasks: share of the batches in which the cosine is below 0.
    package internal(set) var conflicts: [[Double]]
  }

  /// The groups in the order of the model's tensors.
  package let groups: [Group]
  /// All shared tensors together.
  package let all: Group
  /// [task that steps][task]: mean share by which the held-out loss falls; below 0 it rises.
  package let effects: [[Double]]
  package let batches: Int
  package let batchSize: Int

  /// Measures on batches drawn from the training rows; the weights are the same afterwards.
  ///
  /// - Throws: `TrainingError.noRows`, `.gradientsTooLarge`, or `CancellationError` after an interrupt.
  package init(
    of model: Model, _ data: DataSet, _ settings: Settings,
    progress: (_ batch: Int, _ of: Int) -> Void = { _, _ in }, interrupt: Interrupt = .never
  ) throws {
    if data.split.train.isEmpty { throw TrainingError.noRows(part: .train) }
    let bytes = (data.schema.tasks.count + 3) * model.parameters.count * 4
    if bytes > Plan.largestSize {
      throw TrainingError.gradientsTooLarge(
        method: "affinity", bytes: bytes, limit: Plan.largestSize)
    }
    var rows = data.split.train
    var stream = RandomStream(seed: settings.seed, purpose: "batches of affinity")
    RowOrder.shuffle(&rows, &stream)
    let size = min(settings.batchSize, rows.count)
    let count = max(1, min(settings.batches, rows.count / size))
    let plan = Plan(model.graph, capacity: size)
    plan.batch.seed = settings.seed
    let feed = RowFeed(data)
    var sums = GroupSums(tasks: data.schema.tasks.count)
    var lookahead = Lookahead(model, data, settings)
    for batch in 0..<count {
      progress(batch, count)
      feed.fill(plan.batch, with: rows[batch * size..<(batch + 1) * size])
      let gradients = try TaskGradients(model, plan, step: batch, interrupt: interrupt)
      sums.add(gradients)
      try lookahead.step(along: gradients, interrupt)
    }
    (groups, all) = (sums.groups, sums.all)
    (effects, batches, batchSize) = (lookahead.effects, count, size)
  }
}

/// Cosines by group, summed over batches.
private struct GroupSums {
  private let tasks: Int
  private var names: [String] = []
  private var sums: [String: Sums] = [:]
  private var whole: Sums

  /// One group's running sums.
  private struct Sums {
    var parameters = 0
    var cosines: [[Double]]
    var conflicts: [[Double]]
    var batches: [[Double]]

    init(tasks: Int) {
      cosines = Array(repeating: Array(repeating: 0, count: tasks), count: tasks)
      conflicts = cosines
      batches = cosines
    }

    /// Takes the products ⟨g_i, g_j⟩ of a batch.
    mutating func add(_ products: [[Double]]) {
      for one in products.indices {
        for other in products.indices {
          let lengths = (products[one][one] * products[other][other]).squareRoot()
          if lengths == 0 { continue }
          let cosine = products[one][other] / lengths
          cosines[one][other] += cosine
          conflicts[one][other] += cosine < 0 ? 1 : 0
          batches[one][other] += 1
        }
      }
    }

    func group(named name: String) -> TaskAffinity.Group {
      func mean(_ sums: [[Double]]) -> [[Double]] {
        zip(sums, batches).map { zip($0, $1).map { $1 > 0 ? $0 / $1 : .nan } }
      }
      return TaskAffinity.Group(
        name: name, parameters: parameters, cosines: mean(cosines), conflicts: mean(conflicts))
    }
  }

  init(tasks: Int) {
    self.tasks = tasks
    whole = Sums(tasks: tasks)
  }

  var groups: [TaskAffinity.Group] { names.compactMap { sums[$0]?.group(named: $0) } }
  var all: TaskAffinity.Group { whole.group(named: "all shared") }

  mutating func add(_ gradients: TaskGradients) {
    var products: [String: [[Double]]] = [:]
    var counts: [String: Int] = [:]
    var total = Array(repeating: Array(repeating: 0.0, count: tasks), count: tasks)
    gradients.forEachCommon { parameter, gradients in
      let name = Self.group(of: parameter.name)
      if !names.contains(name) { names.append(name) }
      counts[name, default: 0] += parameter.count
      for one in gradients.indices {
        for other in gradients.indices {
          let product = TaskGradients.dot(gradients[one], gradients[other])
          products[
            name, default: Array(repeating: Array(repeating: 0, count: tasks), count: tasks)
          ][one][other] += product
          total[one][other] += product
        }
      }
    }
    for (name, products) in products {
      var group = sums[name] ?? Sums(tasks: tasks)
      group.add(products)
      // A tensor that no second task reached in an earlier batch may have come in.
      group.parameters = max(group.parameters, counts[name] ?? 0)
      sums[name] = group
    }
    whole.add(total)
    whole.parameters = max(whole.parameters, counts.values.reduce(0, +))
  }

  /// A tensor's part of the model: its name up to the first number, `experts.0` of `experts.0.1.weight`.
  private static func group(of name: String) -> String {
    let words = name.split(separator: ".")
    let number = words.dropFirst().prefix(2).firstIndex { Int($0) != nil }
    return words.prefix(number.map { $0 + 1 } ?? 1).joined(separator: ".")
  }
}

/// Steps along one task's gradient, each taken back once its effect on every task's loss is known.
private struct Lookahead {
  private let model: Model
  private let rows: [Int32]
  private let labels: [[Float]]
  private let prediction: Prediction
  private let length: Double
  private var sums: [[Double]]
  private var batches = 0.0

  init(_ model: Model, _ data: DataSet, _ settings: TaskAffinity.Settings) {
    self.model = model
    let part = data.split.validation.isEmpty ? data.split.train : data.split.validation
    var rows = part
    var stream = RandomStream(seed: settings.seed, purpose: "held-out rows of affinity")
    RowOrder.shuffle(&rows, &stream)
    self.rows = rows.prefix(settings.heldOutRows).sorted()
    let held = self.rows
    labels = data.labels.map { $0.values(of: held) }
    prediction = Prediction(model, data)
    length = settings.stepLength
    let tasks = data.schema.tasks.count
    sums = Array(repeating: Array(repeating: 0, count: tasks), count: tasks)
  }

  var effects: [[Double]] { sums.map { $0.map { $0 / batches } } }

  /// Looks ahead along each task's gradient.
  mutating func step(
    along gradients: TaskGradients, _ interrupt: Interrupt
  ) throws(CancellationError) {
    let before = try losses(interrupt)
    for task in sums.indices {
      let after = try losses(afterStepOf: task, gradients, interrupt)
      for other in after.indices { sums[task][other] += 1 - after[other] / before[other] }
    }
    batches += 1
  }

  private func losses(
    afterStepOf task: Int, _ gradients: TaskGradients, _ interrupt: Interrupt
  ) throws(CancellationError) -> [Double] {
    var kept: [(parameter: Parameter, weights: [Float])] = []
    var (weights, slope) = (0.0, 0.0)
    gradients.forEachCommon { parameter, gradients in
      let values = parameter.weights.array
      kept.append((parameter, values))
      weights += TaskGradients.dot(values[...], values[...])
      slope += TaskGradients.dot(gradients[task], gradients[task])
    }
    defer {
      for (parameter, weights) in kept { parameter.weights.assign(weights) }
      model.graph.refresh()
    }
    if slope > 0 {
      let rate = Float(length * (weights / slope).squareRoot())
      gradients.forEachCommon { parameter, gradients in
        let moved = zip(parameter.weights.array, gradients[task]).map { $0 - rate * $1 }
        parameter.weights.assign(moved)
      }
      model.graph.refresh()
    }
    return try losses(interrupt)
  }

  /// Mean loss of each task on the held-out rows, NaN without a label.
  private func losses(_ interrupt: Interrupt) throws(CancellationError) -> [Double] {
    let scores = try prediction.scores(rows, interrupt: interrupt)
    return scores.enumerated().map { task, scores in
      let kind = model.schema.tasks[task].kind.loss
      var (sum, count) = (0.0, 0.0)
      for (loss, label) in zip(kind.losses(scores, labels[task]), labels[task])
      where !label.isNaN {
        sum += loss
        count += 1
      }
      return sum / count
    }
  }
}
