package import ArgumentParser
import DataSets
package import Engine
import Options

/// Adaptive information transfer multi-task: along a chain of events, each task takes over from the one
/// before what an attention lets through.
///
/// `q_t` is the bottom network of task t, `p_{t−1} = ReLU(z_{t−1} W + b)` the information of the task
/// before; `z_t` weighs the two by `softmax over s of ⟨Q_s, K_s⟩ / √D` and sums their V_s; `z_1 = q_1`;
/// `ŷ_t = σ(w_t z_t + b_t)`. A calibrator adds `α · mean of max(ŷ_t − ŷ_{t−1}, 0)` to the loss: a later
/// event is no more likely than the one it needs. Xi et al., KDD 2021.
package struct AITM: ModelKind {
  package static let name = "aitm"
  package static let summary =
    "A chain of events: an attention carries information from each task to the next."
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

  @Option(parsing: .upToNextOption, help: "Widths of a task's bottom network.")
  package var bottomHiddenUnits = [128, 64, 32]

  @Option(help: "Weight α of the calibrator: later events are not the likelier ones.")
  package var calibrator = 0.6

  package init() {}

  package func validate() throws {
    try Widths.check("bottom-hidden-units", bottomHiddenUnits, least: 1)
    try Bounds(0...1000).check("calibrator", calibrator)
  }

  package func logits(in network: Network) -> [Value] {
    let x = network.embedding(embedding)
    var earlier: Value?
    let logits = network.schema.tasks.map { task in
      let own = network.perceptron(
        x, network.parameters["bottoms"][task.name], widths: bottomHiddenUnits)
      let z = earlier.map { transfer(network, own, from: $0, to: task.name) } ?? own
      earlier = z
      return network.dense(z, network.parameters["towers"][task.name], width: 1)
    }
    if calibrator > 0 {
      network.graph.orderCalibrator(logits, weight: Float(calibrator))
    }
    return logits
  }

  /// The adaptive information transfer module: `z_t` from `q_t` and `z_{t−1}`.
  private func transfer(
    _ network: Network, _ own: Value, from earlier: Value, to task: String
  ) -> Value {
    let parameters = network.parameters["transfer"][task]
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
