package import ArgumentParser
import DataSets
package import Engine
import Options

/// Cross-stitch networks: a network a task, whose layers each read a trained mixture of all tasks'.
///
/// After each layer `x̃_t = Σ_s A[t, s] x_s`, A one number a pair of tasks and layer.
/// Misra, Shrivastava, Gupta, Hebert, CVPR 2016, eq. 1.
package struct CrossStitch: ModelKind {
  package static let name = "cross-stitch"
  package static let summary =
    "A network a task; after each layer the tasks' outputs are mixed by trained numbers."
  package static let paper =
    "Misra et al., Cross-stitch Networks for Multi-task Learning, CVPR 2016."
  package static let examples: [KeyValuePairs<String, String>] = [
    [:],
    ["hidden-units": "64 32", "stitch-own": "1", "stitch-learning-rate": "0.1"],
  ]

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions

  @Option(parsing: .upToNextOption, help: "Widths of a task's layers.")
  package var hiddenUnits = [128, 64]

  @Option(help: "A task's initial share in itself; the others have the rest in equal parts.")
  package var stitchOwn = 0.9

  @Option(help: "Learning rate of the mixtures, if not that of the rest.")
  package var stitchLearningRate: Double?

  package init() {}

  package func validate() throws {
    try Widths.check("hidden-units", hiddenUnits, least: 1)
    try Bounds(0...1).check("stitch-own", stitchOwn)
    try Bounds(above: 0, upTo: 1000).check("stitch-learning-rate", stitchLearningRate)
  }

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

  /// Row t of a layer's mixture, over the tasks in their order.
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
    if layer == hiddenUnits.count - 1 {
      network.record(
        .connection, task: task, shares,
        network.schema.tasks.map { Record.Part(owner: $0.name) })
    }
    return network.graph.weightedSum(outputs, gate: shares)
  }
}
