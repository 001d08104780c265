import CKernels

/// The rows of a batch that a table's step follows from.
struct TableTile {
  let table: Parameter
  let ids: Column<Int32>
  /// Rows of the batch.
  let count: Int
  /// Of the looked-up rows, `stride` floats from one to the next.
  let gradient: UnsafePointer<Float>
  let stride: Int
  let scratch: UnsafeMutablePointer<Float>

  private var width: Int { table.rowWidth }

  /// Floats of scratch for a table and a batch of so many rows: the gradient of all rows of a table
  /// that is not large, or of the batch's and behind it numbers, ids and slots of the lazy way.
  static func scratch(_ table: Parameter, batch: Int) -> Int {
    let dense = table.count <= Optimizer.largestDenseTable ? table.count : 0
    return max(dense, batch * table.rowWidth + 2 * batch + slots(batch))
  }

  /// A power of two of at least twice the rows.
  private static func slots(_ batch: Int) -> Int {
    1 << (Int.bitWidth - (2 * max(1, batch) - 1).leadingZeroBitCount)
  }

  /// All rows of the table move; those that the batch has not got have the gradient 0.
  func trainDensely(_ optimizer: Optimizer) {
    let sums = optimizer.sumsInGradient(table) ? table.gradient.start : scratch
    train(optimizer, rows: table.rowCount, places: ids, indices: nil, sums: sums)
  }

  /// Only the rows of the batch move, each once.
  func trainLazily(_ optimizer: Optimizer) {
    let slots = Self.slots(count)
    let room = scratch + count * width
    room.withMemoryRebound(to: Int32.self, capacity: 2 * count + slots) { places in
      let unique = places + count
      let rows = dephn_unique(
        count, ids.start, ids.stride, places, unique, unique + count, slots)
      train(
        optimizer, rows: rows, places: Column(start: places, stride: 1), indices: unique,
        sums: scratch)
    }
  }

  private func train(
    _ optimizer: Optimizer, rows: Int, places: Column<Int32>, indices: UnsafePointer<Int32>?,
    sums: UnsafeMutablePointer<Float>
  ) {
    sums.update(repeating: 0, count: rows * width)
    dephn_scatter_add(count, width, gradient, stride, places.start, places.stride, sums)
    let weights = table.weights
    optimizer.update(
      WeightBlock(
        rows: rows, columns: width, stride: weights.stride, weights: weights.base,
        first: table.first.base, second: table.second.base, gradient: sums,
        gradientStride: width, indices: indices), table.exception)
  }
}

/// One number a row, `stride` numbers from row to row.
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
