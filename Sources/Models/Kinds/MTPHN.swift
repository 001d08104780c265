package import ArgumentParser
import DataSets
package import Engine
import Options

/// Multi-task parallel heterogeneous network (MT-PHN): DEPHN without explicit mappings and without virtual
/// gradient.
///
/// Public modules are mixed by one softmax gate per task, computed from `z_dnn`, the input of the task's
/// deep module, and pass through the task's tower; private modules add to its logit. The settings, from
/// Table I, determine which of the deep, cross and field modules are public. A public cross or field
/// module ends in a linear layer of the experts' width.
/// Kong, Su, Zhao, Hou, IJCNN 2023, arXiv 2307.12519.
package struct MTPHN: ModelKind {
  package static let name = "mt-phn"
  package static let summary =
    "Deep, cross and field modules: public ones behind softmax gates, private ones per task."
  package static let paper = DEPHN.paper
  package static let examples: [KeyValuePairs<String, String>] = [
    [:],
    ["setting": "all-public", "num-experts": "2"],
  ]

  @OptionGroup package var embedding: EmbeddingOptions
  @OptionGroup package var layers: LayerOptions

  @Option(help: "Public modules: deep (dnn-public), all, or cross and field (dnn-private).")
  package var setting = SettingOption.dnnPublic

  @Option(help: "Number of public experts; with dnn-private there are none.")
  package var numExperts = 3

  @Option(
    parsing: .upToNextOption, help: "Layer widths of each expert, or of each private deep module.")
  package var expertHiddenUnits = [128, 64]

  @Option(parsing: .upToNextOption, help: "Layer widths of each task's tower; 0 for none.")
  package var towerHiddenUnits = [32]

  @OptionGroup package var gating: GateOptions
  @OptionGroup package var modules: HeterogeneousOptions

  package init() {}

  /// Checks bounds, and that the heads divide the embedding's dimension.
  ///
  /// - Throws: `OptionFault` or `KindFault`.
  package func validate() throws {
    try Bounds(1...256).check("num-experts", numExperts)
    try Widths.check("expert-hidden-units", expertHiddenUnits, least: 1)
    try Widths.check("tower-hidden-units", towerHiddenUnits, least: 0)
    try modules.check(embedding)
  }

  /// Embedding with soft selection, public modules and gates, towers, private modules.
  package func logits(in network: Network) -> [Value] {
    let selection = SoftSelection(
      network, raw: network.embedding(embedding), heads: modules.heads)
    let common = setting == .dnnPrivate ? nil : selection("dnn")
    let shared = publicModules(network, selection, reading: common)
    return network.schema.tasks.enumerated().map { index, task in
      let tower = network.parameters["towers"][task.name]
      let read = common ?? selection(task.name + ".dnn")
      let gate = network.softmaxGate(
        read, network.parameters["gates"][task.name], experts: shared.count,
        gating)
      network.record(.rowGate, task: index, gate, shared.map(\.part))
      let logit = network.tower(
        network.graph.weightedSum(shared.map(\.output), gate: gate), tower, widths: towerHiddenUnits
      )
      let own = privateParts(network, selection, reading: read, task: task.name)
      return own.isEmpty
        ? logit
        : network.graph.sum(
          [logit] + own, biases: [tower["private"].tensor("bias", [1], .constant(0))])
    }
  }

  /// The public modules, each of the experts' width: experts, then a cross and a field module.
  ///
  /// `common` is the input of the public experts; nil without public experts.
  private func publicModules(
    _ network: Network, _ selection: SoftSelection, reading common: Value?
  ) -> [(part: Record.Part, output: Value)] {
    var shared: [(part: Record.Part, output: Value)] = []
    if let common {
      let experts = network.experts(
        common, network.parameters["experts"], count: numExperts,
        widths: expertHiddenUnits, activation: .leakyReLU(slope: 0.01))
      shared += experts.enumerated().map { (Record.Part(expert: $0), $1) }
    }
    if setting != .dnnPublic {
      shared += interactions(network, reading: { selection($0) }).map { name, x in
        let output = network.module(.expert, network.parameters[name]) {
          network.dense(
            x, network.parameters[name]["output"],
            width: expertHiddenUnits[expertHiddenUnits.count - 1])
        }
        return (Record.Part(owner: name), output)
      }
    }
    return shared
  }

  /// The logits of the task's private modules.
  private func privateParts(
    _ network: Network, _ selection: SoftSelection, reading read: Value, task: String
  ) -> [Value] {
    let own: [(name: String, x: Value)] =
      switch setting {
      case .dnnPublic: interactions(network, of: task, reading: { selection(task + "." + $0) })
      case .allPublic: []
      case .dnnPrivate:
        [
          (
            "dnn",
            network.perceptron(
              read, network.parameters["dnn"][task], widths: expertHiddenUnits,
              activation: .leakyReLU(slope: 0.01))
          )
        ]
      }
    return own.map { network.projection($0.x, network.parameters["towers"][task][$0.name]) }
  }

  /// A cross and a field module, shared or of one task.
  private func interactions(
    _ network: Network, of task: String? = nil, reading: (String) -> Value
  ) -> [(name: String, x: Value)] {
    func scope(_ name: String) -> Parameters {
      task.map { network.parameters[name][$0] } ?? network.parameters[name]
    }
    return [
      (
        "cross",
        network.crossModule(
          reading("cross"), scope("cross"), layers: modules.numCrossLayers,
          residual: modules.residual)
      ),
      (
        "field",
        network.fieldModule(
          reading("field"), scope("field"), layers: modules.numFieldLayers,
          residual: modules.residual)
      ),
    ]
  }
}

/// A setting of Table I: which of the modules D (deep), C (cross) and F (field) are public, that is, shared
/// behind gates.
package enum SettingOption: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// D public, C & F private.
  case dnnPublic = "dnn-public"
  /// D and C & F public.
  case allPublic = "all-public"
  /// D private, C & F public.
  case dnnPrivate = "dnn-private"
}
