package import ArgumentParser
import DataSets
package import Engine
import Options

/// Shared bottom: one shared network, followed by one tower per task.
///
/// Caruana, Machine Learning 28, 1997.
package struct SharedBottom: ModelKind {
  package static let name = "shared-bottom"
  package static let summary = "One shared network, followed by one tower per task."
  package static let paper = "Caruana, Multitask Learning, Machine Learning 28, 1997."
  package static let examples: [KeyValuePairs<String, String>] = [
    [:],
    ["bottom-hidden-units": "64", "tower-hidden-units": "16"],
  ]

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions

  @Option(parsing: .upToNextOption, help: "Layer widths of the shared network.")
  package var bottomHiddenUnits = [128, 64]

  @Option(parsing: .upToNextOption, help: "Layer widths of each task's tower; 0 for none.")
  package var towerHiddenUnits = [32]

  package init() {}

  /// Checks the bounds of widths.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws {
    try Widths.check("bottom-hidden-units", bottomHiddenUnits, least: 1)
    try Widths.check("tower-hidden-units", towerHiddenUnits, least: 0)
  }

  /// Embedding, shared network, towers.
  package func logits(in network: Network) -> [Value] {
    let parameters = network.parameters
    let bottom = network.perceptron(
      network.embedding(embedding), parameters["bottom"], widths: bottomHiddenUnits,
      activation: .relu)
    return network.schema.tasks.map {
      network.tower(bottom, parameters["towers"][$0.name], widths: towerHiddenUnits)
    }
  }
}
