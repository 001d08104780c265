/// A graph with memory for up to `capacity` rows, ready to run.
///
/// A step has two phases. First, chunks of rows go forward through all operations and back again;
/// then every tile of every parameter sums its gradient over all rows, is updated and repacked. No
/// gradient is ever summed across threads, so results are the same for any number of them.
package final class Plan {
  /// Bytes that the values and gradients of a batch may take.
  package static let largestSize = 4 << 30

  package let batch: Batch
  package let capacity: Int
  private let graph: Graph
  private let parameters: [Parameter]
  private let memory: PlanMemory
  private let measure: CorrelationMeasure?
  /// Operations from the first to the last that has a gradient.
  private let trained: [any Operation]
  private let jobs: [(operation: any Operation, tile: Int)]
  private let chunkSize: Int
  private let scratchSize: Int
  /// One for each thread.
  private var scratch: [FloatBuffer] = []

  package init(_ graph: Graph, capacity: Int, chunk: Int = 128) {
    self.graph = graph
    parameters = graph.parameters
    self.capacity = capacity
    chunkSize = max(1, min(chunk, capacity))
    memory = PlanMemory(graph: graph, capacity: capacity)
    memory.prepareValues()
    batch = memory.batch
    measure = graph.operations.lazy.compactMap { ($0 as? any LabelReader)?.measure }.first
    trained = graph.trainedOperations
    jobs = trained.flatMap { operation in
      (0..<operation.tileCount).map { (operation: operation, tile: $0) }
    }
    scratchSize =
      graph.operations.map { $0.scratch(chunk: min(chunk, capacity), batch: capacity) }.max() ?? 0
    graph.refresh()
  }

  private func chunk(_ rows: Range<Int>, _ worker: Int) -> Chunk {
    Chunk(memory: memory, rows: rows, scratch: scratch[worker].start)
  }

  /// The number of threads to use, each of which has its scratch.
  private func readyThreads() -> Int {
    let threads = Threads.count
    while scratch.count < threads { scratch.append(FloatBuffer(count: scratchSize)) }
    for buffer in scratch { _ = buffer.start }
    return threads
  }

  private func overChunks(_ body: (Chunk) -> Void) {
    let threads = readyThreads()
    let rows = batch.rows
    let size = chunkSize
    parallel(over: (rows + size - 1) / size, threads: threads) { index, worker in
      body(chunk(index * size..<min(rows, (index + 1) * size), worker))
    }
  }

  /// Computes all values of the batch's rows; no losses.
  package func forward() {
    overChunks { chunk in
      for operation in graph.operations where !(operation is Losses) { operation.forward(chunk) }
    }
  }

  /// One step of training on the batch's rows.
  package func step(_ optimizer: inout Optimizer) {
    optimizer.advance()
    let settings = optimizer
    differentiate { region in settings.update(region) }
  }

  /// Losses and gradients of the batch's rows, without an update.
  package func differentiate() { differentiate { _ in } }

  private func differentiate(_ update: (Region) -> Void) {
    for parameter in parameters { parameter.prepare() }
    memory.prepareGradients()
    batch.summarise(measure)
    overChunks { chunk in
      for operation in graph.operations { operation.forward(chunk) }
      for operation in trained.reversed() { operation.backward(chunk) }
    }
    let rows = 0..<batch.rows
    parallel(over: jobs.count, threads: readyThreads()) { index, worker in
      let (operation, tile) = jobs[index]
      operation.accumulate(tile: tile, chunk(rows, worker))
      for region in operation.regions(tile: tile) {
        region.addDecay()
        update(region)
      }
      operation.refresh(tile: tile)
    }
  }

  /// Mean loss of each task over the rows that have its label, from the last step; NaN without one.
  package var losses: [Double] { batch.meanLosses }

  /// The values of a node for row `row` of the batch: `value.width` floats.
  package func row(_ row: Int, of value: Value) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: memory.value(value) + row * value.width, count: value.width)
  }
}
