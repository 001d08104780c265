import CKernels

/// A field, and the tensors that turn its value into a vector of d numbers.
package enum EmbeddedField {
  /// Row `ids[column]` of a table [V, d].
  case category(column: Int, table: Parameter)
  /// `v · scale + shift`, with the field's value v and two trained vectors [d].
  case number(column: Int, scale: Parameter, shift: Parameter)
  /// The weighted sum of the rows of a table [V, d] that the items of a list name; `column` is the
  /// field's index among `Batch.lists`, whose weights sum to 1 for a mean.
  case list(column: Int, table: Parameter)

  package var parameters: [Parameter] {
    switch self {
    case .category(_, let table), .list(_, let table): [table]
    case .number(_, let scale, let shift): [scale, shift]
    }
  }

  /// Writes the vectors of the chunk's rows, `stride` floats from one to the next.
  func lookUp(
    _ chunk: Chunk, dimension: Int, into target: UnsafeMutablePointer<Float>, stride: Int
  ) {
    switch self {
    case .category(let column, let table):
      let ids = chunk.ids(column)
      let weights = table.weights
      dephn_gather(
        chunk.count, dimension, weights.base, weights.stride, ids.start, ids.stride, target, stride)
    case .number(let column, let scale, let shift):
      let numbers = chunk.numbers(column)
      let (w, b) = (scale.weights.start, shift.weights.start)
      for row in 0..<chunk.count {
        let x = numbers.start[row * numbers.stride]
        for n in 0..<dimension { target[row * stride + n] = x * w[n] + b[n] }
      }
    case .list(let column, let table):
      for row in 0..<chunk.count {
        (target + row * stride).update(repeating: 0, count: dimension)
      }
      let weights = table.weights.start
      forEachItem(chunk, column) { row, id, weight in
        for n in 0..<dimension {
          target[row * stride + n] += weight * weights[id * dimension + n]
        }
      }
    }
  }

  /// Sums the gradient of the field's tensors over the rows of `part`, on top of the parts before it,
  /// from that of the vectors, `stride` floats from one to the next.
  func accumulate(
    _ gradient: UnsafePointer<Float>, stride: Int, dimension: Int, _ part: Chunk
  ) {
    switch self {
    case .category(let column, let table):
      let ids = part.ids(column)
      if !part.continues { table.gradient.clear() }
      dephn_scatter_add(
        part.count, dimension, gradient, stride, ids.start, ids.stride, table.gradient.start)
    case .number(let column, let scale, let shift):
      let numbers = part.numbers(column)
      dephn_weighted_sums(
        part.count, dimension, stride, gradient, numbers.start, numbers.stride,
        scale.gradient.start, part.accumulates)
      dephn_column_sums(
        part.count, dimension, stride, gradient, shift.gradient.start, part.accumulates)
    case .list(let column, let table):
      if !part.continues { table.gradient.clear() }
      let sums = table.gradient.start
      forEachItem(part, column) { row, id, weight in
        for n in 0..<dimension { sums[id * dimension + n] += weight * gradient[row * stride + n] }
      }
    }
  }

  /// Calls `body` with each item of the lists in the chunk's rows, counted from its first.
  private func forEachItem(
    _ chunk: Chunk, _ column: Int, _ body: (_ row: Int, _ id: Int, _ weight: Float) -> Void
  ) {
    let lists = chunk.batch.lists[column]
    for row in 0..<chunk.count {
      for item in lists.items(ofRow: chunk.rows.lowerBound + row) {
        body(row, Int(lists.ids[item]), lists.weights[item])
      }
    }
  }
}
