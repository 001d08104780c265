import CKernels

extension Graph {
  /// A layer of a cross or field module: `y = x₀ ⊙ (Ω x + 1 ωᵀx) + b + r ⊙ x`, with Ω [w, w] (out, in)
  /// and ω, b, r [w].
  ///
  /// A row consists of `x.width / w` vectors that share the layer: one in a cross module (w = D), d in a
  /// field module (w = c, with fields and dimensions transposed). ω and b are optional.
  package func interaction(
    first: Value, _ x: Value, weights: InteractionWeights
  ) -> Value {
    precondition(x.width % weights.matrix.shape[0] == 0 && first.width == x.width)
    let operation = Interaction(
      first: first, input: x, output: value(width: x.width), product: value(width: x.width),
      weights: weights)
    add(operation)
    return operation.output
  }
}

/// The tensors of an interaction layer.
package struct InteractionWeights {
  /// The residual r.
  package enum Residual {
    case trainable(Parameter)
    /// r = 1, which is not trained.
    case plain
    case none
  }

  /// Ω, [w, w].
  package var matrix: Parameter
  /// ω, [w].
  package var vector: Parameter?
  /// b, [w].
  package var bias: Parameter?
  /// r.
  package var residual: Residual

  /// Takes tensors of matching sizes.
  package init(
    matrix: Parameter, vector: Parameter? = nil, bias: Parameter? = nil, residual: Residual
  ) {
    self.matrix = matrix
    self.vector = vector
    self.bias = bias
    self.residual = residual
  }

  /// The tensors [w]: ω, b, r.
  var vectors: [Parameter] {
    let scale: Parameter? = if case .trainable(let parameter) = residual { parameter } else { nil }
    return [vector, bias, scale].compactMap { $0 }
  }

  /// True if a tensor's gradient depends on that of the output.
  var needsOutputGradient: Bool {
    if case .trainable = residual { true } else { bias != nil }
  }
}

/// A layer of cross and field modules; a tile is a range of Ω's columns.
///
/// `Ω x + 1 ωᵀx = (Ω + 1 ωᵀ) x`: the sum is packed, so ω is free in matrix products.
final class Interaction: Operation {
  let first: Value
  let input: Value
  let output: Value
  /// `s = (Ω + 1 ωᵀ) x`, and its gradient in the backward pass.
  let product: Value
  let weights: InteractionWeights
  private let size: Int
  private let packed: PackedMatrix
  private let packedTransposed: PackedMatrix
  /// The constant r of a plain residual.
  private let ones: FloatBuffer

  init(first: Value, input: Value, output: Value, product: Value, weights: InteractionWeights) {
    self.first = first
    self.input = input
    self.output = output
    self.product = product
    self.weights = weights
    size = weights.matrix.shape[0]
    packed = PackedMatrix(depth: size, columns: size)
    packedTransposed = PackedMatrix(depth: size, columns: size)
    ones = FloatBuffer(count: size)
    ones.start.update(repeating: 1, count: size)
  }

  var inputs: [Value] { [first, input] }
  var outputs: [Value] { [output] }
  var parameters: [Parameter] { [weights.matrix] + weights.vectors }
  var stored: [Stored] {
    let vectors: [Stored] = weights.needsOutputGradient ? [.gradient(output)] : []
    return [.value(input), .gradient(product)] + vectors
  }
  var tileCount: Int { OuterProduct.tiles(size) }
  var sumsInParts: Bool { true }
  func scratch(chunk: Int, batch: Int) -> Int {
    OuterProduct.scratch(rows: batch * (input.width / size))
  }

  /// r; nil without a residual.
  private var residual: UnsafePointer<Float>? {
    switch weights.residual {
    case .trainable(let scale): UnsafePointer(scale.weights.start)
    case .plain: UnsafePointer(ones.start)
    case .none: nil
    }
  }

  func forward(_ chunk: Chunk) {
    let vectors = chunk.count * (input.width / size)
    let (x0, x) = (chunk.value(first), chunk.value(input))
    let (s, y) = (chunk.value(product), chunk.value(output))
    packed.product(rows: vectors, x, into: s)
    let bias = weights.bias.map { UnsafePointer($0.weights.start) }
    let residual = residual
    for at in stride(from: 0, to: vectors * size, by: size) {
      dephn_interaction(size, x0 + at, s + at, bias, residual, x + at, y + at)
    }
  }

  func backward(_ chunk: Chunk) {
    let vectors = chunk.count * (input.width / size)
    let (x0, s) = (chunk.value(first), chunk.value(product))
    let (up, ds) = (chunk.gradient(output), chunk.gradient(product))
    let dx0 = chunk.addable(self, 0, first)
    let dx = chunk.gradient(input)
    let adds: Int32 = chunk.adds(self, 1) ? 1 : 0
    let residual = residual
    for at in stride(from: 0, to: vectors * size, by: size) {
      dephn_interaction_gradient(
        size, x0 + at, s + at, residual, up + at, ds + at, dx0 + at, dx + at, adds)
    }
    packedTransposed.product(rows: vectors, ds, into: dx, adding: true)
  }

  func accumulate(tile: Int, _ part: Chunk) {
    let vectors = part.count * (input.width / size)
    let columns = OuterProduct.range(tile: tile, of: size)
    let start = columns.lowerBound
    let x = part.value(input)
    // ∂L/∂Ω[o, i] = Σ ds[o] x[i]
    OuterProduct.write(
      columns: columns, rows: vectors, part.gradient(product), m: size, x, n: size,
      into: weights.matrix.gradient.start, adding: part.continues, scratch: part.scratch)
    guard weights.needsOutputGradient else { return }
    let up = part.gradient(output) + start
    if let bias = weights.bias {
      dephn_column_sums(
        vectors, columns.count, size, up, bias.gradient.start + start,
        part.accumulates)
    }
    if case .trainable(let scale) = weights.residual {
      dephn_column_dots(
        vectors, columns.count, size, up, x + start, scale.gradient.start + start,
        part.accumulates)
    }
  }

  /// ∂L/∂ω[i] is the sum of ∂L/∂Ω[o, i] over o.
  func finish(tile: Int, _ part: Chunk) {
    guard let vector = weights.vector else { return }
    let columns = OuterProduct.range(tile: tile, of: size)
    dephn_column_sums(
      size, columns.count, size, weights.matrix.gradient.start + columns.lowerBound,
      vector.gradient.start + columns.lowerBound, 0)
  }

  func regions(tile: Int) -> [Region] {
    let columns = OuterProduct.range(tile: tile, of: size)
    return parameters.map { Region($0, columns: columns, stride: size) }
  }

  func refresh(tile: Int) {
    let columns = OuterProduct.range(tile: tile, of: size)
    let matrix = weights.matrix.weights.start
    let vector = weights.vector.map { UnsafePointer($0.weights.start) }
    packed.pack(
      matrix, row: 1, column: size, addend: vector, columns: 0..<size, rows: columns)
    packedTransposed.pack(
      matrix, row: size, column: 1, addend: vector, columns: columns, rows: 0..<size)
  }
}
