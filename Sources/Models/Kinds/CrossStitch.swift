package import ArgumentParser
import DataSets
package import Engine
import Options

/// Cross-stitch networks: one network per task, whose layers each read a trained mixture of all tasks'
/// outputs.
///
/// After each layer `x̃_t = Σ_s A[t, s] x_s`, with one number A[t, s] per layer and pair of tasks.
/// Misra, Shrivastava, Gupta, Hebert, CVPR 2016, eq. 1.
package struct CrossStitch: ModelKind {
  package static let name = "cross-stitch"
  package static let summary =
    "One network per task; after each layer, trained weights mix the tasks' outputs."
  package static let paper =
    "Misra et al., Cross-stitch Networks for Multi-task Learning, CVPR 2016."
  package static let examples: [KeyValuePairs<String, String>] = [
    [:],
    ["hidden-units": "64 32", "stitch-own": "1", "stitch-learning-rate": "0.1"],
  ]

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions

  @Option(parsing: .upToNextOption, help: "Layer widths of each task's network.")
  package var hiddenUnits = [128, 64]

  @Option(help: "Initial weight of a task's own output; the others share the rest equally.")
  package var stitchOwn = 0.9

  @Option(help: "Learning rate of the mixing weights; by default that of the model.")
  package var stitchLearningRate: Double?

  package init() {}

  /// Checks the bounds of widths, initial weights and learning rate.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws {
    try Widths.check("hidden-units", hiddenUnits, least: 1)
    try Bounds(0...1).check("stitch-own", stitchOwn)
    try Bounds(above: 0, upTo: 1000).check("stitch-learning-rate", stitchLearningRate)
  }

  /// Embedding, networks per task with a mixture after each layer, output layers.
  package func logits(in network: Network) -> [Value] {
    let tasks = network.schema.tasks
    let x = network.embedding(embedding)
    var states = tasks.map { _ in x }
    for (layer, width) in hiddenUnits.enumerated() {
      let outputs = zip(tasks, states).map { task, state in
        network.hidden(state, network.parameters["networks"][task.name][layer], width: width)
      }
      states = tasks.indices.map { stitch(network, outputs, task: $0, layer: layer) }
    }
    return zip(tasks, states).map { task, state in
      network.dense(
        state, network.parameters["networks"][task.name][hiddenUnits.count], width: 1)
    }
  }

  /// The mixture of all outputs that task t reads after a layer.
  private func stitch(_ network: Network, _ outputs: [Value], task: Int, layer: Int) -> Value {
    let count = outputs.count
    let row = network.parameters["stitch"][layer].tensor(
      network.schema.tasks[task].name, [count],
      .values(
        outputs.indices.map {
          $0 == task ? (count == 1 ? 1 : stitchOwn) : (1 - stitchOwn) / Double(count - 1)
        }))
    row.exception.learningRate = stitchLearningRate.map { Float($0) }
    let shares = network.graph.repeated(row)
    let parts = network.schema.tasks.map { Record.Part(owner: $0.name) }
    network.record(.routing(layer: layer + 1, reader: parts[task], sources: parts), row)
    if layer == hiddenUnits.count - 1 { network.record(.connection, task: task, shares, parts) }
    return network.graph.weightedSum(outputs, gate: shares)
  }
}
