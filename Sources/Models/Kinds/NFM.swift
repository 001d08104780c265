package import ArgumentParser
import DataSets
package import Engine

/// Neural factorization machine (NFM), one per task: a deep network on the sum of all pairwise products of
/// fields.
///
/// `f_BI(E) = ½ [(Σ v_i)² − Σ v_i²]`, `ŷ = σ(w₀ + Σ w_i x_i + h ReLU(… f_BI …))`.
/// He and Chua, SIGIR 2017, eqs. 2 to 5.
package struct NFM: ModelKind {
  package static let name = "nfm"
  package static let summary =
    "A deep network on the sum of pairwise products of fields, plus a linear model; one per task."
  package static let paper =
    "He, Chua, Neural Factorization Machines for Sparse Predictive Analytics, SIGIR 2017."
  package static let examples: [KeyValuePairs<String, String>] = [
    [:],
    ["embedding-dim": "64", "hidden-units": "64"],
  ]

  package static let tasks = TaskRelation.apart

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions
  @OptionGroup package var deep: DeepOptions

  package init() {}

  /// Per task: embedding, bi-interaction pooling, deep network; a linear model.
  package func logits(in network: Network) -> [Value] {
    network.separately { parameters in
      let fields = network.embedding(embedding, of: parameters)
      let pooled = network.graph.biInteraction(fields, fields: network.schema.features.count)
      return network.graph.sum([
        network.linearTerm(parameters["linear"]),
        network.tower(
          network.dropout(pooled, parameters["interaction"]), parameters["dnn"],
          widths: deep.hiddenUnits),
      ])
    }
  }
}
