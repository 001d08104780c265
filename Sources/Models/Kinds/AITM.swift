package import ArgumentParser
import DataSets
package import Engine
import Options

/// Adaptive information transfer multi-task (AITM): along a chain of events, attention passes information
/// from each task to the next.
///
/// `q_t` is the output of task t's bottom network, `p_{t−1} = ReLU(z_{t−1} W + b)` the information from
/// the previous task; `z_t` is the sum of both V_s, weighted by `softmax over s of ⟨Q_s, K_s⟩ / √D`;
/// `z_1 = q_1`; `ŷ_t = σ(w_t z_t + b_t)`. A calibrator adds `α · mean of max(ŷ_t − ŷ_{t−1}, 0)` to the
/// loss, as no event can be more likely than the one before it. Xi et al., KDD 2021.
package struct AITM: ModelKind {
  package static let name = "aitm"
  package static let summary =
    "A chain of events: attention passes information from each task to the next."
  package static let paper =
    "Xi et al., Modeling the Sequential Dependence among Audience Multi-step Conversions with "
    + "Multi-task Learning in Targeted Display Advertising, KDD 2021."
  package static let examples: [KeyValuePairs<String, String>] = [
    [:],
    ["bottom-hidden-units": "64 32", "calibrator": "0"],
  ]

  package static let tasks = TaskRelation.funnel

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions

  @Option(parsing: .upToNextOption, help: "Layer widths of each task's bottom network.")
  package var bottomHiddenUnits = [128, 64, 32]

  @Option(help: "Weight α of the calibrator, which penalizes later events that are more likely.")
  package var calibrator = 0.6

  package init() {}

  /// Checks the bounds of widths and calibrator.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws {
    try Widths.check("bottom-hidden-units", bottomHiddenUnits, least: 1)
    try Bounds(0...1000).check("calibrator", calibrator)
  }

  /// Embedding, bottom networks, information transfer along the chain, towers.
  package func logits(in network: Network) -> [Value] {
    let x = network.embedding(embedding)
    var earlier: Value?
    let logits = network.schema.tasks.map { task in
      let own = network.perceptron(
        x, network.parameters["bottoms"][task.name], widths: bottomHiddenUnits)
      let z = earlier.map { transfer(network, own, from: $0, to: task.name) } ?? own
      earlier = z
      let tower = network.parameters["towers"][task.name]
      return network.module(.tower, tower) { network.dense(z, tower, width: 1) }
    }
    if calibrator > 0 {
      network.graph.orderCalibrator(logits, weight: Float(calibrator))
    }
    return logits
  }

  /// The adaptive information transfer module: `z_t`, given `q_t` and `z_{t−1}`.
  private func transfer(
    _ network: Network, _ own: Value, from earlier: Value, to task: String
  ) -> Value {
    let parameters = network.parameters["transfer"][task]
    return network.module(.network, parameters) {
      let information = network.hidden(earlier, parameters["information"], width: own.width)
      let slots = network.graph.concatenation([own, information])
      func through(_ name: String) -> Value {
        network.graph.dense(
          slots, weight: network.matrix(parameters[name], own.width, own.width), groups: 2)
      }
      return network.graph.selfScoredAttention(
        query: through("query"), key: through("key"), value: through("value"), slots: 2)
    }
  }
}
