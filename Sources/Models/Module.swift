package import Engine

/// A part of a model that people name: an embedding, an expert, a gate, a tower.
///
/// Layers record themselves while a kind describes its model, so that every kind has a drawing.
package struct Module: Sendable, Equatable {
  /// What a module is for.
  package enum Role: Sendable, Equatable {
    case embedding
    /// What lets a module read attended or raw embeddings.
    case selection
    /// A deep network: a shared bottom, a task's own network.
    case network
    case expert
    case gate
    /// A cross network, a field interaction, a linear term.
    case interaction
    case tower
  }

  package let role: Role
  /// Where its tensors' names begin, as in `experts.0` or `towers.income`.
  package let path: String
  /// Numbers per row that its layers give, one after another; empty where they are no chain.
  package let widths: [Int]
  /// Numbers in its tensors.
  package let parameters: Int
  /// What it reads.
  package let inputs: [Value]
  /// What it gives.
  package let output: Value
  /// The modules it reads, by their index among the model's.
  package let sources: [Int]
}

/// The modules of a model, and which of them each task's logit is made from.
package struct Architecture: Sendable, Equatable {
  package let modules: [Module]
  /// Indices of modules, [tasks].
  package let tasks: [[Int]]
  /// Names of the tensors that are in no module: gates that rows share, weights between modules.
  package let loose: [String]

  /// Reads the graph of a model under construction.
  init(_ recorded: [RecordedModule], _ graph: Graph, logits: [Value]) {
    let parts = GraphParts(graph, parts: recorded.map(\.operations))
    modules = recorded.enumerated().map { index, module in
      Module(
        role: module.role, path: module.path, widths: parts.widths(ofPart: index),
        parameters: parts.parameterCount(ofPart: index), inputs: parts.inputs(ofPart: index),
        output: module.output,
        sources: parts.sources(ofPart: index))
    }
    tasks = logits.map { parts.sources(of: $0) }
    loose = parts.looseParameters.map(\.name)
  }
}

/// A module as its layer saw it: the operations that it added to the graph.
struct RecordedModule {
  let role: Module.Role
  let path: String
  let operations: Range<Int>
  let output: Value
}

extension Network {
  /// Records what `body` adds to the graph as a module, unless it is a part of one already.
  func module(
    _ role: Module.Role, _ parameters: Parameters, _ body: () -> Value
  ) -> Value {
    if isInModule { return body() }
    isInModule = true
    defer { isInModule = false }
    let start = graph.operationCount
    let value = body()
    if graph.operationCount > start {
      modules.append(
        RecordedModule(
          role: role, path: parameters.path, operations: start..<graph.operationCount,
          output: value))
    }
    return value
  }
}
