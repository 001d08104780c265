package import ArgumentParser
package import Engine
import Options

/// Extreme deep factorization machine (xDeepFM), one per task: the sum of a compressed interaction network,
/// a deep network and a linear model.
///
/// `logit = Σ w_i x_i + w_cin p + w_dnn h_L + b`, where p are the sums of all feature maps.
/// Lian et al., KDD 2018.
package struct XDeepFM: ModelKind {
  package static let name = "xdeepfm"
  package static let summary =
    "A compressed interaction network, a deep network and a linear model; one per task."
  package static let paper =
    "Lian et al., xDeepFM: Combining Explicit and Implicit Feature Interactions for Recommender "
    + "Systems, KDD 2018."
  package static let examples: [KeyValuePairs<String, String>] = [
    [:],
    ["cin-hidden-units": "16 16"],
  ]

  package static let tasks = TaskRelation.apart

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions

  @Option(
    parsing: .upToNextOption,
    help: "Number of feature maps in each layer of the interaction network.")
  package var cinHiddenUnits = [32, 32]

  @OptionGroup package var deep: DeepOptions

  package init() {}

  /// Checks the bounds of widths.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws {
    try Widths.check("cin-hidden-units", cinHiddenUnits, least: 1)
  }

  /// Per task: linear model, and embedding with an interaction and a deep network.
  package func logits(in network: Network) -> [Value] {
    network.separately { parameters in
      let fields = network.embedding(embedding, of: parameters)
      let pooled = network.compressedInteraction(
        fields, parameters["cin"], widths: cinHiddenUnits)
      return network.graph.sum([
        network.linearTerm(parameters["linear"]),
        network.projection(pooled, parameters["cin"]["output"]),
        network.tower(fields, parameters["dnn"], widths: deep.hiddenUnits),
      ])
    }
  }
}
