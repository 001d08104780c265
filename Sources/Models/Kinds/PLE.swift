package import ArgumentParser
import DataSets
package import Engine
import Options

/// Progressive layered extraction (PLE): several levels of customized gate control, where experts read the
/// mixtures of the level below.
///
/// `g^{k,j} = softmax(W^{k,j} g^{k,j−1}) [own experts ; shared experts]`, `ŷ_k = t_k(g^{k,N})`.
/// Tang et al., RecSys 2020, eqs. 5 and 6.
package struct PLE: ModelKind {
  package static let name = "ple"
  package static let summary =
    "Levels of task-specific and shared experts, with gates between the levels."
  package static let paper =
    "Tang et al., Progressive Layered Extraction (PLE): A Novel Multi-Task Learning Model for "
    + "Personalized Recommendations, RecSys 2020."
  package static let examples: [KeyValuePairs<String, String>] = [
    ["num-levels": "2"],
    ["num-shared-experts": "1", "num-specific-experts": "2", "expert-hidden-units": "32"],
  ]

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions

  @Option(help: "Number of levels.")
  package var numLevels = 2

  @OptionGroup package var extraction: ExtractionOptions

  package init() {}

  /// Checks the number of levels.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws { try Bounds(1...32).check("num-levels", numLevels) }

  /// Embedding, levels of experts and gates, towers.
  package func logits(in network: Network) -> [Value] {
    extraction.logits(in: network, reading: network.embedding(embedding), levels: numLevels)
  }
}
