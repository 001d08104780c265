package import ArgumentParser
import DataSets
package import Engine
import Options

/// Entire space multi-task model (ESMM): each event of a funnel is predicted over all rows, as the product
/// of the conditional probabilities of the steps up to it.
///
/// `pCTR = σ(t₁(x))`, `pCVR = σ(t₂(x))`, `pCTCVR = pCTR · pCVR`, and
/// `L = BCE(click, pCTR) + BCE(click & conversion, pCTCVR)`; pCVR itself has no loss, as only clicked rows
/// have its label. Tasks are the events in order, each a subset of the one before, and may be more than
/// two. Ma et al., SIGIR 2018, eqs. 1 to 3.
package struct ESMM: ModelKind {
  package static let name = "esmm"
  package static let summary =
    "A funnel: each task's probability is the product of the steps up to it, over all rows."
  package static let paper =
    "Ma et al., Entire Space Multi-Task Model: An Effective Approach for Estimating Post-Click "
    + "Conversion Rate, SIGIR 2018."
  package static let examples: [KeyValuePairs<String, String>] = [
    [:],
    ["embedding-dim": "18", "tower-hidden-units": "360 200 80"],
  ]

  package static let tasks = TaskRelation.funnel

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions

  @Option(parsing: .upToNextOption, help: "Layer widths of each task's tower; 0 for none.")
  package var towerHiddenUnits = [128, 64]

  package init() {}

  /// Checks the bounds of widths.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws {
    try Widths.check("tower-hidden-units", towerHiddenUnits, least: 0)
  }

  /// Embedding, one tower per step of the funnel, products of probabilities.
  package func logits(in network: Network) -> [Value] {
    let x = network.embedding(embedding)
    let steps = network.schema.tasks.map {
      network.tower(x, network.parameters["towers"][$0.name], widths: towerHiddenUnits)
    }
    return steps.dropFirst().reduce([steps[0]]) { funnel, step in
      funnel + [network.graph.conjunction(funnel[funnel.count - 1], step)]
    }
  }
}
