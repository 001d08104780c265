import Analysis
import ArgumentParser
import DataSets
import Display
import Engine
import Models
import TestSupport
import Testing
import Training

@Suite struct GateTests {
  /// The text of all figures, an empty line between them.
  static func text(_ figures: [Figure]) -> String {
    figures.map(\.plainText).joined(separator: "\n\n") + "\n"
  }

  /// A DEPHN model whose gates are set to numbers that are easy to follow.
  static func model(virtualGradient: String = "add-abs") throws -> NamedModel {
    let named = try ToyData.model(try ToyData.dephn(virtualGradient: virtualGradient))
    let gates = try #require(named.model.parameters["gates"])
    gates.weights.assign([1.25, 0.5, 1, 0.5, 0.75, 0.5, 1, 1.5])
    return named
  }

  @Test func trainableGatesAreTheTensor() throws {
    let gates = try Gates(of: try Self.model(), on: .test)
    guard case .shared(let values) = gates.values else {
      Issue.record("not shared")
      return
    }
    #expect(values == [[1.25, 0.5, 1, 0.5], [0.75, 0.5, 1, 1.5]])
    #expect(gates.parts.map(\.name) == ["e1 raw", "e1 sin", "e2 raw", "e2 sin"])
    let first = try #require(gates.figures.first)
    #expect(first.plainText.contains("Furthest apart: e2 sin (1.00)."))
    #expect(first.plainText.contains("Below 0.75 for all tasks: e1 sin."))
  }

  @Test func factorsFollowTheFunction() {
    // add-abs: 2 |x + y - 1| with x = 0.5; y = 0.5, 0, 0, 1 (distances above 1 count as 1).
    let virtual = VirtualGradient(function: .addAbs, measure: .pearson)
    let two = GateFactors(
      virtual, gates: [[1.25, 0.5, 1, 0.5], [0.75, 0.5, 1, 1.75]],
      correlation: [[1, -0.5], [-0.5, 1]])
    #expect(two.values == [[0, 1, 1, 1], [0, 1, 1, 1]])
    // Three tasks: a product of two; an undefined correlation counts as 1.
    let three = GateFactors(
      virtual, gates: [[1], [1], [1]],
      correlation: [[1, 0, .nan], [0, 1, 0.25], [.nan, 0.25, 1]])
    #expect(three.values == [[2], [3], [1.5]])
  }

  @Test func factorsOfAModelUseTrainingLabels() throws {
    let named = try Self.model()
    let factors = try #require(try Gates(of: named, on: .test).factors)
    let data = ToyData.many
    let training = data.split.train.map(Int.init)
    let rho = CorrelationMeasure.pearson.correlation(
      of: training.map { data.labels[0][$0] }, and: training.map { data.labels[1][$0] })
    #expect(abs(factors.values[0][0] - 2 * abs(abs(rho) + 0.5 - 1)) < 1e-12)
    let without = try Self.model(virtualGradient: "none")
    #expect(try Gates(of: without, on: .test).factors == nil)
  }

  /// The contribution and the logits by hand: the model's own, row by row.
  @Test func contributionsAreMeansOverRows() throws {
    let named = try Self.model()
    let gates = try Gates(of: named, on: .test)
    let record = try #require(named.model.records.first { $0.role == .contribution })
    var sums = [0.0, 0, 0, 0]
    try Prediction(named.model, ToyData.many).forEachBatch(ToyData.many.split.test) { plan in
      for row in 0..<plan.batch.rows {
        for part in 0..<4 {
          sums[part] += Double(abs(plan.row(row, of: record.value)[record.offset + part]))
        }
      }
    }
    let use = try ExpertUse(of: named, on: .test)
    for part in 0..<4 {
      let mean = try #require(gates.contributions?[0][part])
      #expect(abs(mean - sums[part] / 64) < 1e-12)
      #expect(abs(use.shares[0][part] - sums[part] / sums.reduce(0, +)) < 1e-12)
    }
  }

  @Test func modelsWithoutGatesSaySo() throws {
    let named = try ToyData.model(try ToyData.sharedBottom())
    #expect(!Gates.exist(in: named.model) && !ExpertUse.exists(in: named.model))
    #expect(!SelectionGates.exist(in: named.model))
    let error = AnalysisError.lacks(.gates, model: "m", kind: "shared-bottom")
    #expect(throws: error) { try Gates(of: named, on: .test) }
  }

  @Test func sharedGatesNeedNoData() throws {
    let named = NamedModel("m", Trainer(try Self.model().model, nil))
    let gates = try Gates(of: named, on: .test)
    #expect(gates.contributions == nil && gates.figures.count == 1)
    #expect(throws: AnalysisError.noData(model: "m")) { try ExpertUse(of: named, on: .test) }
  }

  @Test func softmaxGatesSumToOne() throws {
    let gates = try Gates(of: try ToyData.model(try ToyData.mixture()), on: .test)
    guard case .rows(let spreads) = gates.values else {
      Issue.record("not a softmax")
      return
    }
    for spread in spreads {
      #expect(abs(spread.mean.reduce(0, +) - 1) < 1e-6)
      #expect((0...1.000001).contains(spread.entropy))
    }
  }

  private func model(_ kind: String, _ words: String...) throws -> NamedModel {
    let type = try #require(modelKinds.first { $0.name == kind })
    let hidden = kind == "cross-stitch" ? "--hidden-units" : "--expert-hidden-units"
    let small = words.contains(hidden) ? [] : [hidden, "8"]
    return try ToyData.model(try type.parse(["--embedding-dim", "4"] + small + words))
  }

  /// A task sees its own experts and the shared ones; the others' places stay empty.
  @Test func ownExpertsStandBesideSharedOnes() throws {
    let named = try model("ple", "--num-shared-experts", "1", "--num-specific-experts", "2")
    let gates = try Gates(of: named, on: .test)
    #expect(
      gates.parts.map(\.name) == [
        "income e1", "income e2", "shared e1", "married e1", "married e2",
      ])
    guard case .rows(let spreads) = gates.values else {
      Issue.record("not a softmax")
      return
    }
    #expect(spreads[0].mean.map(\.isNaN) == [false, false, false, true, true])
    #expect(spreads[1].mean.map(\.isNaN) == [true, true, false, false, false])
    for spread in spreads {
      #expect(abs(spread.mean.filter { !$0.isNaN }.reduce(0, +) - 1) < 1e-6)
    }
    let use = try ExpertUse(of: named, on: .test)
    #expect(Array(use.shares[0][3...]) == [0, 0] && Array(use.shares[1][..<2]) == [0, 0])
    for (share, mean) in zip(use.shares[0], spreads[0].mean) where !mean.isNaN {
      #expect(abs(share - mean) < 1e-6)
    }
    expectGolden(Self.text(gates.figures + [use.figure]), "ple-gates.txt")
  }

  /// Of many tasks most see few of the experts: a section per task, without gaps.
  @Test func manyTasksWithOwnExpertsHaveSections() throws {
    let data = ToyData.labelled(
      (1...4).map { task in
        ("task\(task)", (0..<64).map { $0 % (task + 1) == 0 ? 1 : 0 })
      })
    let named = try ToyData.model(
      try PLE.parse(["--embedding-dim", "4", "--expert-hidden-units", "8"]), on: data)
    let use = try ExpertUse(of: named, on: .test)
    let health = try ExpertHealth(of: named, on: .test)
    let gates = try Gates(of: named, on: .test)
    // Two experts of its own and two shared ones, of ten; below the last level the shared gate has all.
    #expect(use.table.rows.count == 4 * 4 && health.table.rows.count == 4 * 4)
    #expect(
      use.table.rows.prefix(5).map { $0.cells.prefix(2).map(\.rawText) } == [
        ["task1", "task1 e1"], ["", "task1 e2"], ["", "shared e1"], ["", "shared e2"],
        ["task2", "shared e1"],
      ])
    for task in use.tasks.indices {
      let own = use.table.rows[4 * task..<4 * task + 4]
      #expect(abs(own.reduce(0) { $0 + ($1.cells[2].value ?? 0) } - 1) < 1e-6)
    }
    #expect(
      health.table.columns.map(\.header) == [
        "task", "expert", "mean", "top-1", "95th pc.", "zeros",
      ])
    let text = Self.text([use.figure, health.figure] + gates.figures)
    #expect(!text.contains("n/a"))
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.ranges(of: "does not read are left out.").count == 4)
    // The rows that commands compute with are those of the long form.
    #expect(use.table.tidy.columns.map(\.key) == ["task", "expert", "share"])
    #expect(
      use.table.tidy.rows.map { $0.cells.dropFirst() }
        == use.table.rows.map { $0.cells.dropFirst() })
    #expect((use.table.tidy[column: "task"] ?? []).prefix(4).allSatisfy { $0 == .text("task1") })
    expectGolden(text, "ple-4-tasks.txt")
  }

  /// Below the last level, the shared gate covers the experts of all tasks.
  @Test func levelsAreShownOneByOne() throws {
    let named = try model(
      "ple", "--num-levels", "3", "--num-shared-experts", "1", "--num-specific-experts", "2")
    let gates = try Gates(of: named, on: .test)
    #expect(gates.levels.map(\.number) == [1, 2])
    for level in gates.levels {
      #expect(level.readers == ["shared", "income", "married"])
      #expect(level.spreads.map { $0.mean.count { !$0.isNaN } } == [5, 3, 3])
      for spread in level.spreads {
        #expect(abs(spread.mean.filter { !$0.isNaN }.reduce(0, +) - 1) < 1e-6)
      }
    }
    let one = try Gates(of: try model("cgc"), on: .test)
    #expect(one.levels.isEmpty)
    let rows = Document(gates.figures).tidy
    let readers = Set((rows[column: "reader"] ?? []).map(\.rawText))
    #expect(readers.isSuperset(of: ["level 1 shared", "level 2 income"]))
  }

  /// The connections of SNR are its hard concrete gates without noise.
  @Test func connectionsAreTheGatesThatServe() throws {
    let named = try model("snr", "--num-experts", "3", "--expert-hidden-units", "8", "8")
    for (task, values) in [("income", [-9, 0, 9]), ("married", [0, 9, -9])] as [(String, [Float])] {
      try #require(named.model.parameters["routing.towers.\(task).gates"]).weights.assign(values)
    }
    let gates = try Gates(of: named, on: .test)
    guard case .connections(let values) = gates.values else {
      Issue.record("no connections")
      return
    }
    #expect(values == [[0, 0.5, 1], [0.5, 1, 0]])
    #expect(try ExpertUse(of: named, on: .test).shares[0].map { ($0 * 3).rounded() } == [0, 1, 2])
    for (index, values) in ([[9, -9, -9], [-9, -9, -9], [0, 9, 9]] as [[Float]]).enumerated() {
      try #require(named.model.parameters["routing.1.\(index).gates"]).weights.assign(values)
    }
    let set = try Gates(of: named, on: .test)
    #expect(
      set.routing.map(\.name) == ["layer 2 e1", "layer 2 e2", "layer 2 e3", "income", "married"])
    #expect(set.routing[0].values == [1, 0, 0])
    for (value, expected) in zip(set.routing[3].values, [0, 0.5, 1]) {
      #expect(abs(value - expected) < 1e-12)
    }
    expectGolden(Self.text(set.figures), "snr-gates.txt")
  }

  /// What training notes of an SNR are the gates that serve, without the noise of a step.
  @Test(arguments: ["snr", "cross-stitch"]) func historyNotesTheGatesThatServe(_ kind: String)
    throws
  {
    let named = try model(kind)
    var options = TrainingOptions.standard
    (options.epochs, options.batchSize) = (1, 64)
    _ = try named.trainer.train(options)
    let point = try #require(named.trainer.history.course.points.last)
    guard case .connections(let values) = try Gates(of: named, on: .test).values else {
      Issue.record("no connections")
      return
    }
    for (noted, shown) in zip(point.gates.joined(), values.joined()) {
      #expect(abs(noted - shown) < 1e-6)
    }
    #expect(point.gates.map(\.count) == values.map(\.count))
  }

  /// Numbers of tasks with long names are whole, although other cells of their columns are empty.
  @Test(arguments: ["cgc", "ple"]) func gatesOfLongNamesAreWhole(_ kind: String) throws {
    let data = ToyData.labelled([
      ("income", (0..<64).map { $0 % 3 == 0 ? 1 : 0 }),
      ("never-married", (0..<64).map { $0 % 2 == 0 ? 1 : 0 }),
    ])
    let type = try #require(modelKinds.first { $0.name == kind })
    let named = try ToyData.model(try type.parse([]), on: data)
    for figure in try Gates(of: named, on: .test).figures {
      for line in figure.plainText.split(separator: "\n") {
        #expect(String(line).displayWidth <= 80 && !line.contains("…"), "\(line)")
      }
    }
    let by = try GatesByField(of: named, by: "city", quantiles: 4, on: .test)
    #expect(!by.figure.plainText.contains("n/a"))
  }

  @Test func stitchesAreConnections() throws {
    let named = try model("cross-stitch", "--stitch-own", "0.75", "--hidden-units", "8", "8")
    let gates = try Gates(of: named, on: .test)
    guard case .connections(let values) = gates.values else {
      Issue.record("no connections")
      return
    }
    #expect(values == [[0.75, 0.25], [0.25, 0.75]])
    #expect(gates.parts.map(\.name) == ["income", "married"])
    try #require(named.model.parameters["stitch.0.income"]).weights.assign([0.5, -0.25])
    let set = try Gates(of: named, on: .test)
    #expect(
      set.routing.map(\.name) == [
        "layer 1 income", "layer 1 married", "layer 2 income", "layer 2 married",
      ])
    #expect(
      set.routing.map(\.values) == [[0.5, -0.25], [0.25, 0.75], [0.75, 0.25], [0.25, 0.75]])
    expectGolden(Self.text(set.figures), "cross-stitch-gates.txt")
    let words = Self.text(set.figures).split(whereSeparator: \.isWhitespace)
    #expect(
      words.joined(separator: " ").contains("Weakest: layer 1 income from married (-0.25)"))
    #expect(
      gates.figures[0].plainText.contains("Takes most: income from income (0.75) and married"))
  }

  @Test func aModelATaskHasItsOwnSelectionGates() throws {
    let named = try ToyData.model(try PHN.parse(["--embedding-dim", "4"]))
    #expect(
      try SelectionGates(of: named).modules == [
        "income.dnn", "income.cross", "income.field", "married.dnn", "married.cross",
        "married.field",
      ])
  }

  @Test func figures() throws {
    let trainable = try Self.model()
    let mapping = try ToyData.model(try ToyData.dephn(gate: "mapping"))
    let mixture = try ToyData.model(try ToyData.mixture())
    expectGolden(Self.text(try Gates(of: trainable, on: .test).figures), "gates.txt")
    expectGolden(Self.text(try Gates(of: mapping, on: .test).figures), "mapping-gates.txt")
    expectGolden(Self.text(try Gates(of: mixture, on: .test).figures), "softmax-gates.txt")
    expectGolden(Self.text([try ExpertUse(of: trainable, on: .test).figure]), "experts.txt")
    expectGolden(Self.text([try ExpertUse(of: mixture, on: .test).figure]), "mmoe-experts.txt")
    expectGolden(Self.text([try SelectionGates(of: trainable).figure]), "selection-gates.txt")
  }

  @Test func virtualGradientMaps() {
    let figures = VirtualGradientMap.all.map(\.figure)
    #expect(figures.count == 8)
    expectGolden(Self.text(figures), "virtual-gradient.txt")
  }
}
