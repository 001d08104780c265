package import ArgumentParser
import DataSets
package import Engine
import Options

/// Different Expression Parallel Heterogeneous Network: public experts whose outputs are mapped
/// explicitly and gated a task, private cross and field modules, virtual gradient on the gates.
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

  @Option(parsing: .upToNextOption, help: "Widths of an expert's layers.")
  package var expertHiddenUnits = [128, 64]

  @Option(parsing: .upToNextOption, help: "Explicit mappings of an expert's output.")
  package var mappings: [Mapping] = [.raw, .sin]

  @Option(help: "Gates: a trained value each, or a softmax of what the experts read.")
  package var gate = GateOption.trainable

  @Option(help: "How the tasks' likeness scales the gradient of the gates.")
  package var virtualGradient = VirtualGradientOption.function(.addSqrt)

  @Option(help: "Measure of the tasks' likeness.")
  package var correlation = CorrelationMeasure.pearson

  @Option(help: "What the virtual gradient scales: the gates' gradient, or their step.")
  package var virtualGradientOn = VirtualGradientTarget.gradient

  @Option(help: "Optimiser of the gates, if not that of the rest.")
  package var gateOptimizer: UpdateRule?

  @Option(help: "Learning rate of the gates, if not that of the rest.")
  package var gateLearningRate: Double?

  @OptionGroup package var gating: GateOptions
  @OptionGroup package var modules: HeterogeneousOptions

  package init() {}

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

  package func logits(in network: Network) -> [Value] {
    let selection = SoftSelection(network, raw: network.embedding(embedding), heads: modules.heads)
    let shared = selection("dnn")
    let mapped = (0..<numExperts).map { k in
      network.graph.mappings(
        network.perceptron(
          shared, network.parameters["experts"][k], widths: expertHiddenUnits,
          activation: .leakyReLU(slope: 0.01)),
        mappings)
    }
    let gates = gateValues(network, reading: shared)
    let towers = publicTowers(network, gates: gates, mapped: mapped)
    return network.schema.tasks.enumerated().map { place, task in
      let parts = privateParts(network, selection, task: task.name)
      let privateLogit = network.graph.sum(parts)
      network.record(.privateLogit, task: place, privateLogit, [])
      let tower = network.parameters["towers"][task.name]
      return network.graph.sum(
        [towers[place].logit, privateLogit],
        biases: [
          tower["public"].tensor("bias", [1], .constant(0)),
          tower["private"].tensor("bias", [1], .constant(0)),
        ])
    }
  }

  /// Column kp of a task's gates belongs to expert k and mapping p.
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
    for (place, tower) in towers.enumerated() {
      network.record(.contribution, task: place, tower.contributions, parts)
      network.record(.publicLogit, task: place, tower.logit, [])
    }
    return towers
  }

  /// What the task's own modules say: `V_t · x_L` and `U_t · V_L`.
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
