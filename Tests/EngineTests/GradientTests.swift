import CKernels
import Engine
import Numbers
import TestSupport
import Testing

/// A graph of one operation between an embedding and the losses, with random rows and labels.
struct SmallModel {
  let graph: Graph
  let plan: Plan

  /// `fields` numeric and categorical fields give `width` columns; some labels are missing.
  init(
    _ operation: OperationCase, rows: Int = 37, chunk: Int = 8, part: Int? = nil,
    regression: Bool = false, firstLayers: FirstLayers = .dense
  ) {
    let make = Tensors(seed: 3)
    let fields: [EmbeddedField] = (0..<operation.width).map { column in
      column % 2 == 0
        ? .number(
          column: column / 2, scale: make("scale \(column)", [1]),
          shift: make("shift \(column)", [1]))
        : .category(column: column / 2, table: make("table \(column)", [4, 1]))
    }
    graph = Graph(
      inputs: BatchShape(
        categories: operation.width / 2, numbers: (operation.width + 1) / 2, tasks: operation.tasks,
        lists: operation.lists))
    let x = graph.embedding(fields, dimension: 1)
    let logits = operation.build(graph, x, make)
    graph.losses(logits, kinds: logits.map { _ in regression ? .squaredError : .crossEntropy })
    graph.lookUpFirstLayers(firstLayers)
    graph.taskWeights = (0..<operation.tasks).map { 1 + Float($0) / 2 }
    plan = Plan(graph, capacity: rows, chunk: chunk, part: part)
    Self.fill(plan.batch, rows: rows)
  }

  static func fill(_ batch: Batch, rows: Int) {
    var stream = RandomStream(seed: 5, purpose: "rows")
    batch.rows = rows
    for i in 0..<rows * batch.shape.categories { batch.ids[i] = Int32(stream.below(4)) }
    for i in 0..<batch.numbers.count { batch.numbers.start[i] = Float(stream.normal()) }
    for lists in batch.lists {
      lists.clear()
      for row in 0..<rows {
        // Lists of none to three items, one of them twice in some.
        for _ in 0..<row % 4 { lists.add(Int32(stream.below(5)), weight: Float(stream.uniform())) }
        lists.endRow()
      }
    }
    for i in 0..<batch.labels.count {
      batch.labels.start[i] = stream.below(7) == 0 ? .nan : Float(stream.below(2))
    }
  }

  /// The weighted sum of the tasks' losses and what else there is, in double.
  func loss() throws -> Double {
    try plan.differentiate()
    return zip(plan.losses, graph.taskWeights).reduce(plan.sideLoss) {
      $0 + $1.0 * Double($1.1)
    }
  }
}

@Suite struct GradientTests {
  /// First layers as matrix products, looked up for numbers alone, and for all fields.
  static let ways = [
    FirstLayers.dense, FirstLayers(largestTable: 2, leastDimension: 1),
    FirstLayers(largestTable: 4, leastDimension: 1),
  ]

  /// Central differences in single precision are good to some 1e-3 of the largest entry.
  @Test(arguments: operationCases, ways)
  func agreesWithFiniteDifferences(operation: OperationCase, firstLayers: FirstLayers) throws {
    try check(SmallModel(operation, firstLayers: firstLayers))
  }

  @Test func squaredErrorAgreesWithFiniteDifferences() throws {
    try check(SmallModel(operationCases[0], regression: true))
  }

  private func check(_ model: SmallModel) throws {
    _ = try model.loss()
    let gradients = model.graph.parameters.map(\.gradient.array)
    let step: Float = 0.004
    for (parameter, gradient) in zip(model.graph.parameters, gradients) {
      let largest = gradient.map(abs).max() ?? 0
      for index in gradient.indices {
        let value = parameter.weights[index]
        func loss(at weight: Float) throws -> Double {
          parameter.weights[index] = weight
          model.graph.refresh()
          defer { parameter.weights[index] = value }
          return try model.loss()
        }
        let slope = try (loss(at: value + step) - loss(at: value - step)) / Double(2 * step)
        let error = abs(slope - Double(gradient[index]))
        #expect(error < 4e-3 * max(0.1, Double(largest)), "\(parameter.name)[\(index)]")
      }
      model.graph.refresh()
    }
  }

  /// The bits of losses and gradients for other threads, chunks and parts, and every clone.
  @Test(arguments: operationCases, ways)
  func sameBitsForAnyThreadsAndChunks(operation: OperationCase, firstLayers: FirstLayers) throws {
    try exclusively {
      let threads = Threads.count
      let clone = String(cString: dephn_clone())
      defer {
        Threads.count = threads
        _ = dephn_use_clone(clone)
      }
      var seen: [[Float]] = []
      let runs = [(1, 37, 37), (2, 8, 37), (3, 5, 20), (4, 1, 3), (1, 4, 4)]
        .map { ($0.0, $0.1, $0.2, clone) }
      for (count, chunk, part, clone) in runs + KernelTests.clones.map({ (2, 16, 30, $0) }) {
        Threads.count = count
        _ = dephn_use_clone(clone)
        let model = SmallModel(operation, chunk: chunk, part: part, firstLayers: firstLayers)
        let loss = try model.loss()
        seen.append(model.graph.parameters.flatMap(\.gradient.array) + [Float(loss)])
      }
      for other in seen.dropFirst() { #expect(other == seen[0]) }
    }
  }

  /// A second step must not add to the first one's gradients.
  @Test(arguments: operationCases, ways)
  func repeatsItself(operation: OperationCase, firstLayers: FirstLayers) throws {
    let model = SmallModel(operation, firstLayers: firstLayers)
    _ = try model.loss()
    let first = model.graph.parameters.map(\.gradient.array)
    _ = try model.loss()
    #expect(model.graph.parameters.map(\.gradient.array) == first)
  }
}
