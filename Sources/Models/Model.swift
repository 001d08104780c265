package import DataSets
package import Engine
import Numbers
package import Options
package import System

/// A built model: its kind with options, the schema it reads, and its tensors.
package final class Model {
  package let kind: any ModelKind
  package let schema: Schema
  /// What the initial values were drawn from.
  package let seed: UInt64
  package let graph: Graph
  package let parameters: ParameterStore
  /// A logit a task, [1] each.
  package let logits: [Value]
  /// What analysis may look at.
  package let records: [Record]
  /// Gates that every row shares.
  package let gates: [GateRecord]
  /// What scales the training of the shared gates; nil if nothing does.
  package let gateScaling: GateScaling?

  /// Numbers a model may hold at most: training takes up to eight times that memory for gradients,
  /// moments, packed copies and the best epoch's weights.
  package static let largestCount = 250_000_000

  /// Features a model may have at most; keeps products of widths within an `Int`.
  package static let largestWidth = 100_000

  /// A new model with initial values drawn from `seed`, or all 0 unless `drawing`.
  ///
  /// - Throws: `ModelError`, before any memory is taken; `CancellationError` after an interrupt.
  package init(
    _ kind: any ModelKind, schema: Schema, seed: UInt64, drawing: Bool = true,
    interrupt: Interrupt = .never
  ) throws {
    try Self.check(kind, schema)
    let network = Network(schema: schema, layers: kind.layers)
    logits = kind.logits(in: network)
    for logit in logits { network.graph.keep(logit) }
    network.graph.losses(
      logits, kinds: schema.tasks.map { $0.kind == .binary ? .crossEntropy : .squaredError })
    if network.store.count > Self.largestCount {
      throw ModelError.tooLarge(count: network.store.count, limit: Self.largestCount)
    }
    self.kind = kind
    self.schema = schema
    self.seed = seed
    graph = network.graph
    parameters = network.store
    records = network.records
    gates = network.gates
    gateScaling = network.gateScaling
    if drawing { try parameters.draw(seed: seed, interrupt) }
  }

  /// Refuses a schema that the kind has no model of.
  private static func check(
    _ kind: any ModelKind, _ schema: Schema
  ) throws(ModelError) {
    if schema.features.isEmpty { throw .noFeatures }
    if schema.tasks.isEmpty { throw .noTasks }
    for names in [schema.features.map(\.name), schema.tasks.map(\.name)] {
      if let twin = names.firstRepeated { throw .twins(twin) }
    }
    if type(of: kind).tasks == .funnel {
      for task in schema.tasks where task.kind != .binary { throw .notBinary(task: task.name) }
    }
    // The widest tensor that follows has the square of the embeddings' total width.
    if schema.features.count > largestWidth { throw .tooManyFeatures(schema.features.count) }
  }

  /// SHA-256 over names and weights, in hexadecimal; twelve digits of it are shown to people.
  ///
  /// - Throws: `CancellationError` after an interrupt, which is looked for before each megabyte, and
  ///   each row of a table.
  package func digest(interrupt: Interrupt = .never) throws(CancellationError) -> String {
    var digest = Digest()
    for parameter in parameters.all {
      digest.update(parameter.name)
      try parameter.weights.forEachRow { row throws(CancellationError) in
        for start in stride(from: 0, to: row.count, by: 1 << 18) {
          try interrupt.check()
          let piece = row[start..<min(row.count, start + 1 << 18)]
          digest.update(UnsafeRawBufferPointer(UnsafeMutableBufferPointer(rebasing: piece)))
        }
      }
    }
    return digest.hexadecimal()
  }

  /// A copy of all weights, tensor by tensor.
  package var weights: [[Float]] { parameters.all.map(\.weights.array) }

  /// Takes back weights that `weights` gave.
  package func restore(_ weights: [[Float]]) {
    for (parameter, values) in zip(parameters.all, weights) { parameter.weights.assign(values) }
    graph.refresh()
  }

  /// Sets what the optimiser remembers of the gradients back to nothing.
  package func forgetMoments() {
    for parameter in parameters.all { parameter.forgetMoments() }
  }

  /// The kind's name, as in `build dephn`.
  package var kindName: String { type(of: kind).name }

  /// Every option with its value, under the names a person types.
  package var options: [OptionSetting] { OptionSetting.all(of: kind) }
}

/// Why a model cannot be built.
package enum ModelError: Error, Equatable {
  case noFeatures
  case noTasks
  case tooLarge(count: Int, limit: Int)
  case tooManyFeatures(Int)
  /// Two features or tasks of one name.
  case twins(String)
  /// A funnel's task that is no event.
  case notBinary(task: String)
}
