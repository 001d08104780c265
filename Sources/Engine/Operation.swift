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

  /// Independent pieces of the parameters' gradients.
  var tileCount: Int { get }
  /// Writes the gradient of a tile: the sum over the rows of `batch`, a chunk of them all.
  func accumulate(tile: Int, _ batch: Chunk)
  /// What parts of which parameters a tile holds.
  func regions(tile: Int) -> [Region]
  /// Follows a change of the tile's weights (packed copies).
  func refresh(tile: Int)
}

extension Operation {
  var parameters: [Parameter] { [] }
  func scratch(chunk: Int, batch: Int) -> Int { 0 }
  var tileCount: Int { 0 }
  func accumulate(tile: Int, _ batch: Chunk) {}
  func regions(tile: Int) -> [Region] { [] }
  func refresh(tile: Int) {}
}

/// Some rows of a batch, seen from the first of them.
struct Chunk {
  let memory: PlanMemory
  let rows: Range<Int>
  /// Memory that belongs to the running thread.
  let scratch: UnsafeMutablePointer<Float>

  var count: Int { rows.count }
  var batch: Batch { memory.batch }

  /// The chunk's part of a value, [count, width].
  func value(_ value: Value) -> UnsafeMutablePointer<Float> {
    memory.value(value) + rows.lowerBound * value.width
  }

  /// The chunk's part of a value's gradient, [count, width].
  func gradient(_ value: Value) -> UnsafeMutablePointer<Float> {
    memory.gradient(value) + rows.lowerBound * value.width
  }

  /// Whether `operation` adds to the gradient of its input number `place`, or writes it.
  func adds(_ operation: some Operation, _ place: Int) -> Bool { memory.adds(operation, place) }

  /// Where `operation` may add its share of an input's gradient: zeroed if it is the first.
  func addable(_ operation: some Operation, _ place: Int) -> UnsafeMutablePointer<Float> {
    let input = operation.inputs[place]
    let target = gradient(input)
    if !adds(operation, place) { target.update(repeating: 0, count: count * input.width) }
    return target
  }
}

/// A rectangle of a parameter, seen as a matrix of `stride` columns.
struct Region {
  let parameter: Parameter
  var offset = 0
  var rows = 1
  var columns: Int
  var stride: Int

  /// Each row's part of the parameter's buffers.
  var ranges: some Sequence<Range<Int>> {
    (0..<rows).lazy.map { offset + $0 * stride..<offset + $0 * stride + columns }
  }

  /// Adds the gradient of `λ/2 · Σ w²`.
  func addDecay() {
    let decay = parameter.exception.decay
    if decay == 0 { return }
    for range in ranges {
      for index in range {
        parameter.gradient.start[index] += decay * parameter.weights.start[index]
      }
    }
  }

  /// The whole tensor.
  init(_ parameter: Parameter) {
    self.parameter = parameter
    columns = parameter.count
    stride = parameter.count
  }

  /// Columns `range` of a parameter that is a matrix of `stride` columns.
  init(_ parameter: Parameter, columns range: Range<Int>, stride: Int) {
    self.parameter = parameter
    offset = range.lowerBound
    rows = parameter.count / stride
    columns = range.count
    self.stride = stride
  }
}
