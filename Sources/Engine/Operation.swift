/// An operation of the computation, with its forward and backward pass.
///
/// `forward` and `backward` work on any range of rows independently, so chunks of a batch run in parallel.
/// Gradients of parameters are computed afterwards over all rows, tile by tile: each tile is computed by
/// one thread and summed in the order of rows, so no bit depends on threads or chunks.
protocol Operation: AnyObject {
  var inputs: [Value] { get }
  var outputs: [Value] { get }
  var parameters: [Parameter] { get }

  /// Floats of scratch that a call needs, for chunks and batches of at most that many rows.
  func scratch(chunk: Int, batch: Int) -> Int

  /// Computes the outputs of the chunk's rows.
  func forward(_ chunk: Chunk)
  /// Computes the inputs' gradients from the outputs', added or written according to `Chunk.adds`.
  func backward(_ chunk: Chunk)

  /// The values and gradients that `accumulate` reads, kept until then; others are kept for a chunk only.
  var stored: [Stored] { get }
  /// Independent pieces of sums over the rows that several tiles read; none for most operations.
  var sumCount: Int { get }
  /// Prepares the sums over the rows of `part`, before any of them.
  func beginSums(_ part: Chunk)
  /// Adds the rows of `part` to a piece of the sums, before any tile reads it.
  func sum(_ piece: Int, _ part: Chunk)
  /// Independent pieces of the parameters' gradients.
  var tileCount: Int { get }
  /// True if `accumulate` may be called for one part of a batch after another, and adds to the sums if
  /// `Chunk.continues`; otherwise it is called once, with all rows.
  var sumsInParts: Bool { get }
  /// Writes the gradient of a tile: the sum over the rows of `part` and of the parts before it.
  func accumulate(tile: Int, _ part: Chunk)
  /// Makes the gradient of a tile from its sum, after the last part.
  func finish(tile: Int, _ part: Chunk)
  /// The regions of parameters that a tile consists of.
  func regions(tile: Int) -> [Region]
  /// Sums the gradient of a tile over the last part, and updates it with `optimizer`.
  func train(tile: Int, regions: [Region], _ part: Chunk, _ optimizer: Optimizer)
  /// Updates packed copies after a change of the tile's weights.
  func refresh(tile: Int)
}

/// A value or its gradient.
enum Stored: Hashable {
  case value(Value)
  case gradient(Value)

  var value: Value {
    switch self {
    case .value(let value), .gradient(let value): value
    }
  }
}

extension Operation {
  var parameters: [Parameter] { [] }
  func scratch(chunk: Int, batch: Int) -> Int { 0 }
  var sumCount: Int { 0 }
  func beginSums(_ part: Chunk) {}
  func sum(_ piece: Int, _ part: Chunk) {}
  var tileCount: Int { 0 }
  var sumsInParts: Bool { false }
  func accumulate(tile: Int, _ part: Chunk) {}
  func finish(tile: Int, _ part: Chunk) {}
  func regions(tile: Int) -> [Region] { [] }
  func refresh(tile: Int) {}

  /// Inputs, outputs and outputs' gradients, which is enough for most operations with parameters.
  var stored: [Stored] {
    if tileCount == 0 { return [] }
    return inputs.map(Stored.value) + outputs.flatMap { [.value($0), .gradient($0)] }
  }

  func train(tile: Int, regions: [Region], _ part: Chunk, _ optimizer: Optimizer) {
    accumulate(tile: tile, part)
    finish(tile: tile, part)
    for region in regions { optimizer.update(region) }
  }
}

/// An operation whose rows depend on all rows of the batch: a step waits before it, forward and backward,
/// until all rows have arrived.
///
/// In training only; predictions use statistics of earlier batches.
protocol BatchwideOperation: Operation {
  /// Reads the inputs of all rows, before the forward pass.
  func summarise(_ batch: Chunk)
  /// Reads the outputs' gradients of all rows, before the backward pass; it may change them.
  func summariseGradients(_ batch: Chunk)
  /// Updates the statistics after a step on that many rows.
  func endStep(rows: Int)
}

/// An operation with a loss of its own: a penalty on gates, a calibrator.
///
/// The backward pass starts from it as well as from the tasks' losses.
protocol SideLoss: Operation {
  /// Its part of the loss for the first `rows` rows, in double, from parameters and kept values.
  func loss(_ values: ValueLayout, rows: Int) -> Double
}

/// Consecutive rows of a batch, with access to their values.
struct Chunk {
  let memory: PlanMemory
  let rows: Range<Int>
  /// The first row of the current part of the batch.
  let origin: Int
  /// True if earlier parts of the batch have been summed.
  var continues: Bool { origin > 0 && rows.lowerBound == origin }
  /// The memory of the running thread.
  let worker: WorkerMemory
  /// A value that operations find zeros in place of.
  var missing: Value?

  var count: Int { rows.count }
  /// `continues` as an argument of the C functions.
  var accumulates: Int32 { continues ? 1 : 0 }
  var batch: Batch { memory.batch }
  var scratch: UnsafeMutablePointer<Float> { worker.scratch.start }

  /// The chunk's part of a value, [count, width].
  func value(_ value: Value) -> UnsafeMutablePointer<Float> {
    if value == missing { return worker.zeros.start }
    return memory.values.rows(value, rows.lowerBound, origin, worker.values)
  }

  /// The chunk's part of a value's gradient, [count, width].
  func gradient(_ value: Value) -> UnsafeMutablePointer<Float> {
    memory.gradients.rows(value, rows.lowerBound, origin, worker.gradients)
  }

  /// True if `operation` adds to the gradient of its input `index`, false if it writes it.
  func adds(_ operation: some Operation, _ index: Int) -> Bool { memory.adds(operation, index) }

  /// The gradient of an input, for `operation` to add to; zeroed if it is the first to do so.
  func addable(_ operation: some Operation, _ index: Int) -> UnsafeMutablePointer<Float> {
    addable(operation, index, operation.inputs[index])
  }

  /// The gradient of a known input, without making a list of inputs.
  func addable(
    _ operation: some Operation, _ index: Int, _ input: Value
  ) -> UnsafeMutablePointer<Float> {
    let target = gradient(input)
    if !adds(operation, index) { target.update(repeating: 0, count: count * input.width) }
    return target
  }
}
