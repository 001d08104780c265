import CKernels

/// The update of an embedding table by the rows of a batch.
struct TableTile {
  let table: Parameter
  let ids: Column<Int32>
  /// The number of rows in the batch.
  let count: Int
  /// The gradients of the looked-up rows, `stride` floats apart.
  let gradient: UnsafePointer<Float>
  let stride: Int
  let scratch: UnsafeMutablePointer<Float>

  private var width: Int { table.rowWidth }

  /// Floats of scratch for a table and a batch of that many rows: the gradient of all rows of a small
  /// table; or the gradient of the batch's rows, their numbers, ids and hash slots for a lazy update.
  static func scratch(_ table: Parameter, batch: Int) -> Int {
    let dense = table.count <= Optimizer.largestDenseTable ? table.count : 0
    return max(dense, batch * table.rowWidth + 2 * batch + slots(batch))
  }

  /// The number of hash slots, a power of two of at least twice the rows.
  private static func slots(_ batch: Int) -> Int {
    1 << (Int.bitWidth - (2 * max(1, batch) - 1).leadingZeroBitCount)
  }

  /// Updates all rows of the table; those not in the batch have gradient 0.
  func trainDensely(_ optimizer: Optimizer) {
    let sums = optimizer.sumsInGradient(table) ? table.gradient.start : scratch
    train(optimizer, rows: table.rowCount, numbers: ids, indices: nil, sums: sums)
  }

  /// Updates only the rows in the batch, each once.
  func trainLazily(_ optimizer: Optimizer) {
    let slots = Self.slots(count)
    let room = scratch + count * width
    room.withMemoryRebound(to: Int32.self, capacity: 2 * count + slots) { numbers in
      let unique = numbers + count
      let rows = dephn_unique(
        count, ids.start, ids.stride, numbers, unique, unique + count, slots)
      train(
        optimizer, rows: rows, numbers: Column(start: numbers, stride: 1), indices: unique,
        sums: scratch)
    }
  }

  /// Sums the gradients of the batch's rows by their `numbers`, and updates the weights of these sums:
  /// row `indices[n]`, or n itself, of the table.
  private func train(
    _ optimizer: Optimizer, rows: Int, numbers: Column<Int32>, indices: UnsafePointer<Int32>?,
    sums: UnsafeMutablePointer<Float>
  ) {
    sums.update(repeating: 0, count: rows * width)
    dephn_scatter_add(count, width, gradient, stride, numbers.start, numbers.stride, sums)
    let weights = table.weights
    optimizer.update(
      WeightBlock(
        rows: rows, columns: width, stride: weights.stride, weights: weights.base,
        first: table.first.base, second: table.second.base, gradient: sums,
        gradientStride: width, indices: indices), table.exception)
  }
}

/// A column of a row-major matrix: one element per row, `stride` elements apart.
struct Column<Element> {
  let start: UnsafePointer<Element>
  let stride: Int
}

extension Chunk {
  /// The ids of categorical field `column` in the chunk's rows.
  func ids(_ column: Int) -> Column<Int32> {
    let stride = batch.shape.categories
    return Column(start: batch.ids + rows.lowerBound * stride + column, stride: stride)
  }

  /// The values of numeric field `column` in the chunk's rows.
  func numbers(_ column: Int) -> Column<Float> {
    let stride = batch.shape.numbers
    return Column(start: batch.numbers.start + rows.lowerBound * stride + column, stride: stride)
  }
}
