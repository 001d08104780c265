package import ArgumentParser
package import Engine

/// Parallel heterogeneous network (PHN), one per task: a deep, a cross and a field-interaction module, each
/// with soft selection between raw and attended embedding.
///
/// `logit = w_dnn h_L + V x_L + U V_L + b`. Su et al., CICAI 2022, arXiv 2206.09184.
package struct PHN: ModelKind {
  package static let name = "phn"
  package static let summary =
    "A deep, a cross and a field module, each with soft selection gating; one per task."
  package static let paper =
    "Su et al., PHN: Parallel heterogeneous network with soft gating for CTR prediction, "
    + "CICAI 2022, arXiv 2206.09184."
  package static let examples: [KeyValuePairs<String, String>] = [
    [:],
    ["residual": "plain", "heads": "4"],
  ]

  package static let tasks = TaskRelation.apart

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions
  @OptionGroup package var deep: DeepOptions
  @OptionGroup package var modules: HeterogeneousOptions

  package init() {}

  /// Checks that the heads divide the embedding's dimension.
  ///
  /// - Throws: `KindFault`.
  package func validate() throws { try modules.check(embedding) }

  /// Per task: embedding with soft selection, three modules in parallel, output layer.
  package func logits(in network: Network) -> [Value] {
    network.separately { parameters in
      let selection = SoftSelection(
        network, raw: network.embedding(embedding, of: parameters), heads: modules.heads,
        of: parameters)
      let outputs: KeyValuePairs = [
        "dnn": network.perceptron(
          selection("dnn"), parameters["dnn"], widths: deep.hiddenUnits,
          activation: .leakyReLU(slope: 0.01)),
        "cross": network.crossModule(
          selection("cross"), parameters["cross"], layers: modules.numCrossLayers,
          residual: modules.residual),
        "field": network.fieldModule(
          selection("field"), parameters["field"], layers: modules.numFieldLayers,
          residual: modules.residual),
      ]
      let tower = parameters["tower"]
      return network.graph.sum(
        outputs.map { network.projection($0.value, tower[$0.key]) },
        biases: [tower.tensor("bias", [1], .constant(0))])
    }
  }
}
