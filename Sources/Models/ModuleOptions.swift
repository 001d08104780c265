package import ArgumentParser

/// The deep network of a model a task.
package struct DeepOptions: ParsableArguments, Sendable {
  @Option(parsing: .upToNextOption, help: "Widths of the deep network's layers.")
  package var hiddenUnits = [128, 64]

  package init() {}

  package func validate() throws {
    try Limits.check(widths: hiddenUnits, "--hidden-units", least: 1)
  }
}

/// The gates of a mixture of experts.
package struct GateOptions: ParsableArguments, Sendable {
  @Option(help: "Chance of each expert to be left out of a row's mixture in training.")
  package var expertDropout = 0.0

  package init() {}

  package func validate() throws {
    if !(0..<1).contains(expertDropout) {
      throw ValidationError("'--expert-dropout' is a share from 0 to below 1.")
    }
  }
}

/// The cross network of DCN and DCN-V2.
package struct CrossOptions: ParsableArguments, Sendable {
  @Option(help: "Layers of the cross network.")
  package var numCrossLayers = 3

  package init() {}

  package func validate() throws {
    try Limits.check("--num-cross-layers", numCrossLayers, 1...32)
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
    try Limits.check(widths: expertHiddenUnits, "--expert-hidden-units", least: 1)
    try Limits.check(widths: towerHiddenUnits, "--tower-hidden-units", least: 0)
  }
}

/// Experts that all tasks share.
package struct MixtureOptions: ParsableArguments, Sendable {
  @Option(help: "Number of experts.")
  package var numExperts = 4

  @OptionGroup package var experts: ExpertOptions

  package init() {}

  package func validate() throws { try Limits.check("--num-experts", numExperts, 1...256) }
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
    try Limits.check("--num-cross-layers", numCrossLayers, 0...32)
    try Limits.check("--num-field-layers", numFieldLayers, 0...32)
    try Limits.check("--heads", heads, 1...64)
  }

  /// What depends on the embedding too.
  func check(_ embedding: EmbeddingOptions) throws {
    if embedding.embeddingDim % heads != 0 {
      throw ValidationError(
        "'--heads' has to divide '--embedding-dim': \(heads) does not divide "
          + "\(embedding.embeddingDim).")
    }
  }
}
