package import ArgumentParser
import DataSets
package import Engine

/// Customized gate control (CGC): task-specific and shared experts, mixed by one gate per task.
///
/// `ŷ_k = t_k(softmax(W^k x) [own experts ; shared experts])`. Tang et al., RecSys 2020, eqs. 1 to 4.
package struct CGC: ModelKind {
  package static let name = "cgc"
  package static let summary =
    "Task-specific and shared experts, mixed by one softmax gate per task."
  package static let paper = PLE.paper
  package static let examples: [KeyValuePairs<String, String>] = [
    ["num-shared-experts": "2", "num-specific-experts": "2"],
    ["num-shared-experts": "4", "num-specific-experts": "4", "expert-hidden-units": "16"],
  ]

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions
  @OptionGroup package var extraction: ExtractionOptions

  package init() {}

  /// Embedding, one level of experts and gates, towers.
  package func logits(in network: Network) -> [Value] {
    extraction.logits(in: network, reading: network.embedding(embedding), levels: 1)
  }
}
