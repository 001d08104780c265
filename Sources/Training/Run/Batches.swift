import Engine

/// How an epoch's rows are cut into batches.
struct Batches {
  /// Batches of an epoch.
  let count: Int
  private let rows: Int
  private let size: Int

  /// A last batch of one row joins the one before it if batches are normalized: one row has no
  /// variance.
  init(_ rows: Int, _ options: TrainingOptions, _ graph: Graph) {
    self.rows = rows
    size = max(1, min(options.batchSize, rows))
    let all = (rows + size - 1) / size
    let joinsLast = graph.normalizesBatches && all > 1 && rows % size == 1
    count = joinsLast ? all - 1 : all
  }

  /// Rows of the largest batch.
  var largest: Int { count == 0 ? size : max(size, self[count - 1].count) }

  /// Where the rows of a batch are in the epoch's order.
  subscript(step: Int) -> Range<Int> {
    step * size..<(step == count - 1 ? rows : min(rows, (step + 1) * size))
  }
}
