package import ArgumentParser
import DataSets
package import Engine

/// Multi-gate mixture of experts (MMoE): shared experts, mixed by one softmax gate per task.
///
/// `ŷ_t = tower_t(Σ_k softmax(x A_t)_k · e_k(x))`. Ma et al., KDD 2018.
package struct MMoE: ModelKind {
  package static let name = "mmoe"
  package static let summary = "Shared experts; one softmax gate and one tower per task."
  package static let paper =
    "Ma et al., Modeling Task Relationships in Multi-task Learning with Multi-gate "
    + "Mixture-of-Experts, KDD 2018."
  package static let examples: [KeyValuePairs<String, String>] = [
    ["num-experts": "4"],
    ["num-experts": "8", "expert-hidden-units": "16", "tower-hidden-units": "8"],
  ]

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions
  @OptionGroup package var mixture: MixtureOptions

  package init() {}

  /// Embedding, experts, one gate and one tower per task.
  package func logits(in network: Network) -> [Value] {
    let parameters = network.parameters
    let x = network.embedding(embedding)
    let experts = network.experts(x, mixture)
    return network.schema.tasks.enumerated().map { index, task in
      let gate = network.softmaxGate(
        x, parameters["gates"][task.name], experts: experts.count,
        mixture.experts.gating)
      network.record(
        .rowGate, task: index, gate, experts.indices.map { Record.Part(expert: $0) })
      return network.tower(
        network.graph.weightedSum(experts, gate: gate), parameters["towers"][task.name],
        widths: mixture.experts.towerHiddenUnits)
    }
  }
}
