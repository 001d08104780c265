import System

/// The activations of one node for all rows of a batch: a matrix of `width` columns.
package struct Value: Hashable, Sendable {
  let index: Int
  /// Numbers a row.
  package let width: Int
}

/// A model's computation, described once: operations in the order in which they run.
///
/// Layers add operations; a `Plan` gives them memory and runs them.
package final class Graph {
  /// Fields of the input, in the order of the schema's features.
  package let inputs: BatchShape
  private(set) var widths: [Int] = []
  private(set) var operations: [any Operation] = []
  /// Values that can be looked at after a plan has run.
  private(set) var kept: [Value] = []
  private var owned: Set<ObjectIdentifier> = []

  package init(inputs: BatchShape) { self.inputs = inputs }

  /// A new node of `width` numbers a row.
  func value(width: Int) -> Value {
    widths.append(width)
    return Value(index: widths.count - 1, width: width)
  }

  /// Keeps the value of all rows of a batch, for `Plan.row`.
  package func keep(_ value: Value) { kept.append(value) }

  /// Appends an operation; a tensor is trained by one of them, which owns its gradient.
  func add(_ operation: some Operation) {
    for parameter in operation.parameters {
      let isNew = owned.insert(ObjectIdentifier(parameter)).inserted
      precondition(isNew, "\(parameter.name) has two owners")
    }
    operations.append(operation)
  }

  /// Operations that wait for all rows of a batch.
  var batchwide: [any BatchwideOperation] {
    operations.compactMap { $0 as? any BatchwideOperation }
  }

  /// Bytes that a plan needs for each row of its capacity: values and gradients, and each of two
  /// threads' share of the scratch that gradients of weights are summed in.
  package var bytesPerRow: Int {
    // What a row adds: a table's own size does not grow with the batch.
    let (some, more) = (1 << 19, 1 << 20)
    let scratch =
      operations.map {
        ($0.scratch(chunk: more, batch: more) - $0.scratch(chunk: some, batch: some)) / some
      }.max() ?? 0
    return 2 * (widths.reduce(0, +) + scratch) * MemoryLayout<Float>.stride
  }

  /// Rows of a chunk at most: few enough that what they pass through stays in the cache, or, where the
  /// weights do not, so many that reading the weights does not count.
  var usualChunk: Int {
    let weights = parameters.reduce(0) { $0 + ($1.isTable ? 0 : $1.count) }
    return weights > 1 << 20 ? 512 : 128
  }

  /// Every parameter that an operation trains, once, in the order of first use.
  package var parameters: [Parameter] {
    var seen: Set<ObjectIdentifier> = []
    return operations.flatMap(\.parameters).filter { seen.insert(ObjectIdentifier($0)).inserted }
  }

  /// Whether weights are others than those that operations keep in a form of their own.
  private var isStale = true

  /// Follows a change of weights that no plan made (loaded, restored): the next plan that runs does.
  package func refresh() { isStale = true }

  /// Has the operations take over weights that have changed.
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

  /// Operations on the way to a loss, in order; the rest is computed but has no gradient.
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

/// How wide the raw inputs and labels of a batch are.
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
