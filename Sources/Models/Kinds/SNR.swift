package import ArgumentParser
import DataSets
package import Engine
import Options

/// Sub-network routing: layers of small networks that all tasks share, joined by gates which training
/// opens or closes.
///
/// What sub-network i of a layer reads is `v_i = Σ_j z_ij W_ij u_j` (`trans`) or `v_i = Σ_j z_ij u_j`
/// (`aver`), u_j being the outputs below; the last routing goes to the tasks' towers. The gates z are
/// hard concrete variables (Louizos et al., ICLR 2018): in training each pass draws fresh noise, a
/// penalty asks for closed gates, and predictions take the gate without noise. Programs that train
/// the noise, or leave out the penalty, are not SNR.
///
/// Ma, Zhao, Chen, Li, Hong, Chi, AAAI 2019.
package struct SNR: ModelKind {
  package static let name = "snr"
  package static let summary =
    "Layers of shared sub-networks, joined by gates that training opens or closes."
  package static let paper =
    "Ma et al., SNR: Sub-Network Routing for Flexible Parameter Sharing in Multi-Task Learning, "
    + "AAAI 2019."
  package static let examples: [KeyValuePairs<String, String>] = [
    ["num-experts": "4"],
    ["connection": "aver", "gate-penalty": "0.001", "gate-learning-rate": "0.02"],
  ]

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions

  @Option(help: "Sub-networks of a layer.")
  package var numExperts = 4

  @Option(parsing: .upToNextOption, help: "Widths of a sub-network, a number a layer of them.")
  package var expertHiddenUnits = [128, 64]

  @Option(parsing: .upToNextOption, help: "Widths of a task's tower; 0 for none.")
  package var towerHiddenUnits = [32]

  @Option(help: "What a connection does: a matrix and a gate (trans), or a gate alone (aver).")
  package var connection = ConnectionOption.trans

  @Option(help: "Weight in the loss of each gate's chance to be open.")
  package var gatePenalty = 0.0001

  @Option(help: "Temperature β of the gates.")
  package var gateTemperature = 2.0 / 3

  @Option(help: "Learning rate of the gates, if not that of the rest.")
  package var gateLearningRate: Double?

  package init() {}

  package func validate() throws {
    try Bounds(1...256).check("num-experts", numExperts)
    try Widths.check("expert-hidden-units", expertHiddenUnits, least: 1)
    try Widths.check("tower-hidden-units", towerHiddenUnits, least: 0)
    try Bounds(0...1000).check("gate-penalty", gatePenalty)
    try Bounds(above: 0, upTo: 1000).check("gate-learning-rate", gateLearningRate)
    try Bounds(0.01...100).check("gate-temperature", gateTemperature)
  }

  package func logits(in network: Network) -> [Value] {
    let parameters = network.parameters
    let x = network.embedding(embedding)
    var below = subnetworks(network, layer: 0, reading: (0..<numExperts).map { _ in x })
    for layer in 1..<expertHiddenUnits.count {
      let routed = (0..<numExperts).map {
        route(network, below, parameters["routing"][layer][$0]).value
      }
      below = subnetworks(network, layer: layer, reading: routed)
    }
    return network.schema.tasks.enumerated().map { place, task in
      let routed = route(network, below, parameters["routing"]["towers"][task.name])
      network.record(
        .connection, task: place, routed.gates, below.indices.map { Record.Part(expert: $0) })
      return network.tower(
        routed.value, parameters["towers"][task.name], widths: towerHiddenUnits)
    }
  }

  /// The sub-networks of a layer: a dense layer with ReLU each.
  private func subnetworks(_ network: Network, layer: Int, reading inputs: [Value]) -> [Value] {
    inputs.enumerated().map { place, x in
      network.perceptron(
        x, network.parameters["experts"][layer][place], widths: [expertHiddenUnits[layer]])
    }
  }

  /// What one reader takes from all outputs below, and the gates z that let it through.
  private func route(
    _ network: Network, _ below: [Value], _ parameters: Parameters
  ) -> (value: Value, gates: Value) {
    let logits = parameters.tensor("gates", [below.count], .normal(deviation: 0.01))
    logits.exception.learningRate = gateLearningRate.map { Float($0) }
    let shape = HardConcreteShape(temperature: gateTemperature)
    network.record(.routing, logits, gate: shape.gate)
    let gates = network.graph.hardConcrete(logits, shape, penalty: Float(gatePenalty))
    let carried = below.enumerated().map { place, u in
      connection == .aver
        ? u : network.dense(u, parameters[place], width: u.width, bias: false)
    }
    return (network.graph.weightedSum(carried, gate: gates), gates)
  }
}

/// What joins a sub-network to the ones above.
package enum ConnectionOption: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// A matrix of its own.
  case trans
  /// Nothing but the gate.
  case aver
}
