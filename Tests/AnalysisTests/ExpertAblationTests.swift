import Analysis
import ArgumentParser
import DataSets
import Display
import Engine
import Models
import Options
import System
import TestSupport
import Testing
import Training

@Suite struct ExpertAblationTests {
  /// The last layer of an expert, by kind: with zeros there, the expert gives zeros.
  private func silence(_ prefix: String, in model: Model) throws {
    let tensors = model.parameters.all.filter { $0.name.hasPrefix(prefix + ".") }
    let last = try #require(tensors.map(\.name).filter { $0.hasSuffix(".weight") }.max())
    for tensor in tensors where tensor.name.hasPrefix(last.dropLast("weight".count)) {
      tensor.weights.assign([Float](repeating: 0, count: tensor.count))
    }
    model.graph.refresh()
  }

  /// Leaving an expert out gives the figures of a model whose expert gives zeros, bit for bit.
  @Test(arguments: [
    ("mmoe", ["experts.0", "experts.1", "experts.2"]),
    ("dephn", ["experts.0", "experts.1"]),
    (
      "ple",
      [
        "experts.1.tasks.income.0", "experts.1.shared.0", "experts.1.tasks.married.0",
      ]
    ),
    ("snr", ["experts.1.0", "experts.1.1"]),
    ("mt-phn", ["experts.0", "cross.output", "field.output"]),
  ])
  func expertIsLeftOutAsIfItGaveZeros(_ kind: String, _ prefixes: [String]) throws {
    let named = try Self.model(kind)
    let ablation = try ExpertAblation(of: named, on: .test)
    #expect(ablation.experts.count == prefixes.count, "\(ablation.experts)")
    #expect(ablation.whole == (try Self.figures(of: named)))
    for (expert, prefix) in prefixes.enumerated() {
      let silenced = try Self.model(kind)
      try silence(prefix, in: silenced.model)
      let figures = try Self.figures(of: silenced)
      #expect(ablation.without[expert] == figures, "\(kind), \(prefix)")
      #expect(figures != ablation.whole, "\(kind), \(prefix)")
    }
  }

  private static func figures(of named: NamedModel) throws -> [ExpertAblation.Figures] {
    try named.trainer.evaluate(.test).tasks.map {
      ExpertAblation.Figures(quality: $0.auc, loss: $0.loss)
    }
  }

  private static func model(_ kind: String) throws -> NamedModel {
    func options(_ pairs: KeyValuePairs<String, Int>) -> [OptionSetting] {
      pairs.map { OptionSetting(name: $0, value: .integer($1)) }
    }
    let widths = OptionSetting(name: "expert-hidden-units", value: .list([.integer(8)]))
    switch kind {
    case "mmoe": return try ToyData.model(try ToyData.mixture())
    case "dephn": return try ToyData.model(try ToyData.dephn())
    case "ple":
      return try ToyData.model(
        try PLE.parsed(
          options([
            "embedding-dim": 4, "num-shared-experts": 1, "num-specific-experts": 1,
          ]) + [widths]))
    case "snr":
      return try ToyData.model(
        try SNR.parsed(
          options(["embedding-dim": 4, "num-experts": 2]) + [
            OptionSetting(
              name: "expert-hidden-units", value: .list([.integer(8), .integer(4)]))
          ]))
    default:
      return try ToyData.model(
        try MTPHN.parsed(
          options(["embedding-dim": 4, "num-experts": 1]) + [
            widths, OptionSetting(name: "setting", value: .text("all-public")),
          ]))
    }
  }

  /// An expert without weight in any gate is needed by no task; the only one that is used, by all.
  @Test func deadExpertIsNotNeeded() throws {
    let named = try ExpertHealthTests.mixture(gate: [100, 0, 0])
    let ablation = try ExpertAblation(of: named, on: .test)
    #expect(ablation.needlessExperts.contains("e2") && ablation.needlessExperts.contains("e3"))
    #expect(ablation.without[1] == ablation.whole && ablation.without[2] == ablation.whole)
    expectGolden(ablation.figure.plainText + "\n", "experts-left-out.txt")
  }

  /// A mixture of six experts with initial weights from `seed`: each left out, and the text on one line.
  private static func sixExperts(
    _ seed: UInt64
  ) throws -> (ablation: ExpertAblation, text: String) {
    let model = try Model(
      try ToyData.mixture(experts: 6), schema: ToyData.many.schema, seed: seed)
    let ablation = try ExpertAblation(
      of: NamedModel("m", Trainer(model, ToyData.many)), on: .test)
    let words = ablation.figure.plainText.split(whereSeparator: \.isWhitespace)
    return (ablation, words.joined(separator: " "))
  }

  /// What a task needs most is named by its AUC where that falls, whatever its loss does.
  @Test(arguments: [1, 2, 3] as [UInt64]) func neededMostGoesByTheAUC(_ seed: UInt64) throws {
    let (ablation, text) = try Self.sixExperts(seed)
    var isNamed = false
    for (task, name) in ablation.tasks.enumerated() {
      let falls = ablation.without.map { figures in
        (ablation.whole[task].quality ?? 0) - (figures[task].quality ?? 0)
      }
      guard let most = falls.indices.max(by: { falls[$0] < falls[$1] }), falls[most] > 0.001 else {
        continue
      }
      #expect(text.contains("\(name) needs \(ablation.experts[most]) most (AUC -"))
      isNamed = true
    }
    #expect(isNamed)
  }

  /// A fall of the AUC alone is a loss, too, and the task that loses is named.
  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64]) func verdictsFollowLossAndAUC(_ seed: UInt64)
    throws
  {
    let (ablation, text) = try Self.sixExperts(seed)
    #expect(
      text.contains("if its AUC falls by more than 0.001 or its loss rises by more than 0.1 %."))
    var losers: Set<String> = []
    for (expert, figures) in zip(ablation.experts, ablation.without) {
      let needing = ablation.tasks.indices.filter { task in
        let (before, after) = (ablation.whole[task], figures[task])
        return (before.quality ?? 0) - (after.quality ?? 0) > 0.001
          || after.loss > 1.001 * before.loss
      }
      #expect(ablation.needlessExperts.contains(expert) == needing.isEmpty)
      losers.formUnion(needing.map { ablation.tasks[$0] })
    }
    for task in ablation.tasks {
      #expect(text.contains("\(task) needs e") == losers.contains(task))
    }
  }

  /// A regression has R² where other tasks have AUC.
  @Test func regressionHasExplainedVariance() throws {
    let data = ToyData.labelled(
      [("spend", (0..<64).map { Float($0) / 8 }), ("click", (0..<64).map { $0 % 3 == 0 ? 1 : 0 })],
      kinds: [.regression, .binary])
    let named = try ToyData.model(try ToyData.mixture(), on: data)
    let ablation = try ExpertAblation(of: named, on: .test)
    #expect(
      ablation.table.columns.map(\.header) == ["without", "R²", "loss", "AUC", "loss"])
    let evaluated = try named.trainer.evaluate(.test).tasks[0]
    #expect(ablation.whole[0].quality == evaluated.explainedVariance)
    #expect(!ablation.figure.plainText.contains("n/a"))
  }

  /// What a task does not read has no figure, since leaving it out cannot change the task.
  @Test(arguments: [2, 4]) func onlyExpertsThatATaskReadsHaveFigures(_ tasks: Int) throws {
    let data = ToyData.labelled(
      (1...tasks).map { task in
        ("task\(task)", (0..<64).map { $0 % (task + 1) == 0 ? 1 : 0 })
      })
    let named = try ToyData.model(
      try CGC.parse(["--embedding-dim", "4", "--expert-hidden-units", "8"]), on: data)
    let ablation = try ExpertAblation(of: named, on: .test)
    for (expert, figures) in zip(ablation.experts, ablation.without) where expert.hasPrefix("task")
    {
      for (task, name) in ablation.tasks.enumerated() where !expert.hasPrefix(name) {
        #expect(figures[task] == ablation.whole[task])
      }
    }
    // Two experts of its own, two shared ones, and the row of all.
    #expect(ablation.table.tidy.rows.count == tasks * (2 + 2 + 1))
    let lines = ablation.figure.plainText.split(separator: "\n")
    #expect(lines.contains { $0.contains("n/a") } == (tasks == 2))
    #expect(lines.filter { $0.hasPrefix("  task4 ") }.count == (tasks == 2 ? 0 : 1))
    for line in lines { #expect(String(line).displayWidth <= 80, "\(line)") }
  }

  private static let unlabelled = ToyData.labelled([
    ("income", (0..<64).map { $0 % 3 == 0 ? 1 : 0 }),
    ("wealth", [Float](repeating: .nan, count: 64)),
    ("married", (0..<64).map { $0 % 2 == 0 ? 1 : 0 }),
  ])

  /// Where all tasks read all experts, a task without labels is no gap.
  @Test func taskWithoutLabelsKeepsItsColumns() throws {
    let named = try ToyData.model(try ToyData.mixture(), on: Self.unlabelled)
    let table = try ExpertAblation(of: named, on: .test).table
    #expect(Set(table.columns.compactMap(\.group)) == ["income", "wealth", "married"])
    #expect(table.rows.count == 3 + 1)
    #expect(table[column: "wealth.loss"] == [.missing, .missing, .missing, .missing])
    #expect(table.subtitle?.contains("does not read") == false)
  }

  /// A task without labels has a line among the sections of the others.
  @Test func taskWithoutLabelsHasALine() throws {
    let named = try ToyData.model(
      try CGC.parse(["--embedding-dim", "4", "--expert-hidden-units", "8"]), on: Self.unlabelled)
    let table = try ExpertAblation(of: named, on: .test).table
    // Two experts of its own, two shared ones, and the row of all.
    #expect(table.rows.count == 5 + 1 + 5)
    #expect(table.rows[5].cells == [.text("wealth"), .text(""), .missing, .missing])
  }

  @Test func modelWithoutExpertsIsAnError() throws {
    let named = try ToyData.model(try ToyData.sharedBottom())
    #expect(throws: AnalysisError.lacks(.experts, model: "m", kind: "shared-bottom")) {
      try ExpertAblation(of: named, on: .test)
    }
  }

  @Test func interruptEndsIt() throws {
    let flag = InterruptFlag()
    flag.raise()
    #expect(throws: CancellationError.self) {
      try ExpertAblation(
        of: try ToyData.model(try ToyData.mixture()), on: .test, interrupt: flag.interrupt)
    }
  }
}
