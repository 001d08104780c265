import DataSets
import Engine
import Models
import Numbers
import System

/// The gradients of a batch per task, over all tensors of a model in order.
struct TaskGradients {
  /// Gradients of each task's loss with weight 1, without L2 and penalties, [tasks][weights].
  let own: [[Float]]
  /// The gradient of penalties, which belong to no task.
  private let side: [Float]
  private let parameters: [Parameter]
  private let step: Int

  /// Computes the gradients for the plan's batch, with the random numbers of step `step`.
  ///
  /// - Throws: `CancellationError` after an interrupt; no weight has changed then.
  init(
    _ model: Model, _ plan: Plan, step: Int, interrupt: Interrupt
  ) throws(CancellationError) {
    self.step = step
    plan.batch.step = step
    parameters = model.graph.parameters
    let parameters = parameters
    let tasks = model.schema.tasks.indices
    func gradient(_ weights: [Float]) throws(CancellationError) -> [Float] {
      model.graph.taskWeights = weights
      try plan.differentiate(decays: false, interrupt: interrupt)
      return parameters.flatMap(\.gradient.array)
    }
    var alone: [[Float]] = []
    for task in tasks { alone.append(try gradient(tasks.map { $0 == task ? 1 : 0 })) }
    let side =
      plan.sideLoss == 0
      ? alone[0].map { _ in Float(0) } : try gradient(tasks.map { _ in 0 })
    try interrupt.check()
    own = alone.map { zip($0, side).map { $0 - $1 } }
    self.side = side
  }

  /// `⟨a, b⟩`, summed in double and in order.
  static func dot(_ a: some Sequence<Float>, _ b: some Sequence<Float>) -> Double {
    zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  /// The norm of each task's gradient over the tensors that at least two tasks share.
  var sharedNorms: [Double] {
    var squares = own.map { _ in 0.0 }
    forEachShared { _, gradients in
      for (task, gradient) in gradients.enumerated() {
        squares[task] += gradient.reduce(0.0) { $0 + Double($1) * Double($1) }
      }
    }
    return squares.map { $0.squareRoot() }
  }

  /// Calls `body` with each tensor that at least two tasks share, and each task's gradient of it.
  func forEachShared(_ body: (Parameter, [ArraySlice<Float>]) -> Void) {
    var first = 0
    for parameter in parameters {
      let gradients = own.map { $0[first..<first + parameter.count] }
      first += parameter.count
      if gradients.count(where: { $0.contains { $0 != 0 } }) > 1 { body(parameter, gradients) }
    }
  }

  /// The same without tensors in which each task has numbers of its own, as in gates with a row per task.
  func forEachCommon(_ body: (Parameter, [ArraySlice<Float>]) -> Void) {
    forEachShared { parameter, gradients in
      let isCommon = (0..<parameter.count).contains { index in
        gradients.count { $0[$0.startIndex + index] != 0 } > 1
      }
      if isCommon { body(parameter, gradients) }
    }
  }

  /// Sets the parameters' gradients to the sum of the tasks' gradients after projection (PCGrad).
  ///
  /// `g_i ← g_i − ⟨g_i, g_j⟩ / |g_j|² g_j` where the inner product is negative, over the other tasks j in
  /// an order that is drawn anew for each step. Yu et al., NeurIPS 2020, algorithm 1.
  func projectApart(seed: UInt64) {
    var sum = side
    for task in own.indices {
      var gradient = own[task]
      var others = own.indices.filter { $0 != task }
      var stream = RandomStream(seed: seed, purpose: "conflicts of task \(task) in step \(step)")
      stream.shuffle(&others)
      for other in others {
        let product = Self.dot(gradient, own[other])
        let square = Self.dot(own[other], own[other])
        if product >= 0 || square == 0 { continue }
        let factor = Float(product / square)
        for index in gradient.indices { gradient[index] -= factor * own[other][index] }
      }
      for index in sum.indices { sum[index] += gradient[index] }
    }
    var first = 0
    for parameter in parameters {
      parameter.gradient.assign(Array(sum[first..<first + parameter.count]))
      first += parameter.count
    }
  }
}
