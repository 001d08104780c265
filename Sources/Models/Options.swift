import ArgumentParser
package import Engine
import Options

/// The embedding, with which every model starts.
package struct EmbeddingOptions: ParsableArguments, Sendable {
  @Option(help: "Embedding dimension per field.")
  package var embeddingDim = 8

  @Option(help: "L2 penalty on embeddings (λ in λ/2 · Σ w²).")
  package var embeddingRegularizer = 0.0

  package init() {}

  /// Checks the bounds of dimension and penalty.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws {
    try Bounds(1...512).check("embedding-dim", embeddingDim)
    try Bounds(0...1000).check("embedding-regularizer", embeddingRegularizer)
  }
}

/// The dense layers of every model.
package struct LayerOptions: ParsableArguments, Sendable {
  @Option(help: "Fraction of hidden units dropped at each training step.")
  package var dropout = 0.0

  @Flag(help: "Batch normalization of hidden layers, before the activation.")
  package var batchNorm = false

  @Option(help: "L2 penalty on the weights of dense layers (λ in λ/2 · Σ w²).")
  package var netRegularizer = 0.0

  package init() {}

  /// Checks the bounds of dropout and penalty.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws {
    try Bounds(0..<1).check("dropout", dropout)
    try Bounds(0...1000).check("net-regularizer", netRegularizer)
  }
}

/// The residual r of cross and field layers.
package enum ResidualOption: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// r is trained, starting at 1.
  case trainable
  /// r = 1.
  case plain
  case none
}

/// Widths of hidden layers.
enum Widths {
  /// Checks widths, whose bounds keep a typing error from requesting all memory.
  ///
  /// `least` is the smallest number of widths; if it is 0, the single width 0 means no layers.
  /// - Throws: `OptionFault.wrongCount` or `.outOfBounds`.
  static func check(_ option: String, _ widths: [Int], least: Int) throws(OptionFault) {
    if least == 0 && widths == [0] { return }
    if !(least...32).contains(widths.count) { throw .wrongCount(option: option, least...32) }
    for width in widths { try Bounds(1...16384).check(option, width) }
  }
}

/// A conflict between options of a kind of model.
package enum KindFault: Error, Equatable {
  /// The number of heads does not divide the embedding's dimension.
  case headsDoNotDivide(Int, embeddingDim: Int)
  /// The virtual gradient should scale steps, but mapping gates are not parameters.
  case noStepOfMappingGates
}

extension Mapping: ExpressibleByArgument {}
extension CorrelationMeasure: ExpressibleByArgument {}
extension VirtualGradientFunction: ExpressibleByArgument {}
extension UpdateRule: ExpressibleByArgument {}
