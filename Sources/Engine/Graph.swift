import System

/// The activations of one node for all rows of a batch: a matrix of `width` columns.
package struct Value: Hashable, Sendable {
  let index: Int
  /// Numbers per row.
  package let width: Int
}

/// The computation of a model: operations in the order in which they run.
///
/// Layers add operations; a `Plan` gives them memory and runs them.
package final class Graph {
  /// The numbers of inputs and labels per row.
  package let inputs: BatchShape
  private(set) var widths: [Int] = []
  private(set) var operations: [any Operation] = []

  /// True if rows are normalized by mean and variance of their batch, which requires two rows.
  package var normalizesBatches: Bool { operations.contains { $0 is BatchNorm } }
  /// Values that can be read after a plan has run.
  private(set) var kept: [Value] = []
  private var owned: Set<ObjectIdentifier> = []

  package init(inputs: BatchShape) { self.inputs = inputs }

  /// A new node of `width` numbers per row.
  func value(width: Int) -> Value {
    widths.append(width)
    return Value(index: widths.count - 1, width: width)
  }

  /// Keeps the value of all rows of a batch, for `Plan.row`.
  package func keep(_ value: Value) { kept.append(value) }

  /// Runs `body` while some more values are kept; plans that it makes keep them for good.
  package func keeping<Result>(_ values: [Value], _ body: () -> Result) -> Result {
    let before = kept
    kept += values
    defer { kept = before }
    return body()
  }

  /// Appends an operation; each tensor is trained by exactly one operation, which owns its gradient.
  func add(_ operation: some Operation) {
    for parameter in operation.parameters {
      let isNew = owned.insert(ObjectIdentifier(parameter)).inserted
      precondition(isNew, "\(parameter.name) has two owners")
    }
    operations.append(operation)
  }

  /// Replaces all operations by others that compute the same values, except those of `dropped`.
  func replaceOperations(with others: [any Operation], dropping dropped: [Value]) {
    operations = others
    for value in dropped { widths[value.index] = 0 }
  }

  /// Operations that wait for all rows of a batch.
  var batchwide: [any BatchwideOperation] {
    operations.compactMap { $0 as? any BatchwideOperation }
  }

  /// Bytes that a plan needs per row of its capacity: values, gradients, and two threads' scratch for
  /// summing gradients of weights.
  package var bytesPerRow: Int {
    // The growth per row: a table's own size does not grow with the batch.
    let (some, more) = (1 << 19, 1 << 20)
    let scratch =
      operations.map {
        ($0.scratch(chunk: more, batch: more) - $0.scratch(chunk: some, batch: some)) / some
      }.max() ?? 0
    return 2 * (widths.reduce(0, +) + scratch) * MemoryLayout<Float>.stride
  }

  /// Largest number of rows in a chunk: few enough that their values stay in the cache, or, if the weights
  /// do not fit, enough to amortize reading the weights.
  var usualChunk: Int {
    let weights = parameters.reduce(0) { $0 + ($1.isTable ? 0 : $1.count) }
    return weights + tableCount > 1 << 20 ? 512 : 128
  }

  /// Bytes of the tables of first layers, and of their gradients.
  package var tableBytes: Int { 2 * tableCount * MemoryLayout<Float>.stride }

  /// Numbers in the tables of first layers, and in their sums.
  var tableCount: Int { lookUps.reduce(0) { $0 + $1.table.count } }

  /// First layers that are looked up.
  var lookUps: [FieldDense] { operations.compactMap { $0 as? FieldDense } }

  /// The parameters that operations train, in the order of first use.
  package var parameters: [Parameter] {
    var seen: Set<ObjectIdentifier> = []
    return operations.flatMap(\.parameters).filter { seen.insert(ObjectIdentifier($0)).inserted }
  }

  /// True if weights have changed since operations packed them.
  private var isStale = true

  /// Notes a change of weights by something other than a plan, such as loading: the next plan packs them.
  package func refresh() { isStale = true }

  /// Makes the operations pack changed weights.
  ///
  /// - Throws: `CancellationError` after an interrupt; the next call begins anew.
  func takeWeights(_ interrupt: Interrupt) throws(CancellationError) {
    if !isStale { return }
    for operation in operations {
      for tile in 0..<operation.tileCount {
        try interrupt.check()
        operation.refresh(tile: tile)
      }
    }
    isStale = false
  }

  /// Operations that lead to a loss, in order; others are computed but have no gradient.
  var trainedOperations: [any Operation] {
    var reached: Set<Value> = []
    var result: [any Operation] = []
    for operation in operations.reversed()
    where operation is Losses || operation is any SideLoss
      || operation.outputs.contains(where: reached.contains)
    {
      reached.formUnion(operation.inputs)
      result.append(operation)
    }
    return result.reversed()
  }
}

/// The number of inputs and labels per row of a batch.
package struct BatchShape: Sendable, Equatable {
  package var categories: Int
  package var numbers: Int
  package var tasks: Int
  /// Multi-valued fields.
  package var lists: Int

  package init(categories: Int, numbers: Int, tasks: Int, lists: Int = 0) {
    self.categories = categories
    self.numbers = numbers
    self.tasks = tasks
    self.lists = lists
  }
}
