import ArgumentParser

/// The deep network of a model a task.
package struct DeepOptions: ParsableArguments, Sendable {
  @Option(parsing: .upToNextOption, help: "Widths of the deep network's layers.")
  package var hiddenUnits = [128, 64]

  package init() {}

  package func validate() throws {
    try Limits.check(widths: hiddenUnits, "--hidden-units", least: 1)
  }
}

/// The softmax gates of a mixture of experts.
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

/// Cross and field modules and the attention they read through, of PHN and MT-PHN.
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
