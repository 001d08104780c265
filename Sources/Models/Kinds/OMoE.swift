package import ArgumentParser
import Data
package import Engine

/// One-gate mixture of experts: all tasks share the experts and the gate; only the towers are theirs.
///
/// `ŷ_t = tower_t(Σ_k softmax(x A)_k · e_k(x))`. Ma et al., KDD 2018.
package struct OMoE: ModelKind {
  package static let name = "omoe"
  package static let summary = "Experts and one softmax gate that all tasks share, a tower a task."
  package static let paper = MMoE.paper
  package static let examples = [
    "m = build omoe adult --num-experts 4",
    "m = build omoe adult --num-experts 8 --expert-hidden-units 16 --tower-hidden-units 8",
  ]

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions

  @Option(help: "Number of experts.")
  package var numExperts = 4

  @Option(parsing: .upToNextOption, help: "Widths of an expert's layers.")
  package var expertHiddenUnits = [128, 64]

  @OptionGroup package var gating: GateOptions

  @Option(parsing: .upToNextOption, help: "Widths of a task's tower; 0 for none.")
  package var towerHiddenUnits = [32]

  package init() {}

  package func validate() throws {
    try Limits.check("--num-experts", numExperts, 1...256)
    try Limits.check(widths: expertHiddenUnits, "--expert-hidden-units", least: 1)
    try Limits.check(widths: towerHiddenUnits, "--tower-hidden-units", least: 0)
  }

  package func logits(in network: Network) -> [Value] {
    let parameters = network.parameters
    let x = network.embedding(embedding)
    let experts = network.experts(
      x, parameters["experts"], count: numExperts, widths: expertHiddenUnits)
    let gate = network.softmaxGate(x, parameters["gate"], experts: numExperts, gating)
    let mixed = network.graph.weightedSum(experts, gate: gate)
    return network.schema.tasks.enumerated().map { place, task in
      network.record(
        .rowGate, task: place, gate, experts.indices.map { Record.Part(expert: $0) })
      return network.tower(mixed, parameters["towers"][task.name], widths: towerHiddenUnits)
    }
  }
}
