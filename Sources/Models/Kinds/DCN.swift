package import ArgumentParser
package import Engine

/// Deep and cross network (DCN), one per task: a cross network with vectors, parallel to a deep network.
///
/// `x_{l+1} = x₀ (x_lᵀ w_l) + b_l + x_l`, `ŷ = σ([x_L ; h_L] w + b)`. Wang et al., ADKDD 2017.
package struct DCN: ModelKind {
  package static let name = "dcn"
  package static let summary =
    "A cross network with vectors, parallel to a deep network; one per task."
  package static let paper =
    "Wang et al., Deep & Cross Network for Ad Click Predictions, ADKDD 2017."
  package static let examples: [KeyValuePairs<String, String>] = [
    [:],
    ["num-cross-layers": "4", "hidden-units": "200 200"],
  ]

  package static let tasks = TaskRelation.apart

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions
  @OptionGroup package var cross: CrossOptions
  @OptionGroup package var deep: DeepOptions

  package init() {}

  /// Per task: embedding, cross and deep network in parallel, output layer.
  package func logits(in network: Network) -> [Value] {
    network.separately { parameters in
      let x = network.embedding(embedding, of: parameters)
      return network.joinedLogit(
        [
          network.vectorCross(x, parameters["cross"], layers: cross.numCrossLayers),
          network.perceptron(x, parameters["dnn"], widths: deep.hiddenUnits),
        ], parameters["output"])
    }
  }
}
