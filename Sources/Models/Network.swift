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
  /// The task's place in the schema.
  package let task: Int
  package let value: Value
  /// The first of the columns meant.
  package let offset: Int
  package let parts: [Part]
}

extension Feature {
  /// Whether it has an embedding table.
  package var isCategorical: Bool { tableRows != nil }

  /// Whether a row has several values of it.
  package var isMultiple: Bool { if case .multiple = kind { true } else { false } }
}
