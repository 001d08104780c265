package import ArgumentParser
package import Engine

/// Wide & Deep, one per task: a linear model, plus a deep network on the embedding.
///
/// `logit = Σ_i w_i x_i + w h_L + b`; the wide part has no crossed features. Cheng et al., DLRS 2016.
package struct WideDeep: ModelKind {
  package static let name = "wide-deep"
  package static let summary = "A linear model plus a deep network; one per task."
  package static let paper =
    "Cheng et al., Wide & Deep Learning for Recommender Systems, DLRS 2016."
  package static let examples: [KeyValuePairs<String, String>] = [
    [:],
    ["hidden-units": "256 128"],
  ]

  package static let tasks = TaskRelation.apart

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions
  @OptionGroup package var deep: DeepOptions

  package init() {}

  /// Per task: linear model, and embedding with a deep network.
  package func logits(in network: Network) -> [Value] {
    network.separately { parameters in
      let x = network.embedding(embedding, of: parameters)
      return network.graph.sum([
        network.linearTerm(parameters["linear"]),
        network.tower(x, parameters["dnn"], widths: deep.hiddenUnits),
      ])
    }
  }
}
