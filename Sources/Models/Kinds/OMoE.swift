package import ArgumentParser
import DataSets
package import Engine

/// One-gate mixture of experts (OMoE): shared experts, mixed by one shared gate; each task has only its
/// tower.
///
/// `ŷ_t = tower_t(Σ_k softmax(x A)_k · e_k(x))`. Ma et al., KDD 2018.
package struct OMoE: ModelKind {
  package static let name = "omoe"
  package static let summary = "Shared experts and one shared softmax gate; one tower per task."
  package static let paper = MMoE.paper
  package static let examples: [KeyValuePairs<String, String>] = [
    ["num-experts": "4"],
    ["num-experts": "8", "expert-hidden-units": "16", "tower-hidden-units": "8"],
  ]

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions
  @OptionGroup package var mixture: MixtureOptions

  package init() {}

  /// Embedding, experts, one gate, one tower per task.
  package func logits(in network: Network) -> [Value] {
    let parameters = network.parameters
    let x = network.embedding(embedding)
    let experts = network.experts(x, mixture)
    let gate = network.softmaxGate(
      x, parameters["gate"], experts: experts.count, mixture.experts.gating)
    let mixed = network.graph.weightedSum(experts, gate: gate)
    return network.schema.tasks.enumerated().map { index, task in
      network.record(
        .rowGate, task: index, gate, experts.indices.map { Record.Part(expert: $0) })
      return network.tower(
        mixed, parameters["towers"][task.name], widths: mixture.experts.towerHiddenUnits)
    }
  }
}
