import Engine

/// Operations of models other than DEPHN.
let modelCases: [OperationCase] = [
  OperationCase(name: "addition with a bias", width: 5) { graph, x, make in
    let y = graph.dense(x, weight: make("w", [5, 5]))
    return project(graph, [graph.addition([x, y, x], bias: make("b", [5]))], make)
  },
  OperationCase(name: "addition of one value", width: 3) { graph, x, make in
    project(graph, [graph.addition([x])], make)
  },
  OperationCase(name: "product", width: 6) { graph, x, make in
    let y = graph.dense(x, weight: make("w", [6, 6]))
    return project(graph, [graph.product(graph.product(x, y), x)], make)
  },
  OperationCase(name: "sum of groups", width: 12) { graph, x, make in
    project(graph, [graph.groupSum(x, groups: 4)], make)
  },
  OperationCase(name: "bi-interaction", width: 12) { graph, x, make in
    project(graph, [graph.biInteraction(x, fields: 4)], make)
  },
  OperationCase(name: "pair products", width: 6) { graph, x, make in
    let y = graph.dense(x, weight: make("w", [6, 8]))
    let pairs = graph.pairProducts(x, y, groups: 2)
    return project(graph, [graph.pairProducts(pairs, x, groups: 2)], make)
  },
  OperationCase(name: "conjunction", width: 5, tasks: 2) { graph, x, make in
    let logits = project(graph, [x, x], make)
    return [logits[0], graph.conjunction(logits[0], logits[1])]
  },
  OperationCase(name: "order calibrator", width: 5, tasks: 3) { graph, x, make in
    let logits = project(graph, [x, x, x], make)
    graph.orderCalibrator(logits, weight: 0.6)
    return logits
  },
  OperationCase(name: "self-scored attention", width: 12) { graph, x, make in
    func through(_ name: String) -> Value {
      graph.dense(x, weight: make(name, [4, 4]), groups: 3)
    }
    let y = graph.selfScoredAttention(
      query: through("q"), key: through("k"), value: through("v"), slots: 3)
    return project(graph, [y], make)
  },
  OperationCase(name: "hard concrete gates", width: 6) { graph, x, make in
    let experts = (0..<7).map { graph.dense(x, weight: make("e\($0)", [6, 4])) }
    let gates = graph.hardConcrete(
      make("g", [7]), HardConcreteShape(temperature: 0.9), penalty: 0.05)
    return project(graph, [graph.weightedSum(experts, gate: gates)], make)
  },
  OperationCase(name: "batch norm", width: 5) { graph, x, make in
    func norm(_ x: Value, _ name: String, _ activation: Activation) -> Value {
      graph.batchNorm(
        x,
        NormTensors(
          scale: make(name + "s", [5]), shift: make(name + "b", [5]),
          mean: Parameter(name: name + "m", shape: [5]),
          variance: Parameter(name: name + "v", shape: [5])), activation: activation)
    }
    let y = norm(graph.dense(x, weight: make("w", [5, 5])), "1", .none)
    return project(graph, [graph.addition([norm(y, "2", .none), x])], make)
  },
  OperationCase(name: "expert dropout", width: 5) { graph, x, make in
    let logits = graph.expertDropout(x, rate: 0.5, name: "a")
    return project(graph, [graph.softmax(logits)], make)
  },
  OperationCase(name: "expert dropout of groups", width: 6) { graph, x, make in
    let logits = graph.expertDropout(x, rate: 0.5, name: "a", experts: 3)
    return project(graph, [graph.softmax(logits)], make)
  },
  OperationCase(name: "dropout", width: 8) { graph, x, make in
    project(graph, [graph.dropout(x, rate: 0.4, name: "a")], make)
  },
  OperationCase(name: "dropout of groups", width: 8) { graph, x, make in
    project(graph, [graph.dropout(x, rate: 0.4, name: "a", groups: 2)], make)
  },
]
