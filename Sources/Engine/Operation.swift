/// A step of the computation: forward and backward side by side.
///
/// `forward` and `backward` work on any range of rows and touch no other row, so chunks of a batch
/// run side by side. Gradients of parameters are taken afterwards over all rows, tile by tile: each
/// tile has one owner and sums its rows in their order, so no bit depends on threads or chunks.
protocol Operation: AnyObject {
  var inputs: [Value] { get }
  var outputs: [Value] { get }
  var parameters: [Parameter] { get }

  /// Floats of scratch that a call needs, for chunks and batches of so many rows at most.
  func scratch(chunk: Int, batch: Int) -> Int

  /// Computes the outputs of the chunk's rows from the inputs.
  func forward(_ chunk: Chunk)
  /// Turns the outputs' gradients into the inputs', adding or writing as `Chunk.adds` says.
  func backward(_ chunk: Chunk)

  /// What `accumulate` reads: kept until then, where the rest is kept for a chunk only.
  var stored: [Stored] { get }
  /// Independent pieces of the parameters' gradients.
  var tileCount: Int { get }
  /// Whether `accumulate` may be called for one part of a batch after another, and goes on where
  /// `Chunk.continues` says so; else it is called once, with all rows.
  var sumsInParts: Bool { get }
  /// Writes the gradient of a tile: the sum over the rows of `part` and of the parts before it.
  func accumulate(tile: Int, _ part: Chunk)
  /// Makes the gradient of a tile from its sum, after the last part.
  func finish(tile: Int, _ part: Chunk)
  /// What parts of which parameters a tile holds.
  func regions(tile: Int) -> [Region]
  /// Sums the gradient of a tile over the last part, and updates it with `optimizer`.
  func train(tile: Int, regions: [Region], _ part: Chunk, _ optimizer: Optimizer)
  /// Follows a change of the tile's weights (packed copies).
  func refresh(tile: Int)
}

/// A value, or its gradient.
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
  var tileCount: Int { 0 }
  var sumsInParts: Bool { false }
  func accumulate(tile: Int, _ part: Chunk) {}
  func finish(tile: Int, _ part: Chunk) {}
  func regions(tile: Int) -> [Region] { [] }
  func refresh(tile: Int) {}

  /// Enough for most operations with parameters.
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

/// An operation whose rows depend on all rows of the batch: a step stops before it, forward and back,
/// until every row has come so far.
///
/// Only in training; predictions take what earlier batches left.
protocol BatchwideOperation: Operation {
  /// Reads the inputs of all rows, before any row goes forward.
  func summarise(_ batch: Chunk)
  /// Reads the outputs' gradients of all rows, before any row goes back; it may change them.
  func summariseGradients(_ batch: Chunk)
  /// Follows a step on so many rows.
  func endStep(rows: Int)
}

/// An operation that has a loss of its own beside the tasks': a penalty on gates, a calibrator.
///
/// Training goes backward from it as from the tasks' losses.
protocol SideLoss: Operation {
  /// Its part of the loss for the first `rows` rows, in double, from parameters and kept values.
  func loss(_ values: Places, rows: Int) -> Double
}

/// Some rows of a batch, seen from the first of them.
struct Chunk {
  let memory: PlanMemory
  let rows: Range<Int>
  /// The first row of the part of the batch that is being worked on.
  let origin: Int
  /// Whether parts of the batch came before this one.
  var continues: Bool { origin > 0 && rows.lowerBound == origin }
  /// Memory that belongs to the running thread.
  let worker: WorkerMemory

  var count: Int { rows.count }
  /// `continues` as the C functions take it.
  var accumulates: Int32 { continues ? 1 : 0 }
  var batch: Batch { memory.batch }
  var scratch: UnsafeMutablePointer<Float> { worker.scratch.start }

  /// The chunk's part of a value, [count, width].
  func value(_ value: Value) -> UnsafeMutablePointer<Float> {
    memory.values.rows(value, rows.lowerBound, origin, worker.values)
  }

  /// The chunk's part of a value's gradient, [count, width].
  func gradient(_ value: Value) -> UnsafeMutablePointer<Float> {
    memory.gradients.rows(value, rows.lowerBound, origin, worker.gradients)
  }

  /// Whether `operation` adds to the gradient of its input number `place`, or writes it.
  func adds(_ operation: some Operation, _ place: Int) -> Bool { memory.adds(operation, place) }

  /// Where `operation` may add its share of an input's gradient: zeroed if it is the first.
  func addable(_ operation: some Operation, _ place: Int) -> UnsafeMutablePointer<Float> {
    addable(operation, place, operation.inputs[place])
  }

  /// The same for an input that is known, so that no list of inputs is made.
  func addable(
    _ operation: some Operation, _ place: Int, _ input: Value
  ) -> UnsafeMutablePointer<Float> {
    let target = gradient(input)
    if !adds(operation, place) { target.update(repeating: 0, count: count * input.width) }
    return target
  }
}
