import DataSets
import Engine
import Models
import Numbers
import System

/// The gradients of a batch, task by task, over all tensors of a model in their order.
struct TaskGradients {
  /// Of each task's own loss with weight 1, without L2 and penalties, [tasks][weights].
  private var own: [[Float]]
  /// Of what belongs to no task: penalties.
  private let side: [Float]
  private let parameters: [Parameter]
  private let step: Int

  /// Computes them for the rows in the plan's batch, with the noise of step `step`.
  ///
  /// - Throws: `CancellationError` after an interrupt; no weight has moved then.
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

  /// `⟨a, b⟩` in double, in order.
  private static func dot(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  /// The norm of each task's gradient over the tensors that more than one task reaches.
  var sharedNorms: [Double] {
    var squares = own.map { _ in 0.0 }
    var first = 0
    for parameter in parameters {
      let range = first..<first + parameter.count
      first += parameter.count
      let reaching = own.count { gradient in gradient[range].contains { $0 != 0 } }
      if reaching < 2 { continue }
      for task in own.indices {
        squares[task] += own[task][range].reduce(0.0) { $0 + Double($1) * Double($1) }
      }
    }
    return squares.map { $0.squareRoot() }
  }

  /// Puts the sum of the tasks' gradients in the parameters' place, each without what points against
  /// another's: `g_i ← g_i − ⟨g_i, g_j⟩ / |g_j|² g_j` where the product is negative, the other tasks in
  /// an order of their own for each step.
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
