import Numbers
import System

/// The memory of a plan for the activations and gradients of every value.
///
/// Values that can be read have memory for a whole batch; those from which gradients of parameters are
/// summed, for a part of it; all others, for a chunk on each thread, and stay in the cache.
final class PlanMemory {
  let batch: Batch
  let values: ValueLayout
  let gradients: ValueLayout
  private let adding: Set<Use>

  /// An input of an operation, by the operation and the input's index in it.
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
    // Everything has to be kept between two stages of a step.
    if trains && !graph.batchwide.isEmpty {
      for (index, width) in graph.widths.enumerated() {
        values[Value(index: index, width: width)] = .batch
        gradients[Value(index: index, width: width)] = .batch
      }
    }
    self.values = ValueLayout(graph.widths, values, capacity: capacity, sizes: sizes)
    self.gradients = ValueLayout(graph.widths, gradients, capacity: capacity, sizes: sizes)
    adding = Self.additions(graph)
  }

  /// In the backward pass, the first operation to reach a value's gradient writes it, others add to it.
  private static func additions(_ graph: Graph) -> Set<Use> {
    var filled: Set<Value> = []
    var adding: Set<Use> = []
    for operation in graph.trainedOperations.reversed() {
      for (index, input) in operation.inputs.enumerated() {
        let isFirst = filled.insert(input).inserted
        if !isFirst { adding.insert(Use(operation: ObjectIdentifier(operation), input: index)) }
      }
    }
    return adding
  }

  /// True if `operation` adds to the gradient of its input `index`, false if it writes it.
  func adds(_ operation: some Operation, _ index: Int) -> Bool {
    adding.contains(Use(operation: ObjectIdentifier(operation), input: index))
  }

  /// Allocates the memory of a thread.
  func worker(scratch: Int, trains: Bool) -> WorkerMemory {
    WorkerMemory(
      scratch: FloatBuffer(count: scratch), values: FloatBuffer(count: values.chunkSize),
      gradients: FloatBuffer(count: trains ? gradients.chunkSize : 0),
      zeros: FloatBuffer(count: values.chunkOfWidest))
  }
}

/// The memory of a thread: values and gradients of a chunk's rows, scratch for a call, and zeros for a
/// value that is missing.
final class WorkerMemory {
  let scratch: FloatBuffer
  let values: FloatBuffer
  let gradients: FloatBuffer
  /// Allocated when a value is missing.
  let zeros: FloatBuffer

  init(scratch: FloatBuffer, values: FloatBuffer, gradients: FloatBuffer, zeros: FloatBuffer) {
    self.scratch = scratch
    self.values = values
    self.gradients = gradients
    self.zeros = zeros
    for buffer in [scratch, values, gradients] { _ = buffer.start }
  }
}

/// The rows of a value that are kept at a time.
private enum Extent: Int, Comparable {
  case chunk, part, batch
  static func < (a: Extent, b: Extent) -> Bool { a.rawValue < b.rawValue }
}

/// The memory of each value: in a block for the batch or a part of it, or in a thread's block for a chunk.
struct ValueLayout {
  private struct Slot {
    let extent: Extent
    let offset: Int
  }

  private let slots: [Slot]
  private let block: FloatBuffer
  /// The number of floats in the block for the batch, and in that of a thread.
  let blockSize: Int
  let chunkSize: Int
  /// The number of floats of the widest value in a chunk.
  let chunkOfWidest: Int

  fileprivate init(
    _ widths: [Int], _ extents: [Value: Extent], capacity: Int, sizes: PlanSizes
  ) {
    var (blockSize, chunkSize) = (0, 0)
    var slots: [Slot] = []
    for (index, width) in widths.enumerated() {
      let extent = extents[Value(index: index, width: width)] ?? .chunk
      slots.append(Slot(extent: extent, offset: extent == .chunk ? chunkSize : blockSize))
      func aligned(_ rows: Int) -> Int { (width * rows + 15) / 16 * 16 }
      switch extent {
      case .chunk: chunkSize += aligned(sizes.chunk)
      case .part: blockSize += aligned(sizes.part)
      case .batch: blockSize += aligned(capacity)
      }
    }
    self.slots = slots
    self.chunkSize = chunkSize
    self.blockSize = blockSize
    chunkOfWidest = sizes.chunk * (widths.max() ?? 0)
    block = FloatBuffer(count: blockSize)
  }

  /// Allocates the memory, before threads share it.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func take(_ interrupt: Interrupt) throws(CancellationError) { try block.take(interrupt) }

  /// The value from row `first` on, within the part that begins with row `origin`; `local` is the thread's
  /// block.
  func rows(
    _ value: Value, _ first: Int, _ origin: Int, _ local: FloatBuffer
  ) -> UnsafeMutablePointer<Float> {
    let slot = slots[value.index]
    switch slot.extent {
    case .chunk: return local.start + slot.offset
    case .part: return block.start + slot.offset + (first - origin) * value.width
    case .batch: return block.start + slot.offset + first * value.width
    }
  }

  /// Row `row` of a value that is kept for the whole batch; traps for any other value.
  func row(_ row: Int, of value: Value) -> UnsafeMutablePointer<Float> {
    precondition(slots[value.index].extent == .batch, "the value is not kept")
    return block.start + slots[value.index].offset + row * value.width
  }
}

/// The numbers of rows that a plan processes at a time.
struct PlanSizes {
  /// Rows that pass through the operations at a time, per thread.
  let chunk: Int
  /// Rows from which gradients of parameters are summed at a time.
  let part: Int

  /// The number of floats kept for a part that fit into the cache beside the weights.
  private static let cached = 1 << 19
  /// Rows of a part below which reading the weights again and again costs more than it saves; as many
  /// as the largest table that sums are kept in.
  private static let least = 256
  /// Floats of first layers' sums that stay in the cache although each part goes over them.
  private static let smallSums = 3 << 17
  /// Rows of a part for each thread beside such sums: what the rows leave then stays in the cache, too.
  private static let fewRows = 128

  /// `chunk` and `part` are requests of the caller.
  init(_ graph: Graph, capacity: Int, chunk: Int?, part: Int?, trains: Bool) {
    let operations = trains ? graph.trainedOperations.filter { $0.tileCount > 0 } : []
    let stored = operations.filter(\.sumsInParts).flatMap(\.stored)
    var seen: Set<Stored> = []
    let width = stored.reduce(0) { $0 + (seen.insert($1).inserted ? $1.value.width : 0) }
    let usual =
      1...Self.smallSums ~= graph.tableCount
      ? Self.fewRows * Threads.count
      : max(
        Self.least, graph.lookUps.map(\.tableRows).max() ?? 0, Self.cached / max(1, width))
    self.part = max(1, min(graph.batchwide.isEmpty ? part ?? usual : capacity, capacity))
    self.chunk = max(1, min(chunk ?? graph.usualChunk, trains ? self.part : capacity))
  }
}
