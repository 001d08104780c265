import Analysis
import DataSets
import Display
import TestSupport
import Testing
import Training

@Suite struct ComparisonTests {
  /// An evaluation with these figures; the third task is a regression.
  static func evaluation(_ figures: [(auc: Double?, loss: Double)]) throws -> Evaluation {
    let model = try ToyData.model(try ToyData.sharedBottom()).model
    var evaluation = try Evaluator(model, ToyData.many).evaluate(.test)
    let template = try #require(evaluation.tasks.first)
    evaluation.rows = 16_281
    evaluation.tasks = zip(["income", "married", "spend"], figures).map { name, figure in
      var result = template
      result.task = Task(name: name, kind: name == "spend" ? .regression : .binary)
      (result.rows, result.auc, result.loss) = (16_281, figure.auc, figure.loss)
      (result.labelMean, result.predictionMean, result.baseLoss) = (0.25, 0.26, 0.5)
      return result
    }
    return evaluation
  }

  static func entry(_ model: String, _ seeds: [[(auc: Double?, loss: Double)]]) throws
    -> Comparison.Entry
  {
    Comparison.Entry(
      model: model, kind: model == "m" ? "dephn" : "mmoe", evaluations: try seeds.map(evaluation),
      parameters: 123_456, seconds: 21.44)
  }

  /// A figure of a model's task, of the long form.
  static func value(
    _ comparison: Comparison, _ key: String, _ model: String, _ task: String = "mean"
  ) throws -> Double {
    try #require(try cell(comparison, key, model, task).value)
  }

  static func cell(
    _ comparison: Comparison, _ key: String, _ model: String, _ task: String = "mean"
  ) throws -> Table.Cell {
    let rows = comparison.table.tidy
    let column = try #require(rows.index(ofColumn: key))
    let row = try #require(
      rows.rows.first { $0.cells[0] == .text(model) && $0.cells[2] == .text(task) })
    return row.cells[column]
  }

  @Test func meansAndKeys() throws {
    let comparison = try Comparison(
      [
        try Self.entry("moe", [[(0.90, 0.30), (0.96, 0.20)]]),
        try Self.entry("m", [[(0.91, 0.28), (0.97, 0.24)]]),
      ], baseline: "moe", source: "adult")
    #expect(try Self.value(comparison, "auc", "m", "income") == 0.91)
    #expect(abs(try Self.value(comparison, "auc", "m") - 0.94) < 1e-12)
    #expect(abs(try Self.value(comparison, "logloss", "moe") - 0.25) < 1e-12)
    #expect(abs(try Self.value(comparison, "logloss.difference", "m") - 0.01) < 1e-12)
    #expect(try Self.cell(comparison, "auc.difference", "moe") == .missing)
    #expect(try Self.value(comparison, "parameters", "moe") == 123_456)
    #expect(
      comparison.table.reading?.hasPrefix("Highest mean AUC: m (0.9400). Lowest mean logloss: moe")
        == true)
  }

  @Test func spreadAcrossSeedsIsPaired() throws {
    let comparison = try Comparison(
      [
        try Self.entry("moe", [[(0.90, 0.30)], [(0.92, 0.32)]]),
        try Self.entry("m", [[(0.91, 0.29)], [(0.93, 0.31)]]),
      ], baseline: "moe", source: "adult")
    // Sample deviation of 0.90 and 0.92; the difference is 0.01 with either seed.
    let deviation = try Self.value(comparison, "auc.deviation", "moe", "income")
    #expect(abs(deviation - 0.02 / 2.0.squareRoot()) < 1e-12)
    #expect(abs(try Self.value(comparison, "auc.difference", "m", "income") - 0.01) < 1e-12)
    #expect(try Self.value(comparison, "auc.difference.deviation", "m", "income") < 1e-12)
  }

  /// p-values of `scipy.stats.ttest_rel(m, moe)`, scipy 1.17.
  @Test func pairedTestAgreesWithSciPy() throws {
    let comparison = try Comparison(
      [
        try Self.entry("moe", [[(0.90, 0.30)], [(0.92, 0.32)], [(0.91, 0.31)]]),
        try Self.entry("m", [[(0.911, 0.29)], [(0.929, 0.33)], [(0.920, 0.298)]]),
      ], baseline: "moe", source: "adult")
    #expect(abs(try Self.value(comparison, "auc.p", "m", "income") - 0.003316758722356861) < 1e-9)
    #expect(abs(try Self.value(comparison, "logloss.p", "m", "income") - 0.6264563161811858) < 1e-9)
    let text = comparison.table.reading ?? ""
    #expect(text.contains("Paired t test of AUC against moe: m +0.0100 (p = 0.003)."), "\(text)")
    guard case .measured(let figure) = comparison.table.rows[1].cells[1] else {
      Issue.record("no figure")
      return
    }
    #expect(figure.isBeyondChance && figure.isBest)
  }

  /// `2 * scipy.stats.t.sf(abs(t), degrees)`, scipy 1.17.
  @Test(arguments: [
    (0.0, 3, 1.0), (0.58, 2, 0.6205501418768845), (-17.3, 2, 0.0033245878115029178),
    (2.0, 4, 0.11611652351681556), (0.1, 30, 0.9210096117902712), (4.303, 2, 0.0499925249852145),
    (3.0, 1, 0.20483276469913345), (12.0, 9, 7.699886222985653e-07),
    (40.0, 60, 5.755480486627385e-45),
  ])
  func studentsTAgreesWithSciPy(t: Double, degrees: Int, p: Double) {
    #expect(abs(StudentT(degrees: degrees).twoSided(t) - p) < 1e-12 + 1e-10 * p)
  }

  @Test func oneTaskHasNoMean() throws {
    let comparison = try Comparison(
      [try Self.entry("m", [[(nil, 0.3)]])], baseline: nil, source: "s")
    #expect(comparison.table.columns.map(\.key) == ["model", "auc", "logloss"])
    #expect(comparison.table.rows[0].cells[1] == .missing)
    #expect(
      comparison.table.tidy.columns.map(\.key) == [
        "model", "kind", "task", "auc", "logloss", "parameters", "seconds",
      ])
  }

  @Test func baselineMustBeThere() throws {
    let entry = try Self.entry("m", [[(0.9, 0.3)]])
    #expect(throws: AnalysisError.unknownBaseline("x", known: ["m"])) {
      try Comparison([entry], baseline: "x", source: "adult")
    }
  }

  @Test func regressionsHaveSquaredErrors() throws {
    let three = try Self.entry("m", [[(0.9, 0.3), (0.95, 0.2), (nil, 1.25)]])
    let comparison = try Comparison([three], baseline: nil, source: "shop")
    #expect(try Self.value(comparison, "mse", "m", "spend") == 1.25)
    #expect(try Self.value(comparison, "mse", "m") == 1.25)
    #expect(try Self.cell(comparison, "auc", "m", "spend") == .missing)
  }

  /// like loses in both models, long gains in one of them: the seesaw.
  @Test func seesawIsNamed() throws {
    func three(_ model: String, _ figures: [(Double, Double)]) throws -> Comparison.Entry {
      // Two seeds that differ by the same amount everywhere.
      try Self.entry(
        model, [figures, figures.map { ($0.0 + 0.001, $0.1) }].map { $0.map { ($0.0, $0.1) } })
    }
    let comparison = try Comparison(
      [
        try three("base", [(0.80, 0.3), (0.90, 0.2)]), try three("a", [(0.73, 0.3), (0.91, 0.2)]),
        try three("b", [(0.70, 0.3), (0.90, 0.2)]),
      ], baseline: "base", source: "kuairand")
    let text = comparison.table.reading ?? ""
    #expect(
      text.contains(
        "Seesaw: income loses in all 2 models (0.0700 to 0.1000, beyond chance); "
          + "married gains in a (0.0100, beyond chance)."), "\(text)")
  }

  /// A loss that differs beyond chance is named where no AUC does.
  @Test func otherMetricsBeyondChanceAreNamed() throws {
    let comparison = try Comparison(
      [
        try Self.entry("base", [[(0.80, 0.30), (0.90, 0.20)], [(0.81, 0.31), (0.91, 0.21)]]),
        try Self.entry("a", [[(0.80, 0.30), (0.90, 0.25)], [(0.81, 0.31), (0.91, 0.26)]]),
      ], baseline: "base", source: "adult")
    let text = comparison.table.reading ?? ""
    #expect(text.contains("No task's AUC differs beyond chance."), "\(text)")
    #expect(text.contains("Beyond chance: logloss of married in a (+0.0500)."), "\(text)")
  }

  @Test func onlyCommonTasksAreCompared() throws {
    let whole = try Self.entry("m", [[(0.9, 0.3), (0.95, 0.2)]])
    let single = try Self.entry("single", [[(0.91, 0.29)]])
    let comparison = try Comparison([whole, single], baseline: "single", source: "adult")
    #expect(comparison.table.tidy[column: "task"] == [.text("income"), .text("income")])
    #expect(comparison.table.subtitle?.contains("only tasks that all models have") == true)
  }

  @Test func eachSeedIsARow() throws {
    let comparison = try Comparison(
      [try Self.entry("m", [[(0.9, 0.3), (0.95, 0.2)], [(0.91, 0.31), (0.94, 0.21)]])],
      baseline: nil, source: "adult")
    let rows = comparison.perSeed
    #expect(rows.columns.map(\.key) == ["model", "kind", "task", "seed", "auc", "logloss"])
    #expect(rows[column: "auc"]?.compactMap(\.value).prefix(4) == [0.9, 0.91, 0.95, 0.94])
    #expect(rows[column: "seed"]?.compactMap(\.value) == [1, 2, 1, 2, 1, 2])
  }

  @Test func figures() throws {
    let entries = [
      try Self.entry(
        "shared", [[(0.9031, 0.3113), (0.9641, 0.2257)], [(0.9029, 0.3120), (0.9639, 0.2262)]]),
      try Self.entry(
        "m", [[(0.9116, 0.3068), (0.9642, 0.2255)], [(0.9112, 0.3071), (0.9643, 0.2251)]]),
    ]
    let first = try entries.map { try Self.entry($0.model, []) }
    #expect(try Comparison(first, baseline: nil, source: "none").table.rows.isEmpty)
    let compared = try Comparison(entries, baseline: "shared", source: "adult")
    expectGolden(
      GateTests.text([.table(compared.table), .table(compared.table.tidy)]
      ),
      "comparison-seeds.txt")
    let single = entries.map {
      Comparison.Entry(
        model: $0.model, kind: $0.kind, evaluations: [$0.evaluations[0]],
        parameters: $0.parameters, seconds: $0.seconds)
    }
    let plain = try Comparison(single, baseline: nil, source: "adult")
    expectGolden(GateTests.text([.table(plain.table)]), "comparison.txt")
    let evaluations = single.map { ($0.model, $0.evaluations[0]) }
    let table = EvaluationTable(evaluations, source: "adult").figure
    expectGolden(table.plainText + "\n", "evaluation.txt")
  }

  /// Three tasks, their mean, and differences: within 80 columns.
  ///
  /// More tasks are a list.
  @Test(arguments: [3, 6]) func manyTasksFitThePage(count: Int) throws {
    func entry(_ model: String, _ start: Double) throws -> Comparison.Entry {
      let template = try Self.evaluation([(0.9, 0.3)])
      var evaluation = template
      evaluation.tasks = (0..<count).map { index in
        var task = template.tasks[0]
        task.task = Task(name: ["click", "long-view", "like", "follow", "share", "hate"][index])
        task.auc = start + Double(index * 13 % 7) / 100
        task.loss = 0.5 - start / 4 + Double(index) / 100
        return task
      }
      return Comparison.Entry(
        model: model, kind: "mmoe", evaluations: [evaluation, evaluation], parameters: 1234,
        seconds: nil)
    }
    let comparison = try Comparison(
      [try entry("shared", 0.71), try entry("moe", 0.74), try entry("m", 0.7)], baseline: "shared",
      source: "kuairand")
    let text = GateTests.text([.table(comparison.table)])
    #expect(text.split(separator: "\n").allSatisfy { String($0).displayWidth <= 80 })
    expectGolden(text, "comparison-\(count)-tasks.txt")
  }
}
