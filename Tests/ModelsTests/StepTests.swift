import ArgumentParser
import CAllocations
import DataSets
import Engine
import Models
import Numbers
import TestSupport
import Testing

/// What a step costs and which weights it moves.
@Suite struct StepTests {
  /// Whatever a step needs was taken before: it asks the system for no memory.
  ///
  /// Counted is the calling thread, which over the steps takes part in everything.
  @Test(arguments: SmallKind.all, SmallKind.ways)
  func allocatesNothing(kind: SmallKind, ways: FirstLayers) throws {
    try exclusively {
      let before = Threads.count
      defer { Threads.count = before }
      for threads in [1, 2] {
        Threads.count = threads
        let model = try kind.model(firstLayers: ways)
        let plan = Plan(model.graph, capacity: 64, chunk: 16)
        SmallData.fill(plan.batch, rows: 64)
        for tables in [TableUpdate.dense, .lazy] {
          var optimizer = Optimizer()
          optimizer.tables = tables
          for _ in 0..<20 { try plan.step(&optimizer) }
          let start = allocations()
          for _ in 0..<20 { try plan.step(&optimizer) }
          #expect(allocations() == start, "\(kind) \(tables) \(threads)")
        }
      }
    }
  }

  /// A step in several parts that is interrupted at any of its questions changes nothing; made anew, it
  /// has the bits of one that never was.
  @Test(arguments: SmallKind.all, [nil, 0.01]) func isUndoneByAnInterrupt(
    kind: SmallKind, clipNorm: Double?
  ) throws {
    for ways in SmallKind.ways { try checkInterrupts(kind, ways, clipNorm) }
  }

  private func checkInterrupts(
    _ kind: SmallKind, _ ways: FirstLayers, _ clipNorm: Double?
  ) throws {
    func plan(_ model: Model) -> Plan {
      let part = clipNorm == nil ? 16 : 64
      let plan = Plan(model.graph, capacity: 64, chunk: 8, part: part)
      SmallData.fill(plan.batch, rows: 64)
      return plan
    }
    func weights(_ model: Model) -> [[Float]] { model.weights }
    let (model, other) = (
      try kind.model(firstLayers: ways), try kind.model(firstLayers: ways)
    )
    let (unbroken, broken) = (plan(model), plan(other))
    var (one, two) = (Optimizer(), Optimizer())
    (one.largestNorm, two.largestNorm) = (clipNorm, clipNorm)
    for step in 0..<3 {
      let before = weights(other)
      var question = 1
      while true {
        do {
          try broken.step(&two, interrupt: Countdown(question - 1).interrupt)
          break
        } catch {}
        #expect(weights(other) == before && two.steps == step)
        question += 1
      }
      // A question a part; where an operation sees all rows first, the batch is one.
      let isWhole = "\(kind)".contains("batch-norm")
      #expect(question > (clipNorm != nil ? 2 : isWhole ? 1 : 4))
      try unbroken.step(&one)
      #expect(weights(other) == weights(model), "\(kind), step \(step)")
    }
  }

  @Test func allocationsAreCounted() {
    let start = allocations()
    let taken = (0..<10).map { [Float](repeating: Float($0), count: 1000) }
    #expect(allocations() >= start + 10)
    #expect(taken[9][999] == 9)
  }

  /// A table of two columns after steps of Adam, and the ids of each step's rows.
  private func train(_ tables: TableUpdate, ids: [[Int32]], rule: UpdateRule = .adam) throws
    -> (before: [Float], after: [Float])
  {
    let schema = Schema(
      features: [Feature(name: "f", kind: .categorical(vocabulary: ["a", "b", "c", "d"]))],
      tasks: [Task(name: "t")])
    let model = try Model(
      try SharedBottom.parse(["--embedding-dim", "2"]), schema: schema, seed: 1)
    let table = try #require(model.parameters["embedding.f.weight"])
    let before = table.weights.array
    let plan = Plan(model.graph, capacity: 6)
    var optimizer = Optimizer(rule, learningRate: 0.01)
    optimizer.tables = tables
    for rows in ids {
      plan.batch.rows = rows.count
      for (row, id) in rows.enumerated() {
        plan.batch.ids[row] = id
        plan.batch.labels.start[row] = Float(id % 2)
      }
      try plan.step(&optimizer)
    }
    return (before, table.weights.array)
  }

  /// Adam's moments go on for rows that the batch has not got; lazily, such rows rest.
  @Test func lazyAdamMovesOnlyTheRowsOfTheBatch() throws {
    let ids: [[Int32]] = [[1, 3, 1], [3, 2]]
    let dense = try train(.dense, ids: ids)
    let lazy = try train(.lazy, ids: ids)
    func row(_ values: [Float], _ id: Int) -> [Float] { Array(values[2 * id..<2 * id + 2]) }
    for id in [0, 4] {
      #expect(row(dense.after, id) == row(dense.before, id))
      #expect(row(lazy.after, id) == row(lazy.before, id))
    }
    // Row 1 has no gradient in the second step: densely it goes on by its moments.
    let once = try train(.lazy, ids: [ids[0]])
    #expect(row(lazy.after, 1) == row(once.after, 1))
    #expect(row(dense.after, 1) != row(once.after, 1))
    #expect(row(lazy.after, 1) != row(lazy.before, 1))
    #expect(row(lazy.after, 3) == row(dense.after, 3))
    // Row 2 comes in the second step only: its first moment is that of one step, but the bias
    // correction counts the optimiser's steps, so it moves less far.
    let moved = abs(row(lazy.after, 2)[0] - row(lazy.before, 2)[0])
    #expect(moved > 0.001 && moved < 0.009)
  }

  /// Where every batch holds every row, or the rule has no memory, lazy and dense are the same bits.
  @Test func lazyIsDenseWhereNothingRests() throws {
    let whole: [[Int32]] = [[4, 0, 3, 1, 2, 0], [1, 2, 3, 4, 0, 1]]
    #expect(try train(.lazy, ids: whole).after == train(.dense, ids: whole).after)
    let parts: [[Int32]] = [[0, 1, 2, 2], [4, 0]]
    #expect(
      try train(.lazy, ids: parts, rule: .sgd).after
        == train(.dense, ids: parts, rule: .sgd).after)
  }

  /// A dense table too large for a thread's memory is summed in its own, with the same result.
  @Test func largeTablesTrainDenselyToo() throws {
    let words = (0..<125_000).map { String($0) }
    let schema = Schema(
      features: [Feature(name: "f", kind: .categorical(vocabulary: words))],
      tasks: [Task(name: "t")])
    func weights(_ tables: TableUpdate) throws -> [Float] {
      let model = try Model(try SharedBottom.parse([]), schema: schema, seed: 1)
      let plan = Plan(model.graph, capacity: 4)
      var optimizer = Optimizer(.sgd, learningRate: 0.1)
      optimizer.tables = tables
      plan.batch.rows = 4
      for (row, id) in [7, 124_999, 7, 0].enumerated() {
        plan.batch.ids[row] = Int32(id)
        plan.batch.labels.start[row] = Float(row % 2)
      }
      for _ in 0..<3 { try plan.step(&optimizer) }
      return try #require(model.parameters["embedding.f.weight"]).weights.array
    }
    let dense = try weights(.dense)
    #expect(try weights(.lazy) == dense)
    #expect(dense.count > Optimizer.largestDenseTable)
  }

  /// Gradients that a caller put together are clipped with L2 in the norm.
  @Test func clippingBoundsTheStepWithItsDecay() throws {
    let kind = SmallKind("shared-bottom --embedding-regularizer 5")
    let model = try kind.model()
    let plan = Plan(model.graph, capacity: 64)
    SmallData.fill(plan.batch, rows: 64)
    var optimizer = Optimizer(.sgd, learningRate: 1)
    optimizer.largestNorm = 0.001
    let before = model.weights.flatMap { $0 }
    try plan.differentiate(decays: false)
    try plan.update(&optimizer)
    let after = model.weights.flatMap { $0 }
    var moved = 0.0
    for (old, new) in zip(before, after) { moved += Double(old - new) * Double(old - new) }
    #expect(abs(moved.squareRoot() - 0.001) < 1e-5)
  }

  @Test func largeTablesAreLazyUnlessToldOtherwise() throws {
    let words = (0..<125_000).map { String($0) }
    let schema = Schema(
      features: [
        Feature(name: "large", kind: .categorical(vocabulary: words)),
        Feature(name: "small", kind: .categorical(vocabulary: Array(words.prefix(124_999)))),
      ], tasks: [Task(name: "t")])
    let model = try Model(
      try SharedBottom.parse([]), schema: schema, seed: 1, drawing: false)
    func lazy(_ tables: TableUpdate) -> [String] {
      var optimizer = Optimizer()
      optimizer.tables = tables
      return model.parameters.all.filter(optimizer.isLazy).map(\.name)
    }
    #expect(lazy(.automatic) == ["embedding.large.weight"])
    #expect(lazy(.dense) == [])
    #expect(lazy(.lazy) == ["embedding.large.weight", "embedding.small.weight"])
  }
}
