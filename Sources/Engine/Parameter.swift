package import System

/// A trained tensor: its weights, their gradient, and what the optimiser remembers of them.
///
/// A tensor whose rows an embedding looks up is a table: each of its rows lies in memory beside its
/// moments, so that a step on a few rows touches a few places. Any other tensor is one long row.
package final class Parameter {
  /// The name under which it is saved (`towers.income.public.weight`).
  package let name: String
  /// Row-major.
  package let shape: [Int]
  package let count: Int
  /// Of the loss; a table's is written only by a plan that does not update it at once.
  package let gradient: FloatBuffer
  /// How this tensor is trained where it differs from the rest.
  package var exception = UpdateException()
  /// Numbers a row.
  private(set) var rowWidth: Int
  /// Row by row: weights, and once it is trained, both moments behind them.
  private var storage: FloatBuffer
  private var holdsMoments = false

  package init(name: String, shape: [Int]) {
    self.name = name
    self.shape = shape
    count = shape.reduce(1, *)
    rowWidth = count
    gradient = FloatBuffer(count: count)
    storage = FloatBuffer(count: count)
  }

  package var rowCount: Int { rowWidth == 0 ? 0 : count / rowWidth }
  var isTable: Bool { rowWidth < count }

  /// Declares the tensor a table; before it is trained.
  func becomeTable(rowWidth: Int) {
    precondition(count % rowWidth == 0 && !holdsMoments)
    self.rowWidth = rowWidth
  }

  package var weights: ParameterValues { part(0) }
  /// Adam's running means of gradient and squared gradient; only once `prepare` was called.
  var first: ParameterValues { part(1) }
  var second: ParameterValues { part(2) }

  private func part(_ place: Int) -> ParameterValues {
    precondition(place == 0 || holdsMoments)
    return ParameterValues(
      base: storage.start + place * rowWidth, rows: rowCount, width: rowWidth,
      stride: holdsMoments ? 3 * rowWidth : rowWidth)
  }

  /// Takes the memory for weights, before threads share it.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package func takeMemory(_ interrupt: Interrupt) throws(CancellationError) {
    try storage.take(interrupt)
  }

  /// Takes the memory that training needs, before threads share it.
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

  /// Whether it was trained, and so has memory for what the optimiser remembers.
  package var isTrained: Bool { holdsMoments }

  /// What the optimiser remembers; nil before the first step.
  package var moments: (first: ParameterValues, second: ParameterValues)? {
    holdsMoments ? (first, second) : nil
  }

  /// Takes over what an optimiser remembered.
  ///
  /// - Throws: `CancellationError` after an interrupt, before anything has changed.
  package func restoreMoments(
    first: [Float], second: [Float], interrupt: Interrupt
  ) throws(CancellationError) {
    try prepare(gradient: false, interrupt)
    self.first.assign(first)
    self.second.assign(second)
  }

  /// Sets what the optimiser remembers back to nothing.
  package func forgetMoments() {
    if !holdsMoments { return }
    first.clear()
    second.clear()
  }
}

/// One of the tensors that a parameter keeps, whose rows may lie apart.
package struct ParameterValues {
  let base: UnsafeMutablePointer<Float>
  let rows: Int
  let width: Int
  let stride: Int

  package var count: Int { rows * width }

  /// The values in one piece; not of a table.
  package var start: UnsafeMutablePointer<Float> {
    precondition(rows <= 1 || stride == width, "the rows of a table lie apart")
    return base
  }

  /// Element `index` in row-major order.
  package subscript(_ index: Int) -> Float {
    get { base[index / width * stride + index % width] }
    nonmutating set { base[index / width * stride + index % width] = newValue }
  }

  /// Calls `body` with each row; of a tensor that is no table, there is one.
  package func forEachRow<Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Void
  ) throws(Failure) {
    for row in 0..<rows {
      try body(UnsafeMutableBufferPointer(start: base + row * stride, count: width))
    }
  }

  /// The values as an array of their own.
  package var array: [Float] {
    Array(unsafeUninitializedCapacity: count) { result, filled in
      forEachRow { row in
        filled = result[filled...].initialize(fromContentsOf: row)
      }
    }
  }

  /// Takes over `values`, as many as there are.
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

/// What a tensor's training does differently from the optimiser's general settings.
package struct UpdateException {
  /// L2: λ of λ/2 · Σ w² in the loss.
  package var decay: Float = 0
  package var rule: UpdateRule?
  package var learningRate: Float?
  /// What a weight's step is multiplied by after the update (a virtual gradient on steps).
  package var stepFactors: StepFactors?

  package init() {}
}

/// A factor for the step of each weight of a tensor, and room for the weights before the step.
package struct StepFactors {
  let factors: FloatBuffer
  let before: FloatBuffer

  init(count: Int) {
    factors = FloatBuffer(count: count)
    before = FloatBuffer(count: count)
  }
}
