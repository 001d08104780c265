package import ArgumentParser
import DataSets
package import Engine
import Options

/// Different Expression Parallel Heterogeneous Network (DEPHN): public experts with explicit mappings and
/// gates per task, private cross and field modules, and a virtual gradient on the gates.
///
/// Kong, Su, Zhao, Hou, IJCNN 2023, arXiv 2307.12519.
package struct DEPHN: ModelKind {
  package static let name = "dephn"
  package static let summary =
    "Public experts with explicit mappings and gates, private cross and field modules, virtual gradient."
  package static let paper =
    "Kong, Su, Zhao, Hou, DEPHN: Different Expression Parallel Heterogeneous Network using "
    + "virtual gradient optimization for Multi-task Learning, IJCNN 2023, arXiv 2307.12519."
  package static let examples: [KeyValuePairs<String, String>] = [
    ["num-experts": "3", "mappings": "raw sin"],
    ["gate": "mapping", "virtual-gradient": "add-cos", "correlation": "cosine"],
  ]

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions

  @Option(help: "Number of public experts K.")
  package var numExperts = 3

  @Option(parsing: .upToNextOption, help: "Layer widths of each expert.")
  package var expertHiddenUnits = [128, 64]

  @Option(parsing: .upToNextOption, help: "Explicit mappings of each expert's output.")
  package var mappings: [Mapping] = [.raw, .sin]

  @Option(help: "Kind of gates: a trained value each, or a softmax of the experts' input.")
  package var gate = GateOption.trainable

  @Option(help: "Function by which the similarity of tasks scales the gates' gradient.")
  package var virtualGradient = VirtualGradientOption.function(.addSqrt)

  @Option(help: "Measure of the similarity of tasks.")
  package var correlation = CorrelationMeasure.pearson

  @Option(help: "Quantity that the virtual gradient scales: the gates' gradient or their step.")
  package var virtualGradientOn = VirtualGradientTarget.gradient

  @Option(help: "Optimizer of the gates; by default that of the model.")
  package var gateOptimizer: UpdateRule?

  @Option(help: "Learning rate of the gates; by default that of the model.")
  package var gateLearningRate: Double?

  @OptionGroup package var gating: GateOptions
  @OptionGroup package var modules: HeterogeneousOptions

  package init() {}

  /// Checks bounds, mappings, and that the virtual gradient fits the kind of gates.
  ///
  /// - Throws: `OptionFault` or `KindFault`.
  package func validate() throws {
    try Bounds(1...256).check("num-experts", numExperts)
    try Widths.check("expert-hidden-units", expertHiddenUnits, least: 1)
    try modules.check(embedding)
    if mappings.isEmpty {
      throw OptionFault.wrongCount(option: "mappings", 1...Mapping.allCases.count)
    }
    if let twice = mappings.firstRepeated {
      throw OptionFault.repeated(option: "mappings", value: twice.rawValue)
    }
    if gate == .mapping && virtualGradientOn == .step && virtualGradient.function != nil {
      throw KindFault.noStepOfMappingGates
    }
    try Bounds(above: 0, upTo: 1000).check("gate-learning-rate", gateLearningRate)
  }

  /// Embedding with soft selection, public experts, mappings and gates, private modules, towers.
  package func logits(in network: Network) -> [Value] {
    let selection = SoftSelection(network, raw: network.embedding(embedding), heads: modules.heads)
    let shared = selection("dnn")
    let experts = network.experts(
      shared, network.parameters["experts"], count: numExperts, widths: expertHiddenUnits,
      activation: .leakyReLU(slope: 0.01))
    let mapped = experts.map { network.graph.mappings($0, mappings) }
    let gates = gateValues(network, reading: shared)
    let towers = publicTowers(network, gates: gates, mapped: mapped)
    return network.schema.tasks.enumerated().map { index, task in
      let parts = privateParts(network, selection, task: task.name)
      let privateLogit = network.graph.sum(parts)
      network.record(.privateLogit, task: index, privateLogit, [])
      let tower = network.parameters["towers"][task.name]
      return network.graph.sum(
        [towers[index].logit, privateLogit],
        biases: [
          tower["public"].tensor("bias", [1], .constant(0)),
          tower["private"].tensor("bias", [1], .constant(0)),
        ])
    }
  }

  /// The expert k and mapping p of each column of a task's gates.
  var parts: [Record.Part] {
    (0..<numExperts).flatMap { k in
      mappings.map { Record.Part(expert: k, mapping: $0.rawValue) }
    }
  }

  /// The public logits of all tasks: `p_t = Σ_k Σ_p W_t[k,p] · (G[t,k,p] f_p(e_k))`.
  private func publicTowers(
    _ network: Network, gates: Value, mapped: [Value]
  ) -> [TowerOutput] {
    let width = mapped[0].width / mappings.count
    let weights = network.schema.tasks.map {
      network.parameters["towers"][$0.name]["public"].tensor(
        "weight", [numExperts, mappings.count, width], .glorot(parts.count * width, 1))
    }
    let towers = network.graph.gatedTowers(gates: gates, mapped: mapped, weights: weights)
    for (index, tower) in towers.enumerated() {
      network.record(.contribution, task: index, tower.contributions, parts)
      network.record(.publicLogit, task: index, tower.logit, [])
    }
    return towers
  }

  /// The logits of the task's private modules: `V_t · x_L` and `U_t · V_L`.
  private func privateParts(
    _ network: Network, _ selection: SoftSelection, task: String
  ) -> [Value] {
    let cross = network.crossModule(
      selection(task + ".cross"), network.parameters["cross"][task],
      layers: modules.numCrossLayers, residual: modules.residual)
    let field = network.fieldModule(
      selection(task + ".field"), network.parameters["field"][task],
      layers: modules.numFieldLayers, residual: modules.residual)
    let tower = network.parameters["towers"][task]
    return [("cross", cross), ("field", field)].map { name, x in
      network.projection(x, tower[name])
    }
  }
}
