import Numbers
package import System

/// A graph with memory for up to `capacity` rows, ready to run.
///
/// A step has two phases. First, chunks of rows go forward through all operations and back again;
/// then every tile of every parameter sums its gradient over all rows, is updated and repacked. Where
/// a batch's values would not fit into the cache, both phases take one part of the batch after the
/// other; sums go on in the order of the rows. No gradient is ever summed across threads, so results
/// are the same for any number of them, for any chunks and parts.
package final class Plan {
  /// Bytes that the values and gradients of a batch may take.
  package static let largestSize = 4 << 30

  package let batch: Batch
  package let capacity: Int
  private let graph: Graph
  private let memory: PlanMemory
  private let measure: CorrelationMeasure?
  private let trains: Bool
  private let sizes: PlanSizes
  private let scratchSize: Int
  /// One for each thread.
  private var workers: [WorkerMemory] = []
  private let chunks: ChunkWork
  /// Operations that wait for all rows.
  private let batchwide: [any BatchwideOperation]
  private let tiles: TileWork

  /// `chunk` is the number of rows at most that go through the operations at a time, `part` that
  /// from which gradients are summed at a time; `trains` false saves the memory for steps: then only
  /// `forward` may be called.
  package init(
    _ graph: Graph, capacity: Int, chunk: Int? = nil, part: Int? = nil, trains: Bool = true
  ) {
    self.graph = graph
    self.capacity = capacity
    self.trains = trains
    sizes = PlanSizes(graph, capacity: capacity, chunk: chunk, part: part, trains: trains)
    memory = PlanMemory(graph: graph, capacity: capacity, sizes: sizes, trains: trains)
    batch = memory.batch
    measure = graph.operations.lazy.compactMap { ($0 as? any LabelReader)?.measure }.first
    chunks = ChunkWork(graph, memory)
    batchwide = graph.batchwide
    tiles = TileWork(trains ? chunks.trained : [], memory)
    let sizes = sizes
    scratchSize =
      graph.operations.map { operation in
        let rows = operation.sumsInParts ? sizes.part : capacity
        return operation.scratch(chunk: sizes.chunk, batch: trains ? rows : 0)
      }.max() ?? 0
  }

  /// Bytes that the plan takes for activations, their gradients and scratch on all threads.
  package var bytes: Int {
    let ofThread = scratchSize + memory.values.chunkSize + (trains ? memory.gradients.chunkSize : 0)
    let blocks = memory.values.blockSize + (trains ? memory.gradients.blockSize : 0)
    return 4 * (blocks + Threads.count * ofThread)
  }

  /// Runs `work` on the threads that are free, each of which has its memory.
  private func run(_ work: some PlanWork, over count: Int) {
    while workers.count < Threads.count {
      workers.append(memory.worker(scratch: scratchSize, trains: trains))
    }
    work.workers = workers
    parallel(over: count, threads: Threads.free, work)
  }

  /// Takes rows forward and, in a step, back: in one go, or stage by stage where an operation needs to
  /// see all rows first.
  private func overChunks(of rows: Range<Int>, back: Bool) {
    // As many chunks of one size as keep all threads busy to the end.
    var count = (rows.count + sizes.chunk - 1) / sizes.chunk
    count = (count + Threads.count - 1) / Threads.count * Threads.count
    chunks.size = max(1, (rows.count + count - 1) / max(1, count))
    chunks.rows = rows
    chunks.goesBack = back
    count = (rows.count + chunks.size - 1) / chunks.size
    chunks.stage = .whole
    if !back || batchwide.isEmpty { return run(chunks, over: count) }
    for stage in chunks.stages {
      summarise(before: stage)
      chunks.stage = stage
      run(chunks, over: count)
    }
  }

  /// Lets the operation at which a stage begins see all rows.
  private func summarise(before stage: ChunkWork.Stage) {
    if workers.isEmpty { run(chunks, over: 0) }
    let all = Chunk(memory: memory, rows: 0..<batch.rows, origin: 0, worker: workers[0])
    switch stage {
    case .whole: break
    case .forward(let range):
      (chunks.operations[range.lowerBound] as? any BatchwideOperation)?.summarise(all)
    case .back(let range):
      (chunks.operations[range.upperBound - 1] as? any BatchwideOperation)?.summariseGradients(all)
    }
  }

  /// Computes all values of the batch's rows; no losses.
  ///
  /// A plan that trains has room for a part of a batch only.
  /// - Throws: `CancellationError` after an interrupt, which is looked for while memory is taken.
  package func forward(interrupt: Interrupt = .never) throws(CancellationError) {
    precondition(!trains || batch.rows <= sizes.part, "predictions take a plan of their own")
    try graph.takeWeights(interrupt)
    try memory.values.take(interrupt)
    batch.isTraining = false
    overChunks(of: 0..<batch.rows, back: false)
  }

  /// One step of training on the batch's rows.
  ///
  /// An optimiser that clips needs a plan whose part is the batch.
  /// - Throws: `CancellationError` after an interrupt, which is looked for between the phases and while
  ///   memory is taken: the step is not made then, and no weight, moment or count has changed.
  package func step(
    _ optimizer: inout Optimizer, interrupt: Interrupt = .never
  ) throws(CancellationError) {
    batch.step = optimizer.steps
    tiles.decays = true
    var next = optimizer
    next.advance()
    if next.largestNorm == nil {
      try differentiate(updating: next, interrupt)
    } else {
      precondition(sizes.part >= batch.rows, "clipping needs all rows at once")
      // The norm takes all gradients before any weight moves; the second sums are the same ones.
      try differentiate(updating: nil, interrupt)
      try interrupt.check()
      var clipped = next
      clipped.gradientScale = next.clipping(graph.parameters)
      tiles.optimizer = clipped
      run(tiles, over: tiles.jobs.count)
    }
    optimizer = next
    endStep()
  }

  private func endStep() {
    for operation in batchwide { operation.endStep(rows: batch.rows) }
  }

  /// Losses and gradients of the batch's rows, without an update.
  ///
  /// They lie in `Parameter.gradient`, with L2 unless `decays` is false.
  /// - Throws: `CancellationError` after an interrupt; the gradients lie nowhere then.
  package func differentiate(
    decays: Bool = true, interrupt: Interrupt = .never
  ) throws(CancellationError) {
    tiles.decays = decays
    try differentiate(updating: nil, interrupt)
  }

  /// Moves the weights along the gradients in `Parameter.gradient`, which lack L2.
  ///
  /// So a step's gradients can be put together by the caller. Every row of a table moves.
  /// - Throws: `CancellationError` after an interrupt, before any weight has moved.
  package func update(
    _ optimizer: inout Optimizer, interrupt: Interrupt = .never
  ) throws(CancellationError) {
    for job in tiles.jobs {
      for region in job.regions { try region.parameter.prepare(gradient: true, interrupt) }
    }
    optimizer.advance()
    var settings = optimizer
    // The norm is that of all that a step follows from.
    for parameter in graph.parameters {
      Region(parameter).block.addDecay(parameter.exception.decay)
    }
    settings.gradientScale = optimizer.clipping(graph.parameters)
    for parameter in graph.parameters { settings.update(Region(parameter), decays: false) }
    graph.refresh()
    endStep()
  }

  /// Throws after an interrupt, before any weight has moved.
  private func differentiate(
    updating optimizer: Optimizer?, _ interrupt: Interrupt
  ) throws(CancellationError) {
    precondition(trains && batch.rows > 0, "a step takes rows, and a plan with memory for it")
    try takeMemory(optimizer, interrupt)
    batch.isTraining = true
    batch.summarise(measure)
    tiles.optimizer = optimizer
    for start in stride(from: 0, to: batch.rows, by: sizes.part) {
      let part = start..<min(batch.rows, start + sizes.part)
      overChunks(of: part, back: true)
      try interrupt.check()
      tiles.rows = part
      run(tiles, over: tiles.jobs.count)
    }
  }

  /// Takes what a step needs, before threads share it.
  private func takeMemory(
    _ optimizer: Optimizer?, _ interrupt: Interrupt
  ) throws(CancellationError) {
    for job in tiles.jobs {
      for region in job.regions {
        let sums = optimizer?.sumsInGradient(region.parameter) ?? true
        try region.parameter.prepare(gradient: sums, interrupt)
      }
    }
    try graph.takeWeights(interrupt)
    try memory.values.take(interrupt)
    try memory.gradients.take(interrupt)
  }

  /// What penalties and calibrators add to the tasks' losses, from the last step's values.
  package var sideLoss: Double {
    graph.operations.reduce(0) {
      $0 + (($1 as? any SideLoss)?.loss(memory.values, rows: batch.rows) ?? 0)
    }
  }

  /// Mean loss of each task over the rows that have its label, from the last step; NaN without one.
  package var losses: [Double] { batch.meanLosses }

  /// The values of a kept node for row `row` of the batch: `value.width` floats.
  package func row(_ row: Int, of value: Value) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: memory.values.row(row, of: value), count: value.width)
  }
}

/// A phase of a plan.
private protocol PlanWork: ParallelWork {
  var workers: [WorkerMemory] { get set }
}

/// The first phase: a chunk of rows goes through the operations and, in a step, back again.
private final class ChunkWork: PlanWork {
  /// What is done between two waits for all rows.
  enum Stage {
    case whole
    /// Some operations forward, or back.
    case forward(Range<Int>)
    case back(Range<Int>)
  }

  var workers: [WorkerMemory] = []
  var goesBack = false
  /// The part of the batch.
  var rows = 0..<0
  /// Rows of a chunk.
  var size = 1
  var stage = Stage.whole
  let stages: [Stage]
  /// Operations from the first to the last that has a gradient.
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

  /// Forward, each stage but the first begins with an operation that sees all rows; back, each but the
  /// first ends before one, which begins the next.
  private static func stages(_ operations: [any Operation]) -> [Stage] {
    let waits = operations.indices.filter { operations[$0] is any BatchwideOperation }
    let forward = zip([0] + waits, waits + [operations.count]).map { Stage.forward($0..<$1) }
    let ends = [0] + waits.map { $0 + 1 } + [operations.count]
    return forward + zip(ends, ends.dropFirst()).reversed().map { Stage.back($0..<$1) }
  }

  func perform(_ index: Int, worker: Int) {
    let start = rows.lowerBound + index * size
    let chunk = Chunk(
      memory: memory, rows: start..<min(rows.upperBound, start + size), origin: rows.lowerBound,
      worker: workers[worker])
    switch stage {
    case .whole:
      for operation in operations where goesBack || !(operation is Losses) {
        operation.forward(chunk)
      }
      if goesBack {
        for place in trained.indices.reversed() { trained[place].backward(chunk) }
      }
    case .forward(let range):
      for place in range { operations[place].forward(chunk) }
    case .back(let range):
      for place in range.reversed() where isTrained[place] { operations[place].backward(chunk) }
    }
  }
}

/// The second phase: a tile's gradient is summed over the part's rows and, after the last part of a
/// step, the tile is updated.
private final class TileWork: PlanWork {
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
  /// Whether gradients without an update hold L2.
  var decays = true
  let jobs: [Job]
  private let memory: PlanMemory

  init(_ operations: [any Operation], _ memory: PlanMemory) {
    let jobs = operations.flatMap { operation in
      (0..<operation.tileCount).map {
        Job(operation: operation, tile: $0, regions: operation.regions(tile: $0))
      }
    }
    // The largest first, so that no thread is left with one at the end.
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
