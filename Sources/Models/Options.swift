import ArgumentParser
package import Engine
import Options

/// Options that every model has, since all start with the same embedding.
package struct EmbeddingOptions: ParsableArguments, Sendable {
  @Option(help: "Dimension of a field's embedding.")
  package var embeddingDim = 8

  @Option(help: "L2 on the embeddings: λ of λ/2 · Σ w² in the loss.")
  package var embeddingRegularizer = 0.0

  package init() {}

  package func validate() throws {
    try Bounds(1...512).check("embedding-dim", embeddingDim)
    try Bounds(0...1000).check("embedding-regularizer", embeddingRegularizer)
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
    try Bounds(0..<1).check("dropout", dropout)
    try Bounds(0...1000).check("net-regularizer", netRegularizer)
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

/// Widths of hidden layers.
enum Widths {
  /// Bounds keep a slip of the finger from asking for all memory; `least` is how many widths there
  /// have to be, and where it is 0, the single width 0 stands for none.
  static func check(_ option: String, _ widths: [Int], least: Int) throws(OptionFault) {
    if least == 0 && widths == [0] { return }
    if !(least...32).contains(widths.count) { throw .wrongCount(option: option, least...32) }
    for width in widths { try Bounds(1...16384).check(option, width) }
  }
}

/// What a kind of model finds against options taken together.
package enum KindFault: Error, Equatable {
  /// The attention's heads share out the embedding.
  case headsDoNotDivide(Int, embeddingDim: Int)
  /// The virtual gradient scales a step that mapping gates do not have.
  case noStepOfMappingGates
}

extension Mapping: ExpressibleByArgument {}
extension CorrelationMeasure: ExpressibleByArgument {}
extension VirtualGradientFunction: ExpressibleByArgument {}
extension UpdateRule: ExpressibleByArgument {}
