import Analysis
import ArgumentParser
import DataSets
import Display
import Engine
import Models
import TestSupport
import Testing
import Training

@Suite struct ExpertHealthTests {
  /// A mixture over `ToyData.many` whose gates have these logits on every row; tensors may be set further.
  static func mixture(
    of kind: MMoE? = nil, gate logits: [Float] = [0, 0, 0],
    setting: (Model) throws -> Void = { _ in }
  ) throws -> NamedModel {
    let named = try ToyData.model(try kind ?? ToyData.mixture(experts: logits.count))
    func tensor(_ name: String) throws -> ParameterValues {
      try #require(named.model.parameters[name]).weights
    }
    // The first number that a gate reads is 1 on every row, and it reads no other.
    try tensor("embedding.age.scale").assign([0, 0, 0, 0])
    try tensor("embedding.age.shift").assign([1, 0, 0, 0])
    for task in ["income", "married"] {
      let weight = try tensor("gates.\(task).weight")
      weight.assign(logits + [Float](repeating: 0, count: weight.count - logits.count))
    }
    try setting(named.model)
    named.model.graph.refresh()
    return named
  }

  /// Makes one expert's tensors those of another.
  static func copy(_ expert: Int, over other: Int, in model: Model) throws {
    for tensor in ["0.weight", "0.bias"] {
      let source = try #require(model.parameters["experts.\(expert).\(tensor)"])
      try #require(model.parameters["experts.\(other).\(tensor)"]).weights.assign(
        source.weights.array)
    }
  }

  @Test func evenGatesAreHealthy() throws {
    let health = try ExpertHealth(of: try Self.mixture(), on: .test)
    #expect(health.experts == ["e1", "e2", "e3"])
    for loads in health.loads {
      for load in loads {
        #expect(abs((load?.mean ?? 0) - 1 / 3.0) < 1e-6)
        #expect(abs((load?.high ?? 0) - 1 / 3.0) < 1e-6)
      }
      // Equal weights share the first place.
      for load in loads { #expect(abs((load?.top ?? 0) - 1 / 3.0) < 1e-12) }
    }
  }

  @Test func gateThatChoosesOneExpertHasCollapsed() throws {
    let health = try ExpertHealth(of: try Self.mixture(gate: [10, 0, -10]), on: .test)
    let sum = 1 + 4.5399929762484854e-05 + 2.061153622438558e-09
    for loads in health.loads {
      #expect(abs((loads[0]?.mean ?? 0) - 1 / sum) < 1e-6)
      #expect(loads.map { $0?.top } == [1, 0, 0])
    }
    #expect(
      health.verdicts(ofExpert: 0) == [.monopoly(task: "income"), .monopoly(task: "married")])
    #expect(health.verdicts(ofExpert: 1).first == .dead)
    #expect(health.verdicts(ofExpert: 2).first == .dead)
    #expect(health.collapsedTasks == ["income", "married"])
    #expect(health.gini == [2 / 3.0, 2 / 3.0])
    #expect(health.advice == .expertDropout)
    expectGolden(health.figure.plainText + "\n", "collapsed-experts.txt")
  }

  /// A gate that prefers an expert a little wins all rows for it, but the others still count.
  @Test func gateThatOnlyPrefersAnExpertHasNotCollapsed() throws {
    let health = try ExpertHealth(of: try Self.mixture(gate: [0.1, 0, 0]), on: .test)
    #expect(health.gini == [2 / 3.0, 2 / 3.0])
    #expect(health.collapsedTasks.isEmpty)
    #expect(health.advice == nil)
  }

  /// Half of four experts win all rows: the Gini is 0.5 exactly, and of three out of eight 0.625.
  @Test(arguments: [([9, 9, 0, 0], false), ([9, 9, 9, 0, 0, 0, 0, 0], true)])
  func fewExpertsMayBeSeveral(_ gate: [Float], _ hasCollapsed: Bool) throws {
    let health = try ExpertHealth(of: try Self.mixture(gate: gate), on: .test)
    #expect(health.collapsedTasks.isEmpty != hasCollapsed)
  }

  /// Of two experts the second has a weight of σ(−x): 4.7 % are less than a tenth of an even share.
  @Test(arguments: [(0, false), (2, false), (2.9, false), (3, true), (10, true)])
  func oneOfTwoExpertsMayBeIdle(_ preference: Float, _ hasCollapsed: Bool) throws {
    let health = try ExpertHealth(of: try Self.mixture(gate: [preference, 0]), on: .test)
    #expect(health.collapsedTasks == (hasCollapsed ? ["income", "married"] : []))
  }

  @Test func twinsPointTheSameWay() throws {
    let named = try Self.mixture() { try Self.copy(0, over: 2, in: $0) }
    let health = try ExpertHealth(of: named, on: .test)
    #expect(abs(health.cosines[0][2] - 1) < 1e-12)
    #expect(health.verdicts(ofExpert: 2).contains(.twin(of: "e1")))
    #expect(health.verdicts(ofExpert: 0).contains(.twin(of: "e3")))
    #expect(!health.verdicts(ofExpert: 1).contains { if case .twin = $0 { true } else { false } })
    #expect(health.advice == .fewerExperts)
  }

  /// An expert whose biases keep every unit below zero.
  @Test func expertWithoutActivationsIsSaturated() throws {
    let named = try Self.mixture() { model in
      let bias = try #require(model.parameters["experts.1.0.bias"])
      bias.weights.assign([Float](repeating: -1000, count: bias.count))
    }
    let health = try ExpertHealth(of: named, on: .test)
    #expect(health.zeros[1] == 1)
    #expect(health.verdicts(ofExpert: 1) == [.saturated])
    #expect(health.cosines[1][0].isNaN)
  }

  /// All that is wrong with an expert is said, and nothing is claimed against it.
  @Test func remarksAreWholeAndTheSentenceFollowsThem() throws {
    let named = try Self.mixture(gate: [1, 0, 0]) { model in
      let bias = try #require(model.parameters["experts.0.0.bias"])
      bias.weights.assign([Float](repeating: -1000, count: bias.count))
    }
    let text = try ExpertHealth(of: named, on: .test).figure.plainText
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("e1 has a monopoly of income and married. e1 is saturated:"))
    #expect(!text.contains("work of its own") && !text.contains("…"))
    #expect(text.ranges(of: "saturated").count == 2)
    let even = try ExpertHealth(of: try Self.mixture(), on: .test).figure.plainText
    #expect(even.contains("Every expert does work of its own."))
  }

  /// Networks of tasks have no outputs of experts to judge.
  @Test func nothingIsClaimedWithoutFigures() throws {
    let named = try ToyData.model(try CrossStitch.parse(["--hidden-units", "8"]))
    let health = try ExpertHealth(of: named, on: .test)
    #expect(health.zeros == [nil, nil])
    #expect(!health.figure.plainText.contains("work of its own"))
    #expect(throws: AnalysisError.networksOfTasks(model: "m", kind: "cross-stitch")) {
      try ExpertAblation(of: named, on: .test)
    }
  }

  /// Only what the kind has is advised: sub-networks of SNR cannot be dropped in training, but
  /// there can be fewer of them; networks of tasks are as many as the tasks; and experts that are dropped already are too many.
  @Test func adviceIsWhatTheKindHas() throws {
    let snr = try ToyData.model(
      try SNR.parse(["--embedding-dim", "4", "--num-experts", "3", "--expert-hidden-units", "8"]))
    for task in ["income", "married"] {
      let gates = try #require(snr.model.parameters["routing.towers.\(task).gates"])
      gates.weights.assign([-9, 9, 9])
    }
    let closed = try ExpertHealth(of: snr, on: .test)
    #expect(closed.verdicts(ofExpert: 0).first == .dead)
    #expect(closed.advice == .fewerExperts)
    let stitched = try ToyData.model(try CrossStitch.parse(["--hidden-units", "8"]))
    for task in ["income", "married"] {
      try #require(stitched.model.parameters["stitch.0.\(task)"]).weights.assign([1, 0])
    }
    stitched.model.graph.refresh()
    let unread = try ExpertHealth(of: stitched, on: .test)
    #expect(unread.verdicts(ofExpert: 1).first == .dead)
    #expect(unread.advice == nil)
    let dropping = try Self.mixture(
      of: try MMoE.parse([
        "--embedding-dim", "4", "--num-experts", "3", "--expert-hidden-units", "8",
        "--expert-dropout", "0.1",
      ]), gate: [10, 0, -10])
    #expect(try ExpertHealth(of: dropping, on: .test).advice == .fewerExperts)
  }

  /// Cross and field modules that agree are no reason for fewer experts, even where there are some.
  @Test(arguments: ["dnn-private", "all-public"])
  func modulesWithoutANumberCannotBeFewer(_ setting: String) throws {
    let named = try ToyData.model(
      try MTPHN.parse([
        "--embedding-dim", "4", "--num-experts", "2", "--expert-hidden-units", "8", "--setting",
        setting,
      ]))
    for tensor in ["cross.output", "field.output"] {
      for (part, value) in [("weight", 0), ("bias", 1)] as [(String, Float)] {
        let values = try #require(named.model.parameters["\(tensor).\(part)"]).weights
        values.assign([Float](repeating: value, count: values.count))
      }
    }
    named.model.graph.refresh()
    let health = try ExpertHealth(of: named, on: .test)
    #expect(health.experts.suffix(2) == ["cross", "field"])
    let cross = health.experts.count - 2
    #expect(health.verdicts(ofExpert: cross).contains(.twin(of: "field")))
    #expect(health.advice == nil)
  }

  @Test func giniIsThatOfTheDefinition() {
    // Mean absolute difference over twice the mean: (0.7 + 0.6 + 0.1) · 2 / 9 / (2/3).
    let value = ExpertHealth.giniCoefficient(of: [0.1, 0.8, 0.2].map { $0 / 1.1 })
    #expect(abs((value ?? 0) - (0.7 + 0.6 + 0.1) / 1.1 * 2 / 9 / (2 / 3.0)) < 1e-12)
    #expect(ExpertHealth.giniCoefficient(of: [1, 0, 0, 0]) == 0.75)
    #expect(ExpertHealth.giniCoefficient(of: [0.5, 0.5]) == 0)
    #expect(ExpertHealth.giniCoefficient(of: [1]) == nil)
  }
}
