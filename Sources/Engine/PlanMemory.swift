/// Where a plan keeps the activations and gradients of every value.
///
/// What is needed once all rows are through (to sum gradients of parameters, or to look at) has room
/// for a whole batch; the rest has room for a chunk on each thread, and stays in the cache.
final class PlanMemory {
  let batch: Batch
  let values: Places
  let gradients: Places
  private let adding: Set<Use>

  /// An input of an operation, by the operation's place and the input's place in it.
  private struct Use: Hashable {
    let operation: ObjectIdentifier
    let input: Int
  }

  init(graph: Graph, capacity: Int, chunk: Int, trains: Bool) {
    batch = Batch(shape: graph.inputs, capacity: capacity)
    var whole = Set(graph.kept)
    var wholeGradients: Set<Value> = []
    for stored in trains ? graph.trainedOperations.flatMap(\.stored) : [] {
      switch stored {
      case .value(let value): whole.insert(value)
      case .gradient(let value): wholeGradients.insert(value)
      }
    }
    // Between two stages of a step everything has to last.
    if trains && !graph.batchwide.isEmpty {
      let all = graph.widths.enumerated().map { Value(index: $0, width: $1) }
      whole.formUnion(all)
      wholeGradients.formUnion(all)
    }
    values = Places(graph.widths, whole: whole, capacity: capacity, chunk: chunk)
    gradients = Places(graph.widths, whole: wholeGradients, capacity: capacity, chunk: chunk)
    adding = Self.additions(graph)
  }

  /// Going backward, the first to fill a value's gradient writes, the others add.
  private static func additions(_ graph: Graph) -> Set<Use> {
    var filled: Set<Value> = []
    var adding: Set<Use> = []
    for operation in graph.trainedOperations.reversed() {
      for (place, input) in operation.inputs.enumerated() {
        let isFirst = filled.insert(input).inserted
        if !isFirst { adding.insert(Use(operation: ObjectIdentifier(operation), input: place)) }
      }
    }
    return adding
  }

  /// Whether `operation` adds to the gradient of its input number `place` (else it writes it).
  func adds(_ operation: some Operation, _ place: Int) -> Bool {
    adding.contains(Use(operation: ObjectIdentifier(operation), input: place))
  }

  /// Memory for a thread, before threads share anything.
  func worker(scratch: Int, trains: Bool) -> WorkerMemory {
    WorkerMemory(
      scratch: FloatBuffer(count: scratch), values: FloatBuffer(count: values.chunkSize),
      gradients: FloatBuffer(count: trains ? gradients.chunkSize : 0))
  }
}

/// What belongs to a thread: room for the rows of a chunk, and scratch for a call.
final class WorkerMemory {
  let scratch: FloatBuffer
  let values: FloatBuffer
  let gradients: FloatBuffer

  init(scratch: FloatBuffer, values: FloatBuffer, gradients: FloatBuffer) {
    self.scratch = scratch
    self.values = values
    self.gradients = gradients
    for buffer in [scratch, values, gradients] { _ = buffer.start }
  }
}

/// Where each value lies: in a block for the whole batch, or in a thread's block for a chunk.
struct Places {
  private struct Place {
    let isWhole: Bool
    let offset: Int
  }

  private let places: [Place]
  private let block: FloatBuffer
  /// Floats that a thread's block needs.
  let chunkSize: Int

  init(_ widths: [Int], whole: Set<Value>, capacity: Int, chunk: Int) {
    var (wholeSize, chunkSize) = (0, 0)
    var places: [Place] = []
    for (index, width) in widths.enumerated() {
      let isWhole = whole.contains(Value(index: index, width: width))
      places.append(Place(isWhole: isWhole, offset: isWhole ? wholeSize : chunkSize))
      if isWhole {
        wholeSize += (width * capacity + 15) / 16 * 16
      } else {
        chunkSize += (width * chunk + 15) / 16 * 16
      }
    }
    self.places = places
    self.chunkSize = chunkSize
    block = FloatBuffer(count: wholeSize)
  }

  /// Takes the memory, before threads share it.
  func prepare() { _ = block.start }

  /// The rows' part of a value; `local` is the thread's block.
  func part(
    _ value: Value, _ rows: Range<Int>, _ local: FloatBuffer
  ) -> UnsafeMutablePointer<Float> {
    let place = places[value.index]
    return place.isWhole
      ? block.start + place.offset + rows.lowerBound * value.width : local.start + place.offset
  }

  /// Row `row` of a value that is kept for the whole batch.
  func row(_ row: Int, of value: Value) -> UnsafeMutablePointer<Float> {
    precondition(places[value.index].isWhole, "the value is not kept")
    return block.start + places[value.index].offset + row * value.width
  }
}
