import CKernels
import Engine
import Numbers
import TestSupport
import Testing

/// A small network over an embedding of many kinds of fields.
private struct FieldNetwork: CustomTestStringConvertible, Sendable {
  let name: String
  /// Rows of the categories' tables.
  let tables: [Int]
  let numbers: Int
  var lists = 0
  let dimension: Int
  /// Widths of the layers that read all fields, each with another activation.
  let widths: [Int]
  /// Whether something else reads the vectors too.
  var isShared = false

  var testDescription: String { name }

  static let all = [
    FieldNetwork(name: "categories", tables: [3, 40, 1], numbers: 0, dimension: 8, widths: [19]),
    FieldNetwork(name: "numbers", tables: [], numbers: 3, dimension: 8, widths: [5, 33]),
    FieldNetwork(
      name: "all sorts", tables: [5, 200, 7, 130, 131], numbers: 2, lists: 1, dimension: 9,
      widths: [70, 4, 1]),
    FieldNetwork(
      name: "all sorts, shared", tables: [5, 200, 7, 131, 6], numbers: 2, lists: 1, dimension: 17,
      widths: [64, 3], isShared: true),
    FieldNetwork(
      name: "all looked up, shared", tables: [128, 2], numbers: 1, dimension: 8, widths: [48],
      isShared: true),
  ]

  /// The fields, mixed, with small random tensors.
  private func fields(_ make: Tensors) -> [EmbeddedField] {
    let numeric = (0..<numbers).map { column in
      EmbeddedField.number(
        column: column, scale: make("scale \(column)", [dimension]),
        shift: make("shift \(column)", [dimension]))
    }
    let categorical = tables.enumerated().map { column, rows in
      EmbeddedField.category(column: column, table: make("table \(column)", [rows, dimension]))
    }
    let listed = (0..<lists).map {
      EmbeddedField.list(column: $0, table: make("list \($0)", [5, dimension]))
    }
    let some = categorical.prefix(2)
    return some + numeric.prefix(1) + listed + categorical.dropFirst(2) + numeric.dropFirst()
  }

  func model(
    _ firstLayers: FirstLayers, rows: Int = 150, chunk: Int = 32, part: Int? = nil,
    trains: Bool = true
  ) -> (graph: Graph, plan: Plan, logit: Value) {
    let make = Tensors(seed: 4)
    let graph = Graph(
      inputs: BatchShape(categories: tables.count, numbers: numbers, tasks: 1, lists: lists))
    let x = graph.embedding(fields(make), dimension: dimension)
    let activations: [Activation] = [.relu, .none, .leakyReLU(slope: 0.1)]
    var logits = widths.enumerated().map { index, width in
      let layer = graph.dense(
        x, weight: make("weight \(index)", [x.width, width], scale: 0.2),
        bias: index == 1 ? nil : make("bias \(index)", [width]),
        activation: activations[index % 3])
      return graph.projection(layer, weight: make("end \(index)", [width], scale: 0.3))
    }
    if isShared { logits.append(graph.projection(x, weight: make("other", [x.width]))) }
    let logit = graph.sum(logits)
    graph.keep(logit)
    graph.losses([logit], kinds: [.crossEntropy])
    graph.lookUpFirstLayers(firstLayers)
    let plan = Plan(graph, capacity: rows, chunk: chunk, part: part, trains: trains)
    fill(plan.batch, rows: rows)
    return (graph, plan, logit)
  }

  /// The same rows each time, from row `first` on.
  func fill(_ batch: Batch, rows: Int, from first: Int = 0) {
    batch.rows = rows
    for lists in batch.lists { lists.clear() }
    for row in 0..<rows {
      var stream = RandomStream(seed: 5, purpose: "row \(first + row)")
      for (column, table) in tables.enumerated() {
        // Half of the rows share a value, so some values are in no row of a batch.
        let id = stream.below(2) == 0 ? 0 : stream.below(table)
        batch.ids[row * tables.count + column] = Int32(id)
      }
      for column in 0..<numbers {
        batch.numbers.start[row * numbers + column] = Float(stream.normal())
      }
      for lists in batch.lists {
        for _ in 0..<stream.below(3) {
          lists.add(Int32(stream.below(5)), weight: Float(stream.uniform()))
        }
        lists.endRow()
      }
      batch.labels.start[row] = Float(stream.below(2))
    }
  }
}

/// First layers that are looked up, beside the same ones as matrix products.
@Suite struct FirstLayerTests {
  private static let everyone = FirstLayers(largestTable: 200, leastDimension: 1)

  @Test(arguments: FieldNetwork.all) fileprivate func agreesWithMatrixProducts(
    network: FieldNetwork
  ) throws {
    for rule in [FirstLayers.byTable, Self.everyone] {
      let (dense, table) = (network.model(.dense), network.model(rule))
      try dense.plan.differentiate()
      try table.plan.differentiate()
      #expect(abs(dense.plan.losses[0] - table.plan.losses[0]) < 1e-6)
      for row in 0..<150 {
        let pair = (
          dense.plan.row(row, of: dense.logit)[0], table.plan.row(row, of: table.logit)[0]
        )
        #expect(abs(pair.0 - pair.1) < 1e-5 * max(1, abs(pair.0)))
      }
      let theirs = Dictionary(
        uniqueKeysWithValues: dense.graph.parameters.map { ($0.name, $0.gradient.array) })
      #expect(table.graph.parameters.count == theirs.count)
      for parameter in table.graph.parameters {
        let expected = try #require(theirs[parameter.name])
        let largest = expected.map(abs).max() ?? 0
        let differs = zip(parameter.gradient.array, expected).contains {
          abs($0 - $1) > 1e-5 * largest
        }
        #expect(largest > 0 && !differs, "\(parameter.name)")
      }
    }
  }

  /// Tables of up to 128 rows of 8 numbers or more, and numbers.
  @Test func theRuleLooksAtTablesAlone() {
    func names(_ network: FieldNetwork, _ rule: FirstLayers = .byTable) -> [String] {
      network.model(rule, rows: 1).graph.lookedUp.map(\.name)
    }
    #expect(
      names(FieldNetwork.all[2]) == [
        "table 0", "table 2", "scale 0", "shift 0", "scale 1", "shift 1",
      ])
    #expect(names(FieldNetwork.all[4]) == ["table 0", "table 1", "scale 0", "shift 0"])
    #expect(names(FieldNetwork.all[4], .dense) == [])
    let small = FieldNetwork(name: "", tables: [3], numbers: 1, dimension: 7, widths: [4])
    #expect(names(small) == [])
    let wide = FieldNetwork(name: "", tables: [129], numbers: 0, dimension: 8, widths: [4])
    #expect(names(wide) == [])
  }

  /// Weights after some steps: for other threads, chunks, parts and clones.
  @Test(arguments: FieldNetwork.all, [TableUpdate.dense, .lazy])
  fileprivate func sameBitsForAnyThreadsChunksPartsAndClones(
    network: FieldNetwork, tables: TableUpdate
  ) throws {
    try exclusively {
      let (threads, clone) = (Threads.count, String(cString: dephn_clone()))
      defer {
        Threads.count = threads
        _ = dephn_use_clone(clone)
      }
      func weights(_ threads: Int, chunk: Int, part: Int, clone: String, norm: Double?) throws
        -> [Float]
      {
        Threads.count = threads
        _ = dephn_use_clone(clone)
        let model = network.model(.byTable, chunk: chunk, part: part)
        var optimizer = Optimizer(learningRate: 0.01)
        optimizer.tables = tables
        optimizer.largestNorm = norm
        for step in 0..<4 {
          network.fill(model.plan.batch, rows: 150, from: 150 * step)
          try model.plan.step(&optimizer)
        }
        return model.graph.parameters.flatMap(\.weights.array)
      }
      let once = try weights(1, chunk: 150, part: 150, clone: clone, norm: nil)
      for (threads, chunk, part) in [
        (1, 150, 150), (2, 16, 150), (3, 7, 64), (4, 9, 33), (1, 1, 2),
      ] {
        #expect(try weights(threads, chunk: chunk, part: part, clone: clone, norm: nil) == once)
      }
      for clone in KernelTests.clones {
        #expect(try weights(2, chunk: 20, part: 50, clone: clone, norm: nil) == once)
      }
      let clipped = try weights(1, chunk: 150, part: 150, clone: clone, norm: 0.05)
      #expect(try weights(3, chunk: 7, part: 150, clone: clone, norm: 0.05) == clipped)
      #expect(clipped != once)
    }
  }

  /// A row's prediction does not know of the others, nor of the table's age.
  @Test(arguments: FieldNetwork.all) fileprivate func predictionsHaveTheSameBitsInAnyBatch(
    network: FieldNetwork
  ) throws {
    let model = network.model(.byTable)
    var optimizer = Optimizer(learningRate: 0.01)
    for _ in 0..<3 { try model.plan.step(&optimizer) }
    func predictions(_ size: Int) throws -> [Float] {
      let plan = Plan(model.graph, capacity: size, trains: false)
      return try stride(from: 0, to: 120, by: size).flatMap { first in
        network.fill(plan.batch, rows: size, from: first)
        try plan.forward()
        return (0..<size).map { plan.row($0, of: model.logit)[0] }
      }
    }
    let alone = try predictions(1)
    #expect(try predictions(120) == alone)
    #expect(try predictions(24) == alone)
    model.graph.refresh()
    #expect(try predictions(40) == alone)
  }

  /// The rows that a batch has not got rest, the others move as they do densely in a first step.
  @Test(arguments: FieldNetwork.all.filter { !$0.tables.isEmpty })
  fileprivate func lazyAdamMovesOnlyTheRowsOfTheBatch(network: FieldNetwork) throws {
    func step(_ tables: TableUpdate, part: Int) throws -> (before: [[Float]], after: [[Float]]) {
      let model = network.model(.byTable, part: part)
      let lookedUp = model.graph.lookedUp.filter { $0.name.hasPrefix("table") }
      let before = lookedUp.map(\.weights.array)
      var optimizer = Optimizer(learningRate: 0.01)
      optimizer.tables = tables
      // Twice the same rows: densely the others rest as well, as they have no moments.
      for _ in 0..<2 { try model.plan.step(&optimizer) }
      network.fill(model.plan.batch, rows: 3, from: 1000)
      try model.plan.step(&optimizer)
      return (before, lookedUp.map(\.weights.array))
    }
    let (dense, lazy) = (try step(.dense, part: 150), try step(.lazy, part: 150))
    #expect(try lazy.after == step(.lazy, part: 40).after)
    #expect(lazy.after != dense.after)
    let resting = zip(lazy.before.joined(), lazy.after.joined()).count { $0 == $1 }
    #expect(resting == zip(dense.before.joined(), dense.after.joined()).count { $0 == $1 })
  }

  /// h and dW are nearer to the sums in double than those of the dense path.
  @Test func sumsOfFewTermsAreMoreAccurate() throws {
    let network = FieldNetwork(
      name: "", tables: Array(repeating: 30, count: 20), numbers: 0, dimension: 16, widths: [32])
    var errors: [Double] = []
    for rule in [FirstLayers.dense, .byTable] {
      let model = network.model(rule)
      try model.plan.differentiate()
      let tensors = Dictionary(
        uniqueKeysWithValues: model.graph.parameters.map {
          ($0.name, $0.weights.array.map(Double.init))
        })
      var error = 0.0
      for row in 0..<150 {
        var logit = 0.0
        for column in 0..<32 {
          var h = tensors["bias 0", default: []][column]
          for field in 0..<20 {
            let id = Int(model.plan.batch.ids[row * 20 + field])
            for k in 0..<16 {
              h +=
                tensors["table \(field)", default: []][id * 16 + k]
                * tensors["weight 0", default: []][(field * 16 + k) * 32 + column]
            }
          }
          logit += max(0, h) * tensors["end 0", default: []][column]
        }
        error += abs(logit - Double(model.plan.row(row, of: model.logit)[0]))
      }
      errors.append(error)
    }
    #expect(errors[1] < 1.1 * errors[0])
  }
}
