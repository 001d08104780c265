package import ArgumentParser
import DataSets
package import Engine

/// One-gate mixture of experts: all tasks share the experts and the gate; only the towers are theirs.
///
/// `ŷ_t = tower_t(Σ_k softmax(x A)_k · e_k(x))`. Ma et al., KDD 2018.
package struct OMoE: ModelKind {
  package static let name = "omoe"
  package static let summary = "Experts and one softmax gate that all tasks share, a tower a task."
  package static let paper = MMoE.paper
  package static let examples: [KeyValuePairs<String, String>] = [
    ["num-experts": "4"],
    ["num-experts": "8", "expert-hidden-units": "16", "tower-hidden-units": "8"],
  ]

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions
  @OptionGroup package var mixture: MixtureOptions

  package init() {}

  package func logits(in network: Network) -> [Value] {
    let parameters = network.parameters
    let x = network.embedding(embedding)
    let experts = network.experts(x, mixture)
    let gate = network.softmaxGate(
      x, parameters["gate"], experts: experts.count, mixture.experts.gating)
    let mixed = network.graph.weightedSum(experts, gate: gate)
    return network.schema.tasks.enumerated().map { place, task in
      network.record(
        .rowGate, task: place, gate, experts.indices.map { Record.Part(expert: $0) })
      return network.tower(
        mixed, parameters["towers"][task.name], widths: mixture.experts.towerHiddenUnits)
    }
  }
}
