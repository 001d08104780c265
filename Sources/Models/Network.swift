package import DataSets
package import Engine

/// A model under construction: its graph, its tensors, and what analysis may look at.
///
/// A kind of model describes itself by calling layers on it, from the embedding to the logits.
package final class Network {
  package let schema: Schema
  package let graph: Graph
  package let store = ParameterStore()
  package private(set) var records: [Record] = []
  package private(set) var gates: [GateRecord] = []
  package private(set) var gateScaling: GateScaling?
  /// What all dense layers have in common.
  let layers: LayerOptions

  init(schema: Schema, layers: LayerOptions) {
    self.schema = schema
    self.layers = layers
    let lists = schema.features.count { $0.isMultiple }
    let categories = schema.features.count { $0.isCategorical } - lists
    graph = Graph(
      inputs: BatchShape(
        categories: categories, numbers: schema.features.count - categories - lists,
        tasks: schema.tasks.count, lists: lists))
  }

  /// The tensors, from the top of their names.
  package var parameters: Parameters { Parameters(store) }

  /// A network a task that shares nothing with the others, each under its task's name.
  func separately(_ logit: (Parameters) -> Value) -> [Value] {
    schema.tasks.map { logit(parameters[$0.name]) }
  }

  /// Tells analysis of a value worth looking at.
  func record(
    _ role: Record.Role, task: Int, _ value: Value, offset: Int = 0, _ parts: [Record.Part]
  ) {
    graph.keep(value)
    records.append(Record(role: role, task: task, value: value, offset: offset, parts: parts))
  }

  /// Tells analysis of a tensor whose numbers are gates, each once `gate` has been applied to it.
  func record(
    _ role: GateRecord.Role, _ parameter: Parameter, gate: @escaping (Double) -> Double = { $0 }
  ) {
    if gates.contains(where: { $0.parameter === parameter }) { return }
    gates.append(GateRecord(role: role, parameter: parameter, gate: gate))
  }

  /// Tells analysis what scales the training of the shared gates.
  func record(_ scaling: GateScaling) { gateScaling = scaling }
}

/// A value inside a model that says something about it, and what its columns mean.
package struct Record: Sendable {
  package enum Role: Sendable, Equatable {
    /// Gate values that every row shares (the paper's trainable value gating).
    case sharedGate
    /// Gate values a row (softmax or mapping gates).
    case rowGate
    /// What a task takes of each network below, the same for every row; 0 is nothing.
    case connection
    /// Signed parts of the public logit, one for each gate.
    case contribution
    /// The public and private logit, without biases.
    case publicLogit
    case privateLogit
  }

  /// What a column belongs to.
  package struct Part: Sendable, Equatable {
    /// Counts from 0; nil where an owner has one network only.
    package var expert: Int?
    package var mapping: String?
    /// Whose expert it is, where not all are everyone's: a task's name, or `shared`.
    package var owner: String?
  }

  package let role: Role
  /// The task's index in the schema.
  package let task: Int
  package let value: Value
  /// The first of the columns meant.
  package let offset: Int
  package let parts: [Part]
}

/// A tensor inside a model whose numbers are gates, the same for every row.
package struct GateRecord {
  package enum Role: Sendable, Equatable {
    /// What each task takes of each expert and mapping (the paper's trainable value gating), [tasks, …].
    case shared
    /// What a module reads of each field, attended against raw, [fields, dimension].
    case selection(module: String)
    /// What a reader takes of each sub-network below.
    case routing
  }

  package let role: Role
  let parameter: Parameter
  /// From a number of the tensor to the gate that it stands for.
  let gate: (Double) -> Double

  /// As the tensor's.
  package var shape: [Int] { parameter.shape }

  /// The gates as they serve now, row-major.
  package var values: [Double] { parameter.weights.array.map { gate(Double($0)) } }
}

/// A virtual gradient that scales the training of gates, and what of it.
package struct GateScaling: Sendable {
  package let virtualGradient: VirtualGradient
  package let target: VirtualGradientTarget
}

extension Feature {
  /// Whether it has an embedding table.
  package var isCategorical: Bool { tableRows != nil }

  /// Whether a row has several values of it.
  package var isMultiple: Bool { if case .multiple = kind { true } else { false } }
}
