import System

/// Where a plan keeps the activations and gradients of every value.
///
/// What may be looked at has room for a whole batch; what gradients of parameters are summed from has
/// room for a part of it; the rest has room for a chunk on each thread, and stays in the cache.
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

  init(graph: Graph, capacity: Int, sizes: PlanSizes, trains: Bool) {
    batch = Batch(shape: graph.inputs, capacity: capacity)
    var values: [Value: Extent] = [:]
    for value in graph.kept { values[value] = .batch }
    var gradients: [Value: Extent] = [:]
    for operation in trains ? graph.trainedOperations : [] {
      let extent = operation.sumsInParts ? Extent.part : .batch
      for stored in operation.stored {
        switch stored {
        case .value(let value): values[value] = max(extent, values[value] ?? .chunk)
        case .gradient(let value): gradients[value] = max(extent, gradients[value] ?? .chunk)
        }
      }
    }
    // Between two stages of a step everything has to last.
    if trains && !graph.batchwide.isEmpty {
      for (index, width) in graph.widths.enumerated() {
        values[Value(index: index, width: width)] = .batch
        gradients[Value(index: index, width: width)] = .batch
      }
    }
    self.values = Places(graph.widths, values, capacity: capacity, sizes: sizes)
    self.gradients = Places(graph.widths, gradients, capacity: capacity, sizes: sizes)
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

/// How many rows of a value are kept at a time.
private enum Extent: Int, Comparable {
  case chunk, part, batch
  static func < (a: Extent, b: Extent) -> Bool { a.rawValue < b.rawValue }
}

/// Where each value lies: in a block for the batch or a part of it, or in a thread's block for a chunk.
struct Places {
  private struct Place {
    let extent: Extent
    let offset: Int
  }

  private let places: [Place]
  private let block: FloatBuffer
  /// Floats that the block for the batch takes, and a thread's.
  let blockSize: Int
  let chunkSize: Int

  fileprivate init(
    _ widths: [Int], _ extents: [Value: Extent], capacity: Int, sizes: PlanSizes
  ) {
    var (blockSize, chunkSize) = (0, 0)
    var places: [Place] = []
    for (index, width) in widths.enumerated() {
      let extent = extents[Value(index: index, width: width)] ?? .chunk
      places.append(Place(extent: extent, offset: extent == .chunk ? chunkSize : blockSize))
      func aligned(_ rows: Int) -> Int { (width * rows + 15) / 16 * 16 }
      switch extent {
      case .chunk: chunkSize += aligned(sizes.chunk)
      case .part: blockSize += aligned(sizes.part)
      case .batch: blockSize += aligned(capacity)
      }
    }
    self.places = places
    self.chunkSize = chunkSize
    self.blockSize = blockSize
    block = FloatBuffer(count: blockSize)
  }

  /// Takes the memory, before threads share it.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func take(_ interrupt: Interrupt) throws(CancellationError) { try block.take(interrupt) }

  /// A value from row `first` on, in the part that begins with row `origin`; `local` is the thread's
  /// block.
  func rows(
    _ value: Value, _ first: Int, _ origin: Int, _ local: FloatBuffer
  ) -> UnsafeMutablePointer<Float> {
    let place = places[value.index]
    switch place.extent {
    case .chunk: return local.start + place.offset
    case .part: return block.start + place.offset + (first - origin) * value.width
    case .batch: return block.start + place.offset + first * value.width
    }
  }

  /// Row `row` of a value that is kept for the whole batch.
  func row(_ row: Int, of value: Value) -> UnsafeMutablePointer<Float> {
    precondition(places[value.index].extent == .batch, "the value is not kept")
    return block.start + places[value.index].offset + row * value.width
  }
}

/// How many rows a plan works on at a time.
struct PlanSizes {
  /// Rows that go through the operations at a time, on a thread.
  let chunk: Int
  /// Rows from which gradients of parameters are summed at a time.
  let part: Int

  /// Floats of what is kept for a part that stay in the cache beside the weights.
  private static let cached = 1 << 19
  /// Rows of a part below which reading the weights again and again costs more than it saves.
  private static let least = 256

  /// `chunk` and `part` are what a caller asks for.
  init(_ graph: Graph, capacity: Int, chunk: Int?, part: Int?, trains: Bool) {
    let operations = trains ? graph.trainedOperations.filter { $0.tileCount > 0 } : []
    let stored = operations.filter(\.sumsInParts).flatMap(\.stored)
    var seen: Set<Stored> = []
    let width = stored.reduce(0) { $0 + (seen.insert($1).inserted ? $1.value.width : 0) }
    let usual = max(Self.least, Self.cached / max(1, width))
    self.part = max(1, min(graph.batchwide.isEmpty ? part ?? usual : capacity, capacity))
    self.chunk = max(1, min(chunk ?? graph.usualChunk, trains ? self.part : capacity))
  }
}
