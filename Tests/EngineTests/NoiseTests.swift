import Engine
import Numbers
import Testing

/// Random numbers that are drawn in training and not in predictions.
@Suite struct NoiseTests {
  /// A graph of `x → noise(x) → projection`, its rows the numbers 1 … width of one categorical field.
  private func plan(
    _ noise: (Graph, Value) -> Value, width: Int = 10, rows: Int = 200
  ) -> (plan: Plan, noisy: Value) {
    let graph = Graph(inputs: BatchShape(categories: 1, numbers: 0, tasks: 1))
    let table = Parameter(name: "table", shape: [1, width])
    for n in 0..<width { table.weights[n] = Float(n + 1) }
    let x = graph.embedding([.category(column: 0, table: table)], dimension: width)
    let noisy = noise(graph, x)
    graph.keep(noisy)
    let weight = Parameter(name: "weight", shape: [noisy.width])
    graph.losses([graph.projection(noisy, weight: weight)], kinds: [.crossEntropy])
    let plan = Plan(graph, capacity: rows, chunk: 7)
    plan.batch.rows = rows
    return (plan, noisy)
  }

  @Test func dropoutZeroesItsFractionInTrainingOnly() throws {
    let (plan, noisy) = plan({ $0.dropout($1, rate: 0.3, name: "a") })
    try plan.forward()
    #expect(plan.row(17, of: noisy).map { $0 } == (1...10).map(Float.init))
    try plan.differentiate()
    let rows = (0..<200).map { Array(plan.row($0, of: noisy)) }
    for row in rows {
      for (n, value) in row.enumerated() {
        #expect(value == 0 || abs(value - Float(n + 1) / 0.7) < 1e-5)
      }
    }
    let zeros = rows.joined().count { $0 == 0 }
    #expect(abs(Double(zeros) - 600) < 4 * (2000.0 * 0.3 * 0.7).squareRoot())
    #expect(Set(rows).count > 100)
  }

  @Test func wholeGroupsAreDroppedTogether() throws {
    let (plan, noisy) = plan({ $0.dropout($1, rate: 0.5, name: "a", groups: 2) })
    try plan.differentiate()
    for row in 0..<200 {
      let isZero = plan.row(row, of: noisy).map { $0 == 0 }
      #expect(Set(isZero[..<5]).count == 1 && Set(isZero[5...]).count == 1)
    }
  }

  /// A softmax of two experts with dropout of one half: 0, 1, or in between if none or all were dropped.
  @Test func droppedExpertsHaveNoShare() throws {
    let (plan, shares) = plan(
      { $0.softmax($0.expertDropout($1, rate: 0.5, name: "a")) }, width: 2)
    try plan.differentiate()
    let first = (0..<200).map { plan.row($0, of: shares)[0] }.map { $0 < 1e-30 ? 0 : $0 }
    #expect(Set(first).count == 3 && first.contains(0) && first.contains(1))
    #expect(abs(first.count { $0 == 0 } - 50) < 25 && abs(first.count { $0 == 1 } - 50) < 25)
    try plan.forward()
    #expect(Set((0..<200).map { plan.row($0, of: shares)[0] }).count == 1)
  }

  /// Three experts of two columns each: both columns are dropped or kept, and the kept ones sum to 1.
  @Test func droppedExpertsLoseAllTheirColumns() throws {
    let (plan, shares) = plan(
      { $0.softmax($0.expertDropout($1, rate: 0.5, name: "a", experts: 3)) }, width: 6)
    try plan.differentiate()
    var lost: Set<[Bool]> = []
    for row in 0..<200 {
      let values = plan.row(row, of: shares).map { $0 < 1e-30 ? 0 : $0 }
      let isZero = stride(from: 0, to: 6, by: 2).map { expert in
        #expect((values[expert] == 0) == (values[expert + 1] == 0))
        return values[expert] == 0
      }
      #expect(abs(values.reduce(0, +) - 1) < 1e-6)
      lost.insert(isZero)
    }
    // None, any one or any two; a row that would drop all three keeps them.
    #expect(lost.count == 7 && !lost.contains([true, true, true]))
  }

  @Test func stepsAndSeedsDrawAnew() throws {
    let (plan, noisy) = plan({ $0.dropout($1, rate: 0.5, name: "a") })
    func drawn() -> [Float] { (0..<200).flatMap { Array(plan.row($0, of: noisy)) } }
    var optimizer = Optimizer(.sgd, learningRate: 0)
    var seen: Set<[Float]> = []
    for _ in 0..<3 {
      try plan.step(&optimizer)
      seen.insert(drawn())
    }
    plan.batch.seed = 9
    try plan.differentiate()
    seen.insert(drawn())
    #expect(seen.count == 4)
  }

  /// Hard concrete gates by their definition: the same in all rows, drawn anew in each step, without noise
  /// in predictions.
  @Test func hardConcreteGates() throws {
    let logits = Parameter(name: "logits", shape: [6])
    logits.weights.assign([-4, -2, -0.5, 0.5, 2, 4])
    let shape = HardConcreteShape(temperature: 0.9)
    let (plan, gates) = plan({ graph, _ in graph.hardConcrete(logits, shape, penalty: 0.25) })
    try plan.forward()
    let served = logits.weights.array.map { logit -> Float in
      let s = 1 / (1 + Elementary.exp(-Double(logit)))
      return Float(min(1, max(0, s * 1.2 - 0.1)))
    }
    #expect(Array(plan.row(3, of: gates)) == served)
    #expect(served[0] == 0 && served[5] == 1)
    plan.batch.seed = 3
    var optimizer = Optimizer(.sgd, learningRate: 0)
    for step in 0..<4 {
      var u = [Float](repeating: 0, count: 6)
      RandomField("gates of logits").uniforms(seed: 3, step: step, row: 0, count: 6, into: &u)
      try plan.step(&optimizer)
      for gate in 0..<6 {
        let noise = Elementary.log(Double(u[gate])) - Elementary.log(1 - Double(u[gate]))
        let logit = Double(logits.weights.start[gate])
        let s = 1 / (1 + Elementary.exp(-(noise + logit) / 0.9))
        let expected = min(1, max(0, s * 1.2 - 0.1))
        for row in [0, 6, 7, 199] {
          #expect(abs(Double(plan.row(row, of: gates)[gate]) - expected) < 1e-6)
        }
      }
    }
    // λ Σ σ(log α − β log(0.1 / 1.1)): the probability of each gate not to be 0.
    let open = logits.weights.array.map {
      1 / (1 + Elementary.exp(-(Double($0) + 0.9 * Elementary.log(11))))
    }
    #expect(abs(plan.sideLoss - 0.25 * open.reduce(0, +)) < 1e-9)
  }
}
