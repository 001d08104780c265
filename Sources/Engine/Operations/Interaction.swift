import CKernels

extension Graph {
  /// A layer of a cross or field module:
  /// `y = x₀ ⊙ (Ω x + 1 ωᵀx) + b + r ⊙ x`, with Ω [w, w] (out, in) and ω, b, r [w].
  ///
  /// A row holds `x.width / w` vectors that share the layer: one for the cross module (w = D), d for
  /// the field module (w = c, fields and dimensions transposed). ω and b may be absent.
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
  package enum Residual {
    case trainable(Parameter)
    /// r = 1, not trained.
    case plain
    case none
  }

  package var matrix: Parameter
  package var vector: Parameter?
  package var bias: Parameter?
  package var residual: Residual

  package init(
    matrix: Parameter, vector: Parameter? = nil, bias: Parameter? = nil, residual: Residual
  ) {
    self.matrix = matrix
    self.vector = vector
    self.bias = bias
    self.residual = residual
  }

  /// Those that go with a column of the input or output: ω, b, r.
  var vectors: [Parameter] {
    let scale: Parameter? = if case .trainable(let parameter) = residual { parameter } else { nil }
    return [vector, bias, scale].compactMap { $0 }
  }
}

/// The layer that cross and field modules are made of; a tile is a panel of Ω's columns.
final class Interaction: Operation {
  let first: Value
  let input: Value
  let output: Value
  /// Holds `s = Ω x + 1 ωᵀx`, and its gradient on the way back.
  let product: Value
  let weights: InteractionWeights
  private let size: Int
  private let packed: PackedMatrix
  private let packedTransposed: PackedMatrix

  init(first: Value, input: Value, output: Value, product: Value, weights: InteractionWeights) {
    self.first = first
    self.input = input
    self.output = output
    self.product = product
    self.weights = weights
    size = weights.matrix.shape[0]
    packed = PackedMatrix(depth: size, columns: size)
    packedTransposed = PackedMatrix(depth: size, columns: size)
  }

  var inputs: [Value] { [first, input] }
  var outputs: [Value] { [output] }
  var parameters: [Parameter] { [weights.matrix] + weights.vectors }
  var tileCount: Int { PackedMatrix.panels(size) }
  func scratch(chunk: Int, batch: Int) -> Int {
    OuterProduct.scratch(rows: batch * (input.width / size))
  }

  func forward(_ chunk: Chunk) {
    let vectors = chunk.count * (input.width / size)
    let x = chunk.value(input)
    let s = chunk.value(product)
    packed.product(rows: vectors, x, into: s)
    for row in 0..<vectors {
      let at = row * size
      if let vector = weights.vector {
        let sum = dephn_dot(size, vector.weights.start, x + at)
        for n in 0..<size { s[at + n] += sum }
      }
      combine(chunk.value(first) + at, s + at, x + at, into: chunk.value(output) + at)
    }
  }

  /// `y = x₀ ⊙ s + b + r ⊙ x` for one vector.
  private func combine(
    _ x0: UnsafePointer<Float>, _ s: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>
  ) {
    for n in 0..<size { y[n] = x0[n] * s[n] }
    if let bias = weights.bias { for n in 0..<size { y[n] += bias.weights.start[n] } }
    switch weights.residual {
    case .trainable(let scale): for n in 0..<size { y[n] += scale.weights.start[n] * x[n] }
    case .plain: for n in 0..<size { y[n] += x[n] }
    case .none: break
    }
  }

  func backward(_ chunk: Chunk) {
    let vectors = chunk.count * (input.width / size)
    let up = chunk.gradient(output)
    let ds = chunk.gradient(product)
    let x0 = chunk.value(first)
    let s = chunk.value(product)
    let dx0 = chunk.addable(self, 0)
    for i in 0..<vectors * size {
      ds[i] = up[i] * x0[i]
      dx0[i] += up[i] * s[i]
    }
    let dx = chunk.gradient(input)
    packedTransposed.product(rows: vectors, ds, into: dx, adding: chunk.adds(self, 1))
    for row in 0..<vectors {
      let at = row * size
      if let vector = weights.vector {
        let sum = total(ds + at)
        for n in 0..<size { dx[at + n] += sum * vector.weights.start[n] }
      }
      switch weights.residual {
      case .trainable(let scale):
        for n in 0..<size { dx[at + n] += scale.weights.start[n] * up[at + n] }
      case .plain: for n in 0..<size { dx[at + n] += up[at + n] }
      case .none: break
      }
    }
  }

  private func total(_ vector: UnsafePointer<Float>) -> Float {
    var sum: Float = 0
    for n in 0..<size { sum += vector[n] }
    return sum
  }

  func accumulate(tile: Int, _ batch: Chunk) {
    let vectors = batch.count * (input.width / size)
    let columns = PackedMatrix.range(panel: tile, of: size)
    let up = batch.gradient(output)
    let ds = batch.gradient(product)
    let x = batch.value(input)
    // ∂L/∂Ω[o, i] = Σ ds[o] x[i]
    OuterProduct.panel(
      tile, rows: vectors, ds, m: size, x, n: size, into: weights.matrix.gradient.start,
      scratch: batch.scratch)
    if let bias = weights.bias {
      ColumnSum.write(
        rows: vectors, up, stride: size, columns: columns, into: bias.gradient.start)
    }
    if let vector = weights.vector {
      zero(vector, columns)
      for row in 0..<vectors {
        let sum = total(ds + row * size)
        for n in columns { vector.gradient.start[n] += sum * x[row * size + n] }
      }
    }
    if case .trainable(let scale) = weights.residual {
      zero(scale, columns)
      for row in 0..<vectors {
        for n in columns { scale.gradient.start[n] += up[row * size + n] * x[row * size + n] }
      }
    }
  }

  private func zero(_ parameter: Parameter, _ columns: Range<Int>) {
    for n in columns { parameter.gradient.start[n] = 0 }
  }

  func regions(tile: Int) -> [Region] {
    let columns = PackedMatrix.range(panel: tile, of: size)
    return parameters.map { Region($0, columns: columns, stride: size) }
  }

  func refresh(tile: Int) {
    let columns = PackedMatrix.range(panel: tile, of: size)
    let matrix = weights.matrix.weights.start
    for panel in 0..<PackedMatrix.panels(size) {
      packed.pack(matrix, row: 1, column: size, panel: panel, rows: columns)
    }
    packedTransposed.pack(matrix, row: size, column: 1, panel: tile, rows: 0..<size)
  }
}
