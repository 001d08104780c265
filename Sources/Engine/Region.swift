/// A rectangle of a parameter, seen as a matrix of `stride` columns.
struct Region {
  let parameter: Parameter
  var offset = 0
  var rows = 1
  var columns: Int
  var stride: Int

  /// The whole tensor.
  init(_ parameter: Parameter) {
    self.parameter = parameter
    columns = parameter.count
    stride = parameter.count
  }

  /// Rows and columns of a parameter that is a matrix of `stride` columns; all rows if none are named.
  init(_ parameter: Parameter, rows: Range<Int>? = nil, columns: Range<Int>, stride: Int) {
    self.parameter = parameter
    let rows = rows ?? 0..<parameter.count / stride
    offset = rows.lowerBound * stride + columns.lowerBound
    self.rows = rows.count
    self.columns = columns.count
    self.stride = stride
  }

  /// The number of weights in it.
  var count: Int { rows * columns }

  /// Its weights and their gradient, for an update.
  var block: WeightBlock {
    if parameter.isTable {
      let weights = parameter.weights
      return WeightBlock(
        rows: parameter.rowCount, columns: parameter.rowWidth, stride: weights.stride,
        weights: weights.base, first: parameter.first.base, second: parameter.second.base,
        gradient: parameter.gradient.start, gradientStride: parameter.rowWidth)
    }
    return WeightBlock(
      rows: rows, columns: columns, stride: stride, weights: parameter.weights.base + offset,
      first: parameter.first.base + offset, second: parameter.second.base + offset,
      gradient: parameter.gradient.start + offset, gradientStride: stride)
  }
}

/// Weights that are updated together: some rows with their moments and their gradient.
struct WeightBlock {
  var rows: Int
  let columns: Int
  /// Floats between rows of the weights, and of both moments.
  let stride: Int
  let weights: UnsafeMutablePointer<Float>
  let first: UnsafeMutablePointer<Float>
  let second: UnsafeMutablePointer<Float>
  let gradient: UnsafeMutablePointer<Float>
  let gradientStride: Int
  /// The rows of weights and moments to update; nil for all, in order.
  var indices: UnsafePointer<Int32>?

  /// The offset of the weights for row `row` of the gradient.
  func weightRow(_ row: Int) -> Int { (indices.map { Int($0[row]) } ?? row) * stride }

  /// Adds the gradient of `λ/2 · Σ w²`.
  func addDecay(_ decay: Float) {
    if decay == 0 { return }
    for row in 0..<rows {
      let w = weights + weightRow(row)
      let g = gradient + row * gradientStride
      for column in 0..<columns { g[column] += decay * w[column] }
    }
  }

  /// Multiplies the gradient by a factor.
  func scaleGradient(_ factor: Float) {
    forEach { block, _, gradient in block.gradient[gradient] *= factor }
  }

  /// Calls `body` with the offsets of each weight (and its moments) and of its gradient.
  @inline(__always)
  func forEach(_ body: (_ block: WeightBlock, _ weight: Int, _ gradient: Int) -> Void) {
    for row in 0..<rows {
      let weights = weightRow(row)
      let gradients = row * gradientStride
      for column in 0..<columns { body(self, weights + column, gradients + column) }
    }
  }
}
