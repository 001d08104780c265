package import ArgumentParser
import Options

/// The deep network of a model a task.
package struct DeepOptions: ParsableArguments, Sendable {
  @Option(parsing: .upToNextOption, help: "Widths of the deep network's layers.")
  package var hiddenUnits = [128, 64]

  package init() {}

  package func validate() throws {
    try Widths.check("hidden-units", hiddenUnits, least: 1)
  }
}

/// The gates of a mixture of experts.
package struct GateOptions: ParsableArguments, Sendable {
  @Option(help: "Chance of each expert to be left out of a row's mixture in training.")
  package var expertDropout = 0.0

  package init() {}

  package func validate() throws {
    try Bounds(0..<1).check("expert-dropout", expertDropout)
  }
}

/// The cross network of DCN and DCN-V2.
package struct CrossOptions: ParsableArguments, Sendable {
  @Option(help: "Layers of the cross network.")
  package var numCrossLayers = 3

  package init() {}

  package func validate() throws {
    try Bounds(1...32).check("num-cross-layers", numCrossLayers)
  }
}

/// Experts, their gates, and a tower a task.
package struct ExpertOptions: ParsableArguments, Sendable {
  @Option(parsing: .upToNextOption, help: "Widths of an expert's layers.")
  package var expertHiddenUnits = [128, 64]

  @OptionGroup package var gating: GateOptions

  @Option(parsing: .upToNextOption, help: "Widths of a task's tower; 0 for none.")
  package var towerHiddenUnits = [32]

  package init() {}

  package func validate() throws {
    try Widths.check("expert-hidden-units", expertHiddenUnits, least: 1)
    try Widths.check("tower-hidden-units", towerHiddenUnits, least: 0)
  }
}

/// Experts that all tasks share.
package struct MixtureOptions: ParsableArguments, Sendable {
  @Option(help: "Number of experts.")
  package var numExperts = 4

  @OptionGroup package var experts: ExpertOptions

  package init() {}

  package func validate() throws { try Bounds(1...256).check("num-experts", numExperts) }
}

/// Cross and field modules and the attention they read through, of PHN, MT-PHN and DEPHN.
package struct HeterogeneousOptions: ParsableArguments, Sendable {
  @Option(help: "Layers of a cross module.")
  package var numCrossLayers = 3

  @Option(help: "Layers of a field-interaction module.")
  package var numFieldLayers = 3

  @Option(help: "Heads of the attention over the fields; they divide the embedding's dimension.")
  package var heads = 2

  @Option(help: "Residual of cross and field layers.")
  package var residual = ResidualOption.trainable

  package init() {}

  package func validate() throws {
    try Bounds(0...32).check("num-cross-layers", numCrossLayers)
    try Bounds(0...32).check("num-field-layers", numFieldLayers)
    try Bounds(1...64).check("heads", heads)
  }

  /// What depends on the embedding too.
  func check(_ embedding: EmbeddingOptions) throws {
    if embedding.embeddingDim % heads != 0 {
      throw KindFault.headsDoNotDivide(heads, embeddingDim: embedding.embeddingDim)
    }
  }
}
