package import ArgumentParser
import DataSets
package import Engine
import Options

/// Sub-network routing (SNR): layers of shared sub-networks, connected by gates that training opens or
/// closes.
///
/// Sub-network i of a layer reads `v_i = Σ_j z_ij W_ij u_j` (`trans`) or `v_i = Σ_j z_ij u_j` (`aver`),
/// where u_j are the outputs of the layer below; the last layer is routed to the tasks' towers in the
/// same way. The gates z are hard concrete variables (Louizos et al., ICLR 2018): training draws new noise
/// in each pass and penalizes open gates; predictions use the gates without noise. Implementations that
/// train the noise or omit the penalty are not SNR.
///
/// Ma, Zhao, Chen, Li, Hong, Chi, AAAI 2019.
package struct SNR: ModelKind {
  package static let name = "snr"
  package static let summary =
    "Layers of shared sub-networks, connected by gates that training opens or closes."
  package static let paper =
    "Ma et al., SNR: Sub-Network Routing for Flexible Parameter Sharing in Multi-Task Learning, "
    + "AAAI 2019."
  package static let examples: [KeyValuePairs<String, String>] = [
    ["num-experts": "4"],
    ["connection": "aver", "gate-penalty": "0.001", "gate-learning-rate": "0.02"],
  ]

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions

  @Option(help: "Number of sub-networks per layer.")
  package var numExperts = 4

  @Option(parsing: .upToNextOption, help: "Widths of the sub-networks, one per layer.")
  package var expertHiddenUnits = [128, 64]

  @Option(parsing: .upToNextOption, help: "Layer widths of each task's tower; 0 for none.")
  package var towerHiddenUnits = [32]

  @Option(help: "Connections between layers: a matrix and a gate (trans), or only a gate (aver).")
  package var connection = ConnectionOption.trans

  @Option(help: "Penalty on the probability that a gate is open, per gate.")
  package var gatePenalty = 0.0001

  @Option(help: "Temperature β of the gates.")
  package var gateTemperature = 2.0 / 3

  @Option(help: "Learning rate of the gates; by default that of the model.")
  package var gateLearningRate: Double?

  package init() {}

  /// Checks the bounds of widths and gates.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws {
    try Bounds(1...256).check("num-experts", numExperts)
    try Widths.check("expert-hidden-units", expertHiddenUnits, least: 1)
    try Widths.check("tower-hidden-units", towerHiddenUnits, least: 0)
    try Bounds(0...1000).check("gate-penalty", gatePenalty)
    try Bounds(above: 0, upTo: 1000).check("gate-learning-rate", gateLearningRate)
    try Bounds(0.01...100).check("gate-temperature", gateTemperature)
  }

  /// Embedding, layers of sub-networks with routing in between, towers.
  package func logits(in network: Network) -> [Value] {
    let parameters = network.parameters
    let x = network.embedding(embedding)
    var below = subnetworks(network, layer: 0, reading: (0..<numExperts).map { _ in x })
    for layer in 1..<expertHiddenUnits.count {
      let routed = (0..<numExperts).map { index in
        let unit = GateRecord.Role.routing(
          layer: layer + 1, reader: Record.Part(expert: index), sources: parts)
        return route(network, below, parameters["routing"][layer][index], unit).value
      }
      below = subnetworks(network, layer: layer, reading: routed)
    }
    return network.schema.tasks.enumerated().map { index, task in
      let unit = GateRecord.Role.routing(
        layer: nil, reader: Record.Part(owner: task.name), sources: parts)
      let routed = route(network, below, parameters["routing"]["towers"][task.name], unit)
      network.record(.connection, task: index, routed.gates, parts)
      return network.tower(
        routed.value, parameters["towers"][task.name], widths: towerHiddenUnits)
    }
  }

  private var parts: [Record.Part] { (0..<numExperts).map { Record.Part(expert: $0) } }

  /// The sub-networks of a layer, each a dense layer with ReLU.
  private func subnetworks(_ network: Network, layer: Int, reading inputs: [Value]) -> [Value] {
    inputs.enumerated().map { index, x in
      network.expert(
        x, network.parameters["experts"][layer][index], widths: [expertHiddenUnits[layer]])
    }
  }

  /// The input of one sub-network or tower, a gated sum of the outputs below, and its gates z.
  private func route(
    _ network: Network, _ below: [Value], _ parameters: Parameters, _ unit: GateRecord.Role
  ) -> (value: Value, gates: Value) {
    let logits = parameters.tensor("gates", [below.count], .normal(deviation: 0.01))
    logits.exception.learningRate = gateLearningRate.map { Float($0) }
    let shape = HardConcreteShape(temperature: gateTemperature)
    network.record(unit, logits, gate: shape.gate)
    let gates = network.graph.hardConcrete(logits, shape, penalty: Float(gatePenalty))
    let carried = below.enumerated().map { index, u in
      connection == .aver
        ? u : network.dense(u, parameters[index], width: u.width, bias: false)
    }
    return (network.graph.weightedSum(carried, gate: gates), gates)
  }
}

/// The connection between sub-networks of adjacent layers.
package enum ConnectionOption: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// A matrix and a gate.
  case trans
  /// Only a gate.
  case aver
}
