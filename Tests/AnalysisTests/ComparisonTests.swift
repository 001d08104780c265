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

  static func value(_ table: Table, _ key: String, _ row: Int) throws -> Double {
    let cells = try #require(table[column: key])
    return try #require(cells[row].value)
  }

  @Test func meansAndKeys() throws {
    let table = try Comparison(
      [
        try Self.entry("moe", [[(0.90, 0.30), (0.96, 0.20)]]),
        try Self.entry("m", [[(0.91, 0.28), (0.97, 0.24)]]),
      ], baseline: "moe", source: "adult"
    ).table
    #expect(try Self.value(table, "income.auc", 1) == 0.91)
    #expect(abs(try Self.value(table, "auc", 1) - 0.94) < 1e-12)
    #expect(abs(try Self.value(table, "logloss", 0) - 0.25) < 1e-12)
    #expect(abs(try Self.value(table, "logloss.difference", 1) - 0.01) < 1e-12)
    #expect(try Self.value(table, "auc.difference", 0) == 0)
    #expect(try Self.value(table, "parameters", 0) == 123_456)
    #expect(
      table.reading?.hasPrefix("Highest mean AUC: m (0.9400). Lowest mean logloss: moe") == true)
  }

  @Test func spreadOverSeedsIsPaired() throws {
    let table = try Comparison(
      [
        try Self.entry("moe", [[(0.90, 0.30)], [(0.92, 0.32)]]),
        try Self.entry("m", [[(0.91, 0.29)], [(0.93, 0.31)]]),
      ], baseline: "moe", source: "adult"
    ).table
    // Sample deviation of 0.90 and 0.92; the difference is 0.01 with either seed.
    #expect(abs(try Self.value(table, "auc.deviation", 0) - 0.02 / 2.0.squareRoot()) < 1e-12)
    #expect(abs(try Self.value(table, "auc.difference", 1) - 0.01) < 1e-12)
    #expect(try Self.value(table, "auc.difference.deviation", 1) < 1e-12)
  }

  /// Differences 0.011, 0.009, 0.010: t = 17.3, above 4.303; 0.01, −0.01, 0.012: t = 0.58.
  @Test func whatStandsOutOfTheNoise() throws {
    let table = try Comparison(
      [
        try Self.entry("moe", [[(0.90, 0.30)], [(0.92, 0.32)], [(0.91, 0.31)]]),
        try Self.entry("m", [[(0.911, 0.29)], [(0.929, 0.33)], [(0.920, 0.298)]]),
      ], baseline: "moe", source: "adult"
    ).table
    #expect(table[column: "auc.stands-out"] == [.text(""), .text("yes")])
    #expect(table[column: "logloss.stands-out"] == [.text(""), .text("no")])
    #expect(table.reading?.contains("real?: the difference") == true)
  }

  @Test func oneTaskHasTheShortKeysOnly() throws {
    let table = try Comparison([try Self.entry("m", [[(nil, 0.3)]])], baseline: nil, source: "s")
      .table
    #expect(
      table.columns.map(\.key) == ["model", "kind", "auc", "logloss", "parameters", "seconds"])
    #expect(table[column: "auc"] == [.missing])
  }

  @Test func baselineMustBeThere() throws {
    let entry = try Self.entry("m", [[(0.9, 0.3)]])
    #expect(throws: AnalysisError.unknownBaseline("x", known: ["m"])) {
      try Comparison([entry], baseline: "x", source: "adult")
    }
  }

  @Test func regressionsHaveSquaredErrors() throws {
    let three = try Self.entry("m", [[(0.9, 0.3), (0.95, 0.2), (nil, 1.25)]])
    let table = try Comparison([three], baseline: nil, source: "shop").table
    #expect(try Self.value(table, "spend.mse", 0) == 1.25)
    #expect(try Self.value(table, "mse", 0) == 1.25)
    #expect(table.columns.contains { $0.key == "spend.auc" } == false)
  }

  @Test func figures() throws {
    let entries = [
      try Self.entry(
        "shared", [[(0.9031, 0.3113), (0.9641, 0.2257)], [(0.9029, 0.3120), (0.9639, 0.2262)]]),
      try Self.entry(
        "m", [[(0.9116, 0.3068), (0.9642, 0.2255)], [(0.9112, 0.3071), (0.9643, 0.2251)]]),
    ]
    let first = try entries.map { try Self.entry($0.model, []) }
    #expect(try Comparison(first, baseline: nil, source: "none").table.rows.count == 2)
    let compared = try Comparison(entries, baseline: "shared", source: "adult").figure
    expectGolden(compared.plainText + "\n", "comparison-seeds.txt")
    let single = entries.map {
      Comparison.Entry(
        model: $0.model, kind: $0.kind, evaluations: [$0.evaluations[0]],
        parameters: $0.parameters, seconds: $0.seconds)
    }
    let plain = try Comparison(single, baseline: nil, source: "adult").figure
    expectGolden(plain.plainText + "\n", "comparison.txt")
    let evaluations = single.map { ($0.model, $0.evaluations[0]) }
    let table = EvaluationTable(evaluations, source: "adult").figure
    expectGolden(table.plainText + "\n", "evaluation.txt")
  }
}
