package import ArgumentParser
package import Engine

/// A plain deep network per task: nothing is shared, not even the embedding.
///
/// `h_{l+1} = ReLU(h_l W_l + b_l)`, `ŷ = σ(w h_L + b)`.
package struct DNN: ModelKind {
  package static let name = "dnn"
  package static let summary = "A plain deep network per task; nothing is shared."
  package static let paper =
    "Covington, Adams, Sargin, Deep Neural Networks for YouTube Recommendations, RecSys 2016."
  package static let examples: [KeyValuePairs<String, String>] = [
    [:],
    ["hidden-units": "200 200 200", "dropout": "0.2"],
  ]

  package static let tasks = TaskRelation.apart

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions
  @OptionGroup package var deep: DeepOptions

  package init() {}

  /// Per task: embedding, deep network.
  package func logits(in network: Network) -> [Value] {
    network.separately { parameters in
      network.tower(
        network.embedding(embedding, of: parameters), parameters["dnn"], widths: deep.hiddenUnits)
    }
  }
}
