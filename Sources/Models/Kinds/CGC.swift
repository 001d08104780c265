package import ArgumentParser
import DataSets
package import Engine

/// Customised gate control: experts of each task's own beside shared ones, and a gate a task over
/// those two sorts.
///
/// `ŷ_k = t_k(softmax(W^k x) [own experts ; shared experts])`. Tang et al., RecSys 2020, eqs. 1 to 4.
package struct CGC: ModelKind {
  package static let name = "cgc"
  package static let summary =
    "Experts of each task's own beside shared ones, a softmax gate a task over both."
  package static let paper = PLE.paper
  package static let examples: [KeyValuePairs<String, String>] = [
    ["num-shared-experts": "2", "num-specific-experts": "2"],
    ["num-shared-experts": "4", "num-specific-experts": "4", "expert-hidden-units": "16"],
  ]

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions
  @OptionGroup package var extraction: ExtractionOptions

  package init() {}

  package func logits(in network: Network) -> [Value] {
    extraction.logits(in: network, reading: network.embedding(embedding), levels: 1)
  }
}
