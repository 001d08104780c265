package import ArgumentParser
package import Engine
import Options

/// Field-aware interaction network (FINT), one per task: products of fields, followed by a deep network.
///
/// `V⁰ = E`, `V^l = V^{l−1} ⊙ (W^l V⁰ + u^l 1ᵀ)`, then a deep network on the flattened V^L.
/// Zhao et al., ICASSP 2022, arXiv 2107.01999.
package struct FINT: ModelKind {
  package static let name = "fint"
  package static let summary =
    "Layers that multiply fields, followed by a deep network; one per task."
  package static let paper =
    "Zhao et al., FINT: Field-aware INTeraction Neural Network For CTR Prediction, ICASSP 2022, "
    + "arXiv 2107.01999."
  package static let examples: [KeyValuePairs<String, String>] = [
    [:],
    ["num-field-layers": "1", "hidden-units": "200 200 200"],
  ]

  package static let tasks = TaskRelation.apart

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions

  @Option(help: "Number of field-interaction layers.")
  package var numFieldLayers = 3

  @OptionGroup package var deep: DeepOptions

  package init() {}

  /// Checks the number of layers.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws {
    try Bounds(1...32).check("num-field-layers", numFieldLayers)
  }

  /// Per task: embedding, field interaction, deep network.
  package func logits(in network: Network) -> [Value] {
    network.separately { parameters in
      let fields = network.embedding(embedding, of: parameters)
      return network.tower(
        network.fieldProducts(fields, parameters["field"], layers: numFieldLayers),
        parameters["dnn"], widths: deep.hiddenUnits)
    }
  }
}
