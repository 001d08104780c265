package import ArgumentParser
import Options

/// The deep network of a kind with one model per task.
package struct DeepOptions: ParsableArguments, Sendable {
  @Option(parsing: .upToNextOption, help: "Layer widths of the deep network.")
  package var hiddenUnits = [128, 64]

  package init() {}

  /// Checks the bounds of widths.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws {
    try Widths.check("hidden-units", hiddenUnits, least: 1)
  }
}

/// The gates of a mixture of experts.
package struct GateOptions: ParsableArguments, Sendable {
  @Option(help: "Probability that a row's mixture drops an expert in training.")
  package var expertDropout = 0.0

  package init() {}

  /// Checks the bounds of the probability.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws {
    try Bounds(0..<1).check("expert-dropout", expertDropout)
  }
}

/// The cross network of DCN and DCN-V2.
package struct CrossOptions: ParsableArguments, Sendable {
  @Option(help: "Number of cross layers.")
  package var numCrossLayers = 3

  package init() {}

  /// Checks the number of layers.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws {
    try Bounds(1...32).check("num-cross-layers", numCrossLayers)
  }
}

/// Experts, gates and one tower per task.
package struct ExpertOptions: ParsableArguments, Sendable {
  @Option(parsing: .upToNextOption, help: "Layer widths of each expert.")
  package var expertHiddenUnits = [128, 64]

  @OptionGroup package var gating: GateOptions

  @Option(parsing: .upToNextOption, help: "Layer widths of each task's tower; 0 for none.")
  package var towerHiddenUnits = [32]

  package init() {}

  /// Checks the bounds of widths.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws {
    try Widths.check("expert-hidden-units", expertHiddenUnits, least: 1)
    try Widths.check("tower-hidden-units", towerHiddenUnits, least: 0)
  }
}

/// Experts shared by all tasks.
package struct MixtureOptions: ParsableArguments, Sendable {
  @Option(help: "Number of experts.")
  package var numExperts = 4

  @OptionGroup package var experts: ExpertOptions

  package init() {}

  /// Checks the number of experts.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws { try Bounds(1...256).check("num-experts", numExperts) }
}

/// The cross and field modules of PHN, MT-PHN and DEPHN, and the attention that they read.
package struct HeterogeneousOptions: ParsableArguments, Sendable {
  @Option(help: "Number of layers in a cross module.")
  package var numCrossLayers = 3

  @Option(help: "Number of layers in a field-interaction module.")
  package var numFieldLayers = 3

  @Option(help: "Number of attention heads over the fields; must divide embedding-dim.")
  package var heads = 2

  @Option(help: "Residual connection of cross and field layers.")
  package var residual = ResidualOption.trainable

  package init() {}

  /// Checks the numbers of layers and heads.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws {
    try Bounds(0...32).check("num-cross-layers", numCrossLayers)
    try Bounds(0...32).check("num-field-layers", numFieldLayers)
    try Bounds(1...64).check("heads", heads)
  }

  /// Checks what also depends on the embedding.
  ///
  /// - Throws: `KindFault.headsDoNotDivide`.
  func check(_ embedding: EmbeddingOptions) throws {
    if embedding.embeddingDim % heads != 0 {
      throw KindFault.headsDoNotDivide(heads, embeddingDim: embedding.embeddingDim)
    }
  }
}
