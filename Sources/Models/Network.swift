package import DataSets
package import Engine

/// A model under construction: its graph, its tensors, and the records for analysis.
///
/// A kind of model builds itself by calling layers on it, from the embedding to the logits.
package final class Network {
  package let schema: Schema
  package let graph: Graph
  package let store = ParameterStore()
  package private(set) var records: [Record] = []
  package private(set) var gates: [GateRecord] = []
  package private(set) var gateScaling: GateScaling?
  /// The parts that people name, in the order in which layers recorded them.
  var modules: [RecordedModule] = []
  /// The indices of each task's own tensors, if tasks share none.
  private(set) var parametersOfTasks: [Range<Int>] = []
  /// Whether a layer records what it adds as a part of a module.
  var isInModule = false
  /// The tensors from which each feature's vectors are computed, by feature name.
  var vectors: [String: [Parameter]] = [:]
  /// The options common to all dense layers.
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

  /// The outermost scope of tensor names.
  package var parameters: Parameters { Parameters(store) }

  /// One network per task that shares nothing with the others, in a scope with the task's name.
  func separately(_ logit: (Parameters) -> Value) -> [Value] {
    schema.tasks.map { task in
      let first = store.all.count
      defer { parametersOfTasks.append(first..<store.all.count) }
      return logit(parameters[task.name])
    }
  }

  /// Records a value for analysis.
  func record(
    _ role: Record.Role, task: Int?, _ value: Value, offset: Int = 0, _ parts: [Record.Part]
  ) {
    graph.keep(value)
    records.append(Record(role: role, task: task, value: value, offset: offset, parts: parts))
  }

  /// Records a tensor for analysis; `gate` maps its numbers to gates.
  func record(
    _ role: GateRecord.Role, _ parameter: Parameter, gate: @escaping (Double) -> Double = { $0 }
  ) {
    if gates.contains(where: { $0.parameter === parameter }) { return }
    gates.append(GateRecord(role: role, parameter: parameter, gate: gate))
  }

  /// Records the scaling of the shared gates' training for analysis.
  func record(_ scaling: GateScaling) { gateScaling = scaling }
}

/// A value inside a model that analysis shows, with the meaning of its columns.
package struct Record: Sendable {
  /// The role of the value in the model.
  package enum Role: Sendable, Equatable {
    /// Gates shared by all rows (TVG in the DEPHN paper).
    case sharedGate
    /// Gates per row (softmax or mapping gates).
    case rowGate
    /// Gates per row of a level below the last one, counted from 1; `reader` is a task's name or
    /// `shared`, and the mixture goes on to the next level.
    case levelGate(level: Int, reader: String)
    /// The weight of each lower network in a task's input, the same for all rows.
    case connection
    /// Signed contributions to the public logit, one per gate.
    case contribution
    /// The public logit, without bias.
    case publicLogit
    /// The private logit, without bias.
    case privateLogit

    /// True for gates that are a softmax of each row.
    package var isSoftmax: Bool {
      switch self {
      case .rowGate, .levelGate: true
      case .sharedGate, .connection, .contribution, .publicLogit, .privateLogit: false
      }
    }
  }

  /// The part of the model that a column belongs to.
  package struct Part: Sendable, Equatable {
    /// The index of the expert; nil if the owner has only one network.
    package var expert: Int?
    /// The explicit mapping; nil without mappings.
    package var mapping: String?
    /// The owner of the expert: a task's name or `shared`; nil if all tasks share all experts.
    package var owner: String?
  }

  /// The role of the value.
  package let role: Role
  /// The index of the task in the schema; nil for what serves all tasks.
  package let task: Int?
  /// The value.
  package let value: Value
  /// The first recorded column of the value.
  package let offset: Int
  /// The meaning of the recorded columns.
  package let parts: [Part]
}

/// A tensor of a model whose numbers are gates, the same for all rows.
package struct GateRecord {
  /// The role of the gates in the model.
  package enum Role: Sendable, Equatable {
    /// The gate of each task on each expert and mapping (TVG in the DEPHN paper), [tasks, …].
    case shared
    /// The soft selection of a module between attended and raw embedding, [fields, dimension].
    case selection(module: String)
    /// What a network takes of each of the networks below, `sources`; `layer` is the reader's, from 1,
    /// nil above all layers.
    case routing(layer: Int?, reader: Record.Part, sources: [Record.Part])
  }

  /// The role of the gates.
  package let role: Role
  let parameter: Parameter
  /// The gate for a number of the tensor.
  let gate: (Double) -> Double

  /// The shape of the tensor.
  package var shape: [Int] { parameter.shape }

  /// The current gates, in row-major order.
  package var values: [Double] { parameter.weights.array.map { gate(Double($0)) } }
}

/// A virtual gradient that scales the training of gates.
package struct GateScaling: Sendable {
  /// The virtual gradient.
  package let virtualGradient: VirtualGradient
  /// The quantity that it scales.
  package let target: VirtualGradientTarget
}

extension Feature {
  /// True if it has an embedding table.
  package var isCategorical: Bool { tableRows != nil }

  /// True if a row can have several values of it.
  package var isMultiple: Bool { if case .multiple = kind { true } else { false } }
}
