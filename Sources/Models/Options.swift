import ArgumentParser
package import Engine

/// Options that every model has, since all start with the same embedding.
package struct EmbeddingOptions: ParsableArguments, Sendable {
  @Option(help: "Dimension of a field's embedding.")
  package var embeddingDim = 8

  @Option(help: "L2 on the embeddings: λ of λ/2 · Σ w² in the loss.")
  package var embeddingRegularizer = 0.0

  package init() {}

  package func validate() throws {
    try Limits.check("--embedding-dim", embeddingDim, 1...512)
    if !(0...1000).contains(embeddingRegularizer) {
      throw ValidationError("'--embedding-regularizer' goes from 0 to 1000.")
    }
  }
}

/// Options that every model has for its dense layers.
package struct LayerOptions: ParsableArguments, Sendable {
  @Option(help: "Share of a hidden layer's units that falls away in each step of training.")
  package var dropout = 0.0

  @Flag(help: "Normalise each hidden layer over the batch, before its activation.")
  package var batchNorm = false

  @Option(help: "L2 on the weights of dense layers: λ of λ/2 · Σ w² in the loss.")
  package var netRegularizer = 0.0

  package init() {}

  package func validate() throws {
    if !(0..<1).contains(dropout) {
      throw ValidationError("'--dropout' is a share from 0 to below 1.")
    }
    if !(0...1000).contains(netRegularizer) {
      throw ValidationError("'--net-regularizer' goes from 0 to 1000.")
    }
  }
}

/// What the layers of private modules carry on from layer to layer.
package enum ResidualOption: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// r is trained, from 1 on.
  case trainable
  /// r = 1.
  case plain
  case none
}

/// Bounds that keep a slip of the finger from asking for all memory.
enum Limits {
  static func check(_ option: String, _ value: Int, _ range: ClosedRange<Int>) throws {
    if !range.contains(value) {
      throw ValidationError(
        "'\(option)' goes from \(range.lowerBound) to \(range.upperBound), not \(value).")
    }
  }

  /// Widths of hidden layers; `least` is how many there have to be, and where it is 0, the single
  /// width 0 stands for none.
  static func check(widths: [Int], _ option: String, least: Int) throws {
    if widths.count < least { throw ValidationError("'\(option)' needs at least \(least) width.") }
    if least == 0 && widths == [0] { return }
    if widths.count > 32 { throw ValidationError("'\(option)' takes at most 32 widths.") }
    for width in widths { try check(option, width, 1...16384) }
  }
}

extension Mapping: ExpressibleByArgument {}
extension CorrelationMeasure: ExpressibleByArgument {}
extension VirtualGradientFunction: ExpressibleByArgument {}
extension UpdateRule: ExpressibleByArgument {}
