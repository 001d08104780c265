package import System

/// A trained tensor: weights, gradient and optimizer moments.
///
/// A tensor whose rows are looked up by an embedding is a table: each row is stored next to its moments,
/// so that an update of a few rows touches few cache lines. Any other tensor is a single row.
package final class Parameter {
  /// The name in saved files, such as `towers.income.public.weight`.
  package let name: String
  /// The size of each dimension; values are in row-major order.
  package let shape: [Int]
  /// The number of weights.
  package let count: Int
  /// The gradient of the loss; for a table only where it is not applied at once.
  package let gradient: FloatBuffer
  /// Settings of the update that differ from the optimizer's.
  package var exception = UpdateException()
  /// Weights per row.
  private(set) var rowWidth: Int
  /// Row by row: weights, followed by both moments once the tensor is trained.
  private var storage: FloatBuffer
  private var holdsMoments = false

  /// A tensor of zeros that takes no memory before its first use.
  package init(name: String, shape: [Int]) {
    self.name = name
    self.shape = shape
    count = shape.reduce(1, *)
    rowWidth = count
    gradient = FloatBuffer(count: count)
    storage = FloatBuffer(count: count)
  }

  /// The number of rows: those of a table, otherwise 1.
  package var rowCount: Int { rowWidth == 0 ? 0 : count / rowWidth }
  var isTable: Bool { rowWidth < count }

  /// Makes the tensor a table of rows of that width; only before it is trained.
  func becomeTable(rowWidth: Int) {
    precondition(count % rowWidth == 0 && !holdsMoments)
    self.rowWidth = rowWidth
  }

  /// The weights.
  package var weights: ParameterValues { part(0) }
  /// The first and second moments of Adam; only after `prepare`.
  var first: ParameterValues { part(1) }
  var second: ParameterValues { part(2) }

  private func part(_ index: Int) -> ParameterValues {
    precondition(index == 0 || holdsMoments)
    return ParameterValues(
      base: storage.start + index * rowWidth, rows: rowCount, width: rowWidth,
      stride: holdsMoments ? 3 * rowWidth : rowWidth)
  }

  /// Allocates the memory for weights, before threads share it.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package func takeMemory(_ interrupt: Interrupt) throws(CancellationError) {
    try storage.take(interrupt)
  }

  /// Allocates the memory for training, before threads share it.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func prepare(
    gradient needsGradient: Bool, _ interrupt: Interrupt
  ) throws(CancellationError) {
    if needsGradient { try gradient.take(interrupt) }
    if holdsMoments { return }
    let plain = weights
    let wide = FloatBuffer(count: 3 * count)
    try wide.take(interrupt)
    for row in 0..<rowCount {
      (wide.start + row * 3 * rowWidth).update(
        from: plain.base + row * plain.stride, count: rowWidth)
    }
    storage = wide
    holdsMoments = true
  }

  /// True if it was trained and therefore has moments.
  package var isTrained: Bool { holdsMoments }

  /// The optimizer's moments; nil before the first step.
  package var moments: (first: ParameterValues, second: ParameterValues)? {
    holdsMoments ? (first, second) : nil
  }

  /// Sets the moments to saved ones.
  ///
  /// - Throws: `CancellationError` after an interrupt, before anything has changed.
  package func restoreMoments(
    first: [Float], second: [Float], interrupt: Interrupt
  ) throws(CancellationError) {
    try prepare(gradient: false, interrupt)
    self.first.assign(first)
    self.second.assign(second)
  }

  /// Sets the moments to 0.
  package func forgetMoments() {
    if !holdsMoments { return }
    first.clear()
    second.clear()
  }
}

/// Weights or moments of a parameter, whose rows may be apart in memory.
package struct ParameterValues {
  let base: UnsafeMutablePointer<Float>
  let rows: Int
  let width: Int
  let stride: Int

  /// The number of values.
  package var count: Int { rows * width }

  /// The first of contiguous values; traps for a table, whose rows are apart.
  package var start: UnsafeMutablePointer<Float> {
    precondition(rows <= 1 || stride == width, "the rows of a table lie apart")
    return base
  }

  /// The element at `index` in row-major order.
  package subscript(_ index: Int) -> Float {
    get { base[index / width * stride + index % width] }
    nonmutating set { base[index / width * stride + index % width] = newValue }
  }

  /// Calls `body` with each row, of which a tensor that is not a table has one.
  package func forEachRow<Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Void
  ) throws(Failure) {
    for row in 0..<rows {
      try body(UnsafeMutableBufferPointer(start: base + row * stride, count: width))
    }
  }

  /// A copy of the values.
  package var array: [Float] {
    Array(unsafeUninitializedCapacity: count) { result, filled in
      forEachRow { row in
        filled = result[filled...].initialize(fromContentsOf: row)
      }
    }
  }

  /// Copies `values`, which has `count` elements.
  package func assign(_ values: [Float]) {
    precondition(values.count == count)
    var next = 0
    forEachRow { row in
      _ = row.update(fromContentsOf: values[next..<next + width])
      next += width
    }
  }

  func clear() { forEachRow { $0.update(repeating: 0) } }
}

/// Settings of a tensor's updates that differ from the optimizer's.
package struct UpdateException {
  /// L2 penalty: λ in λ/2 · Σ w² of the loss.
  package var decay: Float = 0
  /// The update rule; nil for the optimizer's.
  package var rule: UpdateRule?
  /// The learning rate; nil for the optimizer's.
  package var learningRate: Float?
  /// Factors of the steps of the weights, for a virtual gradient on steps.
  package var stepFactors: StepFactors?

  /// No exception.
  package init() {}
}

/// A factor for the step of each weight of a tensor, and a buffer for the weights before the step.
package struct StepFactors {
  let factors: FloatBuffer
  let before: FloatBuffer

  init(count: Int) {
    factors = FloatBuffer(count: count)
    before = FloatBuffer(count: count)
  }
}
