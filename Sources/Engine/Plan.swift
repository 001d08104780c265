import Numbers
package import System

/// A graph with memory for a batch of up to `capacity` rows, ready to run.
///
/// A step has phases. First, chunks of rows go forward through all operations and back again; then,
/// where tiles share sums over the rows, those are taken; then every tile of every parameter sums
/// its gradient over all rows, is updated and repacked. Where a batch's values would not fit into the
/// cache, all phases take one part of the batch after the other; sums go on in the order of the rows.
/// No gradient is ever summed across threads, so results are the same for any number of them, for
/// any chunks and parts.
package final class Plan {
  /// Largest size of the values and gradients of a batch, in bytes.
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
  /// First layers by table, found once: a step allocates nothing.
  private let lookUps: [FieldDense]
  private let sums: SumWork
  private let tiles: TileWork

  /// `chunk` is the largest number of rows that pass through the operations at a time, `part` that from
  /// which gradients are summed at a time.
  ///
  /// Without `trains`, no memory is taken for steps, and only `forward` may be called.
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
    lookUps = graph.lookUps
    sums = SumWork(trains ? chunks.trained : [], memory)
    tiles = TileWork(trains ? chunks.trained : [], memory)
    let sizes = sizes
    scratchSize =
      graph.operations.map { operation in
        let rows = operation.sumsInParts ? sizes.part : capacity
        return operation.scratch(chunk: sizes.chunk, batch: trains ? rows : 0)
      }.max() ?? 0
  }

  /// Bytes of activations, their gradients and scratch on all threads.
  package var bytes: Int {
    let ofThread =
      scratchSize + memory.values.chunkSize + (trains ? memory.gradients.chunkSize : 0)
      + memory.values.chunkOfWidest
    let blocks = memory.values.blockSize + (trains ? memory.gradients.blockSize : 0)
    return 4 * (blocks + Threads.count * ofThread)
  }

  /// Runs `work` on the free threads, each with its own memory.
  private func run(_ work: some PlanWork, over count: Int) {
    while workers.count < Threads.count {
      workers.append(memory.worker(scratch: scratchSize, trains: trains))
    }
    work.workers = workers
    parallel(over: count, threads: Threads.free, work)
  }

  /// Runs rows forward and, in a step, backward: at once, or stage by stage if an operation needs all rows
  /// first.
  private func overChunks(
    of rows: Range<Int>, back: Bool, stage: ChunkWork.Stage = .whole
  ) {
    // Chunks of equal size, in a number that keeps all threads busy to the end.
    var count = (rows.count + sizes.chunk - 1) / sizes.chunk
    count = (count + Threads.count - 1) / Threads.count * Threads.count
    chunks.size = max(1, (rows.count + count - 1) / max(1, count))
    chunks.rows = rows
    chunks.goesBack = back
    count = (rows.count + chunks.size - 1) / chunks.size
    chunks.stage = stage
    if !back || batchwide.isEmpty { return run(chunks, over: count) }
    for stage in chunks.stages {
      summarise(before: stage)
      chunks.stage = stage
      run(chunks, over: count)
    }
  }

  /// Passes all rows to the operation at which a stage begins.
  private func summarise(before stage: ChunkWork.Stage) {
    if workers.isEmpty { run(chunks, over: 0) }
    let all = Chunk(memory: memory, rows: 0..<batch.rows, origin: 0, worker: workers[0])
    switch stage {
    case .whole, .without: break
    case .forward(let range):
      (chunks.operations[range.lowerBound] as? any BatchwideOperation)?.summarise(all)
    case .back(let range):
      (chunks.operations[range.upperBound - 1] as? any BatchwideOperation)?.summariseGradients(all)
    }
  }

  /// Computes all values of the batch's rows, but no losses.
  ///
  /// A plan that trains has memory for a part of a batch only.
  /// - Throws: `CancellationError` after an interrupt, checked while memory is allocated.
  package func forward(interrupt: Interrupt = .never) throws(CancellationError) {
    precondition(!trains || batch.rows <= sizes.part, "predictions take a plan of their own")
    try graph.takeWeights(interrupt)
    try memory.values.take(interrupt)
    batch.isTraining = false
    overChunks(of: 0..<batch.rows, back: false)
  }

  /// Computes the batch's rows again with zeros in place of one of `values` after another, and calls
  /// `body` with its index.
  ///
  /// Follows `forward`, in a plan that keeps `Graph.needed(without: values)`; only what a value leads to
  /// is computed again. Kept values are those of the last computation afterwards.
  /// - Throws: `CancellationError` after an interrupt.
  package func forEachWithout(
    _ values: [Value], interrupt: Interrupt = .never, _ body: (Int) -> Void
  ) throws(CancellationError) {
    // Operations whose outputs lack an earlier value.
    var stale: Set<Int> = []
    // Those that come later in the graph first, so that no operation makes a value that is left out.
    for index in values.indices.sorted(by: { values[$0].index > values[$1].index }) {
      try interrupt.check()
      let followers = graph.followers(of: values[index])
      stale.formUnion(followers)
      let again = stale.sorted()
      precondition(!again.contains { graph.operations[$0].outputs.contains(values[index]) })
      let stage = ChunkWork.Stage.without(values[index], again: again)
      overChunks(of: 0..<batch.rows, back: false, stage: stage)
      body(index)
      stale = Set(followers)
    }
  }

  /// Makes a training step on the batch's rows.
  ///
  /// An optimizer that clips needs a plan whose part is the whole batch.
  /// - Throws: `CancellationError` after an interrupt, checked between phases and while memory is
  ///   allocated; the step is not made then, and no weight, moment or count has changed.
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
      // The norm needs all gradients before any weight changes; summing again gives the same gradients.
      try differentiate(updating: nil, interrupt)
      try interrupt.check()
      var clipped = next
      clipped.gradientScale = next.clipping(graph.parameters)
      tiles.optimizer = clipped
      overTiles(of: 0..<batch.rows)
    }
    optimizer = next
    endStep()
  }

  private func endStep() {
    for operation in batchwide { operation.endStep(rows: batch.rows) }
  }

  /// Computes losses and gradients of the batch's rows, without an update.
  ///
  /// Gradients are stored in `Parameter.gradient`, including L2 unless `decays` is false.
  /// - Throws: `CancellationError` after an interrupt; the gradients are undefined then.
  package func differentiate(
    decays: Bool = true, interrupt: Interrupt = .never
  ) throws(CancellationError) {
    tiles.decays = decays
    try differentiate(updating: nil, interrupt)
  }

  /// Updates the weights by the gradients in `Parameter.gradient`, which do not include L2.
  ///
  /// The caller can combine the gradients of a step itself. Every row of a table is updated.
  /// - Throws: `CancellationError` after an interrupt, before any weight has changed.
  package func update(
    _ optimizer: inout Optimizer, interrupt: Interrupt = .never
  ) throws(CancellationError) {
    for job in tiles.jobs {
      for region in job.regions { try region.parameter.prepare(gradient: true, interrupt) }
    }
    optimizer.advance()
    var settings = optimizer
    // The norm includes L2.
    for parameter in graph.parameters {
      Region(parameter).block.addDecay(parameter.exception.decay)
    }
    settings.gradientScale = optimizer.clipping(graph.parameters)
    for parameter in graph.parameters { settings.update(Region(parameter), decays: false) }
    graph.refresh()
    endStep()
  }

  /// Throws after an interrupt, before any weight has changed.
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
      overTiles(of: part)
    }
  }

  /// Sums the gradients of parameters over the rows of a part, and after the last one updates them.
  private func overTiles(of part: Range<Int>) {
    sums.rows = part
    tiles.rows = part
    if !sums.pieces.isEmpty {
      for operation in sums.operations { operation.beginSums(sums.part(worker: workers[0])) }
      run(sums, over: sums.pieces.count)
    }
    run(tiles, over: tiles.jobs.count)
  }

  /// Allocates the memory for a step, before threads share it.
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
    for lookUp in lookUps { try lookUp.sums.take(interrupt) }
    try memory.values.take(interrupt)
    try memory.gradients.take(interrupt)
  }

  /// The sum of penalties and calibrators in the last step.
  package var sideLoss: Double {
    graph.operations.reduce(0) {
      $0 + (($1 as? any SideLoss)?.loss(memory.values, rows: batch.rows) ?? 0)
    }
  }

  /// Mean loss of each task over the rows that have its label, in the last step; NaN without labels.
  package var losses: [Double] { batch.meanLosses }

  /// The values of a kept node for row `row` of the batch: `value.width` floats.
  package func row(_ row: Int, of value: Value) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: memory.values.row(row, of: value), count: value.width)
  }

  /// The values of a kept node for all rows of the batch, row by row: [rows][`value.width`].
  package func rows(of value: Value) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(
      start: memory.values.row(0, of: value), count: batch.rows * value.width)
  }
}
