import Numbers

/// A phase of a plan.
protocol PlanWork: ParallelWork {
  var workers: [WorkerMemory] { get set }
}

/// The first phase: a chunk of rows passes through the operations forward and, in a step, backward.
final class ChunkWork: PlanWork {
  /// The operations between two waits for all rows.
  enum Stage {
    case whole
    /// A range of operations forward.
    case forward(Range<Int>)
    /// A range of operations backward.
    case back(Range<Int>)
    /// Some operations forward once more, with zeros in place of a value.
    case without(Value, again: [Int])
  }

  var workers: [WorkerMemory] = []
  var goesBack = false
  /// The part of the batch.
  var rows = 0..<0
  /// Rows of a chunk.
  var size = 1
  var stage = Stage.whole
  let stages: [Stage]
  /// The operations that have a gradient, in order.
  let trained: [any Operation]
  let operations: [any Operation]
  private let isTrained: [Bool]
  private let memory: PlanMemory

  init(_ graph: Graph, _ memory: PlanMemory) {
    operations = graph.operations
    trained = graph.trainedOperations
    stages = Self.stages(operations)
    let onTheWay = Set(trained.map { ObjectIdentifier($0) })
    isTrained = operations.map { onTheWay.contains(ObjectIdentifier($0)) }
    self.memory = memory
  }

  /// The stages of a step: forward, each but the first begins with an operation that needs all rows;
  /// backward, each but the last ends before such an operation, which begins the next.
  private static func stages(_ operations: [any Operation]) -> [Stage] {
    let waits = operations.indices.filter { operations[$0] is any BatchwideOperation }
    let forward = zip([0] + waits, waits + [operations.count]).map { Stage.forward($0..<$1) }
    let ends = [0] + waits.map { $0 + 1 } + [operations.count]
    return forward + zip(ends, ends.dropFirst()).reversed().map { Stage.back($0..<$1) }
  }

  func perform(_ index: Int, worker: Int) {
    let start = rows.lowerBound + index * size
    var chunk = Chunk(
      memory: memory, rows: start..<min(rows.upperBound, start + size), origin: rows.lowerBound,
      worker: workers[worker])
    switch stage {
    case .whole:
      for operation in operations where goesBack || !(operation is Losses) {
        operation.forward(chunk)
      }
      if goesBack {
        for index in trained.indices.reversed() { trained[index].backward(chunk) }
      }
    case .forward(let range):
      for index in range { operations[index].forward(chunk) }
    case .without(let value, let again):
      chunk.missing = value
      for index in again { operations[index].forward(chunk) }
    case .back(let range):
      for index in range.reversed() where isTrained[index] { operations[index].backward(chunk) }
    }
  }
}

/// The second phase: sums over the part's rows that several tiles read.
final class SumWork: PlanWork {
  struct Piece {
    let operation: any Operation
    let number: Int
  }

  var workers: [WorkerMemory] = []
  /// The part of the batch.
  var rows = 0..<0
  /// The operations that have sums.
  let operations: [any Operation]
  let pieces: [Piece]
  private let memory: PlanMemory

  init(_ operations: [any Operation], _ memory: PlanMemory) {
    self.operations = operations.filter { $0.sumCount > 0 }
    pieces = operations.flatMap { operation in
      (0..<operation.sumCount).map { Piece(operation: operation, number: $0) }
    }
    self.memory = memory
  }

  func part(worker: WorkerMemory) -> Chunk {
    Chunk(memory: memory, rows: rows, origin: rows.lowerBound, worker: worker)
  }

  func perform(_ index: Int, worker: Int) {
    pieces[index].operation.sum(pieces[index].number, part(worker: workers[worker]))
  }
}

/// The last phase: a tile's gradient is summed over the part's rows and, after the last part of a
/// step, the tile is updated.
final class TileWork: PlanWork {
  struct Job {
    let operation: any Operation
    let tile: Int
    let regions: [Region]
    var size: Int { regions.reduce(0) { $0 + $1.count } }
  }

  var workers: [WorkerMemory] = []
  var optimizer: Optimizer?
  /// The part of the batch.
  var rows = 0..<0
  /// True if gradients without an update include L2.
  var decays = true
  let jobs: [Job]
  private let memory: PlanMemory

  init(_ operations: [any Operation], _ memory: PlanMemory) {
    let jobs = operations.flatMap { operation in
      (0..<operation.tileCount).map {
        Job(operation: operation, tile: $0, regions: operation.regions(tile: $0))
      }
    }
    // The largest first, so that no thread is left with a large one at the end.
    self.jobs = jobs.sorted { $0.size > $1.size }
    self.memory = memory
  }

  func perform(_ index: Int, worker: Int) {
    let (job, operation) = (jobs[index], jobs[index].operation)
    let isLast = rows.upperBound == memory.batch.rows
    if !isLast && !operation.sumsInParts { return }
    let all = 0..<memory.batch.rows
    let part = Chunk(
      memory: memory, rows: operation.sumsInParts ? rows : all,
      origin: operation.sumsInParts ? rows.lowerBound : 0, worker: workers[worker])
    if !isLast {
      operation.accumulate(tile: job.tile, part)
    } else if let optimizer {
      operation.train(tile: job.tile, regions: job.regions, part, optimizer)
    } else {
      operation.accumulate(tile: job.tile, part)
      operation.finish(tile: job.tile, part)
      for region in job.regions where decays {
        region.block.addDecay(region.parameter.exception.decay)
      }
    }
    if isLast { operation.refresh(tile: job.tile) }
  }
}
