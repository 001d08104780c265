package import DataSets
package import Engine
import Numbers
package import Options
package import System

/// A built model: its kind with options, the schema it reads, and its tensors.
package final class Model {
  package let kind: any ModelKind
  package let schema: Schema
  /// The seed of the initial weights.
  package let seed: UInt64
  package let graph: Graph
  package let parameters: ParameterStore
  /// The indices of each task's tensors; empty if tasks share some.
  package let parametersOfTasks: [Range<Int>]
  /// One logit [1] per task.
  package let logits: [Value]
  /// The recorded values, for analysis.
  package let records: [Record]
  /// The recorded tensors of gates, for analysis.
  package let gates: [GateRecord]
  /// The scaling of the shared gates' training; nil without virtual gradient.
  package let gateScaling: GateScaling?
  /// The parts that people name, and which reads which.
  package let architecture: Architecture
  /// The names of features whose part of all first layers is looked up in a table.
  package let featuresByTable: [String]
  /// The arithmetic of the program that trained its weights.
  package var arithmetic: Arithmetic

  /// The arithmetic that trained its weights, if training here rounds otherwise.
  package var otherArithmetic: Arithmetic? {
    let isSame = arithmetic.isDense && featuresByTable.isEmpty
    return arithmetic.differs && !isSame ? arithmetic : nil
  }

  /// Largest number of weights: training takes up to eight times that memory for gradients, moments,
  /// packed copies and the best epoch's weights.
  package static let largestCount = 250_000_000

  /// Largest number of features, which keeps products of widths within an `Int`.
  package static let largestWidth = 100_000

  /// A new model with initial weights drawn from `seed`; without `drawing` they are 0.
  ///
  /// `firstLayers` determines which fields' part of the first layers is looked up, which affects bits.
  ///
  /// - Throws: `ModelError`, before any memory is taken; `CancellationError` after an interrupt.
  package init(
    _ kind: any ModelKind, schema: Schema, seed: UInt64, drawing: Bool = true,
    firstLayers: FirstLayers = .wanted, interrupt: Interrupt = .never
  ) throws {
    try Self.check(kind, schema)
    let network = Network(schema: schema, layers: kind.layers)
    logits = kind.logits(in: network)
    for logit in logits { network.graph.keep(logit) }
    architecture = Architecture(network.modules, network.graph, logits: logits)
    network.graph.losses(logits, kinds: schema.tasks.map(\.kind.loss))
    if network.store.count > Self.largestCount {
      throw ModelError.tooLarge(count: network.store.count, limit: Self.largestCount)
    }
    network.graph.lookUpFirstLayers(firstLayers)
    self.kind = kind
    self.schema = schema
    self.seed = seed
    graph = network.graph
    parameters = network.store
    parametersOfTasks = network.parametersOfTasks
    records = network.records
    gates = network.gates
    gateScaling = network.gateScaling
    let lookedUp = Set(graph.lookedUp.map(\.name))
    featuresByTable = schema.features.map(\.name).filter { feature in
      let tensors = network.vectors[feature, default: []]
      return !tensors.isEmpty && tensors.allSatisfy { lookedUp.contains($0.name) }
    }
    arithmetic = Arithmetic(version: programVersion, firstLayers: firstLayers.name)
    if drawing { try parameters.draw(seed: seed, interrupt) }
  }

  /// Checks that the kind can be built for the schema.
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

  /// SHA-256 of names and weights in hexadecimal; people see twelve digits of it.
  ///
  /// - Throws: `CancellationError` after an interrupt, checked before each megabyte and each row of a
  ///   table.
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

  /// A copy of all weights, one array per tensor.
  package var weights: [[Float]] { parameters.all.map(\.weights.array) }

  /// Restores a copy of all weights.
  package func restore(_ weights: [[Float]]) {
    for (parameter, values) in zip(parameters.all, weights) { parameter.weights.assign(values) }
    graph.refresh()
  }

  /// Sets the optimizer's moments to 0.
  package func forgetMoments() {
    for parameter in parameters.all { parameter.forgetMoments() }
  }

  /// The kind's name, as in `build dephn`.
  package var kindName: String { type(of: kind).name }

  /// The value of every option, by the name that a person types.
  package var options: [OptionSetting] { OptionSetting.all(of: kind) }
}

/// The reason why a model cannot be built.
package enum ModelError: Error, Equatable {
  case noFeatures
  case noTasks
  case tooLarge(count: Int, limit: Int)
  case tooManyFeatures(Int)
  /// Two features or two tasks have the same name.
  case twins(String)
  /// A task of a funnel is not binary.
  case notBinary(task: String)
}

extension Task.Kind {
  /// What a task of this kind is trained on.
  package var loss: LossKind { self == .binary ? .crossEntropy : .squaredError }
}
