import Engine
import Numbers
import Testing

/// One operation on a small input, ready to be differentiated: the list that the checks run over.
struct OperationCase: CustomTestStringConvertible, Sendable {
  let name: String
  /// Width of the input that stands before the operation.
  let width: Int
  var tasks = 1
  /// Multi-valued fields of the batch, with ids from 0 to 4.
  var lists = 0
  /// Adds the operation (and what it needs) to a graph, from a value of `width` columns to logits.
  let build: @Sendable (Graph, Value, Tensors) -> [Value]

  var testDescription: String { name }
}

/// Makes parameters with random values of a size that keeps every function away from its kinks.
final class Tensors {
  private(set) var all: [Parameter] = []
  private var stream: RandomStream

  init(seed: UInt64) { stream = RandomStream(seed: seed, purpose: "tensors") }

  func callAsFunction(_ name: String, _ shape: [Int], scale: Double = 0.7) -> Parameter {
    let parameter = Parameter(name: name, shape: shape)
    for index in 0..<parameter.count {
      parameter.weights[index] = Float(scale * stream.normal())
    }
    all.append(parameter)
    return parameter
  }
}

/// Ends each task in one logit: a projection of the value with random weights.
func project(_ graph: Graph, _ values: [Value], _ tensors: Tensors) -> [Value] {
  values.enumerated().map { place, value in
    graph.projection(value, weight: tensors("projection \(place)", [value.width]))
  }
}

let operationCases = coreCases + modelCases

/// Operations of DEPHN, MMoE and Shared-Bottom.
private let coreCases: [OperationCase] = [
  OperationCase(name: "dense", width: 7) { graph, x, make in
    project(graph, [graph.dense(x, weight: make("w", [7, 19]), bias: make("b", [19]))], make)
  },
  OperationCase(name: "pooled embedding", width: 3, lists: 1) { graph, x, make in
    let pooled = graph.embedding([.list(column: 0, table: make("pool", [5, 4]))], dimension: 4)
    return project(graph, [graph.concatenation([x, pooled])], make)
  },
  OperationCase(name: "dense, ReLU", width: 7) { graph, x, make in
    project(
      graph,
      [graph.dense(x, weight: make("w", [7, 5]), bias: make("b", [5]), activation: .relu)], make)
  },
  OperationCase(name: "dense, leaky ReLU", width: 7) { graph, x, make in
    let y = graph.dense(
      x, weight: make("w", [7, 5]), bias: make("b", [5]), activation: .leakyReLU(slope: 0.01))
    return project(graph, [y], make)
  },
  OperationCase(name: "dense in groups", width: 12) { graph, x, make in
    project(graph, [graph.dense(x, weight: make("w", [4, 3]), groups: 3)], make)
  },
  OperationCase(name: "attention", width: 12) { graph, x, make in
    func through(_ name: String) -> Value {
      graph.dense(x, weight: make(name, [4, 4]), groups: 3)
    }
    let y = graph.attention(
      query: through("q"), key: through("k"), value: through("v"), fields: 3, heads: 2)
    return project(graph, [y], make)
  },
  OperationCase(name: "attention over more fields than lanes", width: 44) { graph, x, make in
    let y = graph.attention(query: x, key: x, value: x, fields: 11, heads: 1)
    return project(graph, [y], make)
  },
  OperationCase(name: "selection gate", width: 6) { graph, x, make in
    let attended = graph.dense(x, weight: make("w", [6, 6]))
    return project(
      graph, [graph.selection(attended: attended, raw: x, gate: make("g", [3, 2]))], make)
  },
  OperationCase(name: "transpose", width: 6) { graph, x, make in
    project(graph, [graph.transpose(x, rows: 2)], make)
  },
  OperationCase(name: "cross layers", width: 5) { graph, x, make in
    func layer(_ input: Value, _ name: String) -> Value {
      graph.interaction(
        first: x, input,
        weights: InteractionWeights(
          matrix: make(name + "m", [5, 5]), vector: make(name + "v", [5]),
          bias: make(name + "b", [5]), residual: .trainable(make(name + "r", [5]))))
    }
    return project(graph, [layer(layer(x, "0"), "1")], make)
  },
  OperationCase(name: "cross layer wider than a panel", width: 21) { graph, x, make in
    let y = graph.interaction(
      first: x, x,
      weights: InteractionWeights(
        matrix: make("m", [21, 21], scale: 0.2), vector: make("v", [21], scale: 0.2),
        bias: make("b", [21]), residual: .trainable(make("r", [21]))))
    return project(graph, [y], make)
  },
  OperationCase(name: "field layers, plain residual", width: 12) { graph, x, make in
    let weights = InteractionWeights(matrix: make("m", [4, 4]), residual: .plain)
    let turned = graph.transpose(x, rows: 4)
    let y = graph.interaction(first: turned, turned, weights: weights)
    return project(graph, [graph.transpose(y, rows: 3)], make)
  },
  OperationCase(name: "interaction without residual", width: 4) { graph, x, make in
    let weights = InteractionWeights(matrix: make("m", [4, 4]), residual: .none)
    return project(graph, [graph.interaction(first: x, x, weights: weights)], make)
  },
  OperationCase(name: "all mappings", width: 9) { graph, x, make in
    project(graph, [graph.mappings(x, Mapping.allCases)], make)
  },
  OperationCase(name: "softmax", width: 5) { graph, x, make in
    project(graph, [graph.softmax(x)], make)
  },
  OperationCase(name: "concatenation", width: 5) { graph, x, make in
    project(graph, [graph.concatenation([x, graph.softmax(x), x])], make)
  },
  OperationCase(name: "mixture of experts", width: 6) { graph, x, make in
    let experts = (0..<3).map { graph.dense(x, weight: make("e\($0)", [6, 4])) }
    let gate = graph.softmax(graph.dense(x, weight: make("g", [6, 3])))
    return project(graph, [graph.weightedSum(experts, gate: gate)], make)
  },
  OperationCase(name: "gated towers with shared gates", width: 6, tasks: 2) { graph, x, make in
    let mapped = (0..<2).map {
      graph.mappings(graph.dense(x, weight: make("e\($0)", [6, 3])), [.raw, .sin])
    }
    let gates = graph.repeated(make("gates", [2, 2, 2]))
    return graph.gatedTowers(
      gates: gates, mapped: mapped, weights: (0..<2).map { make("t\($0)", [2, 2, 3]) }
    ).map(\.logit)
  },
  OperationCase(name: "sum with biases", width: 4) { graph, x, make in
    let a = graph.projection(x, weight: make("a", [4]))
    let b = graph.projection(x, weight: make("b", [4]))
    return [graph.sum([a, b, a], biases: [make("c", [1]), make("d", [1])])]
  },
]
