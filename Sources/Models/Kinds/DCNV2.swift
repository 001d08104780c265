package import ArgumentParser
package import Engine

/// Deep and cross network, version 2, one per task: a cross network with matrices, parallel to a deep
/// network.
///
/// `x_{l+1} = x₀ ⊙ (W_l x_l + b_l) + x_l`, `ŷ = σ([x_L ; h_L] w + b)` (parallel structure).
/// Wang et al., WWW 2021.
package struct DCNV2: ModelKind {
  package static let name = "dcn-v2"
  package static let summary =
    "A cross network with matrices, parallel to a deep network; one per task."
  package static let paper =
    "Wang et al., DCN V2: Improved Deep & Cross Network and Practical Lessons for Web-scale "
    + "Learning to Rank Systems, WWW 2021."
  package static let examples: [KeyValuePairs<String, String>] = [
    [:],
    ["num-cross-layers": "2", "hidden-units": "200 200"],
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
          network.matrixCross(x, parameters["cross"], layers: cross.numCrossLayers),
          network.perceptron(x, parameters["dnn"], widths: deep.hiddenUnits),
        ], parameters["output"])
    }
  }
}
