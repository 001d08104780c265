import ArgumentParser
import DataSets
import Engine
import Models
import Testing

/// The virtual gradient compared with its definition, equations 8 and 9.
@Suite struct VirtualGradientTests {
  /// Values of the functions in the paper's fourth figure at points that are easy by hand.
  @Test func functionsHaveTheirValues() {
    func value(_ name: String, _ x: Double, _ y: Double) -> Double? {
      VirtualGradientFunction(rawValue: name)?(x, y)
    }
    let quarter = ["mul-abs": 1.5, "mul-square": 1.125, "mul-sqrt": 3.0.squareRoot()]
    for (name, expected) in quarter {
      #expect(abs((value(name, 0.25, 0.5) ?? .nan) - expected) < 1e-12)
    }
    #expect(abs((value("mul-cos", 0.5, 0.5) ?? .nan) - 1) < 1e-12)
    #expect(abs((value("add-cos", 0.25, 0.25) ?? .nan) - 1) < 1e-12)
    #expect(abs((value("add-abs", 0.25, 0.5) ?? .nan) - 0.5) < 1e-12)
    #expect(abs((value("add-square", 0.25, 0.5) ?? .nan) - 0.125) < 1e-12)
    #expect(abs((value("add-sqrt", 0.25, 0.5) ?? .nan) - 1) < 1e-12)
    for function in VirtualGradientFunction.allCases {
      #expect(abs(function(0, 0) - 2) < 1e-12, "\(function)")
    }
  }

  private func model(_ words: [String]) throws -> (Model, Plan) {
    let words = ["--embedding-dim", "4", "--expert-hidden-units", "6"] + words
    let model = try Model(DEPHN.parse(words), schema: SmallData.schema, seed: 2)
    if let gates = model.parameters["gates"] {
      for index in 0..<gates.count { gates.weights[index] = 1 + 0.07 * Float(index) }
    }
    let plan = Plan(model.graph, capacity: 64)
    SmallData.fill(plan.batch, rows: 64)
    return (model, plan)
  }

  /// Only the gradient of the gates changes: by γ of the batch's correlation and the gates' distance.
  @Test(arguments: VirtualGradientFunction.allCases, CorrelationMeasure.allCases)
  func scalesTheGatesGradient(function: VirtualGradientFunction, measure: CorrelationMeasure)
    throws
  {
    let (plain, plainPlan) = try model(["--virtual-gradient", "none"])
    let (scaled, scaledPlan) = try model(
      ["--virtual-gradient", function.rawValue, "--correlation", measure.rawValue])
    try plainPlan.differentiate()
    try scaledPlan.differentiate()
    #expect(plainPlan.losses == scaledPlan.losses)
    let labels = (0..<2).map { task in
      (0..<64).map { plainPlan.batch.labels.start[$0 * 2 + task] }
    }
    let similarity = measure.correlation(of: labels[0], and: labels[1])
    for (one, other) in zip(plain.parameters.all, scaled.parameters.all) where one.name != "gates" {
      #expect(one.gradient.array == other.gradient.array, "\(one.name)")
    }
    let before = try #require(plain.parameters["gates"])
    let after = try #require(scaled.parameters["gates"])
    for index in 0..<before.count {
      let partner = (index + before.count / 2) % before.count
      let y = abs(Double(before.weights[index]) - Double(before.weights[partner]))
      let expected =
        Double(before.gradient.start[index]) * function(min(1, abs(similarity)), min(1, y))
      #expect(abs(Double(after.gradient.start[index]) - expected) < 1e-6)
    }
  }

  /// Where the similarity is undefined, gradients are not adjusted.
  @Test(arguments: CorrelationMeasure.allCases)
  func leavesTheGradientWhereSimilarityIsUndefined(measure: CorrelationMeasure) throws {
    var gradients: [[Float]] = []
    for virtual in ["none", "add-sqrt"] {
      let (model, plan) = try model(
        ["--virtual-gradient", virtual, "--correlation", measure.rawValue])
      for row in 0..<64 { plan.batch.labels.start[row * 2 + 1] = 0 }
      try plan.differentiate()
      gradients.append(try #require(model.parameters["gates"]).gradient.array)
    }
    #expect(gradients[0] == gradients[1])
  }

  /// On steps: `G ← G_old + γ (G_new − G_old)`, with the gradient left as it is.
  @Test func scalesTheGatesSteps() throws {
    let (plain, plainPlan) = try model(["--virtual-gradient", "none"])
    let (scaled, scaledPlan) = try model(["--virtual-gradient-on", "step"])
    let old = try #require(plain.parameters["gates"]).weights.array
    var (one, other) = (Optimizer(learningRate: 0.1), Optimizer(learningRate: 0.1))
    try plainPlan.step(&one)
    try scaledPlan.step(&other)
    let labels = (0..<2).map { task in
      (0..<64).map { plainPlan.batch.labels.start[$0 * 2 + task] }
    }
    let similarity = CorrelationMeasure.pearson.correlation(of: labels[0], and: labels[1])
    let new = try #require(plain.parameters["gates"]).weights.array
    let moved = try #require(scaled.parameters["gates"]).weights.array
    for index in old.indices {
      let partner = (index + old.count / 2) % old.count
      let y = min(1, abs(Double(old[index]) - Double(old[partner])))
      let factor = VirtualGradientFunction.addSqrt(abs(similarity), y)
      let expected = Double(old[index]) + factor * (Double(new[index]) - Double(old[index]))
      #expect(abs(Double(moved[index]) - expected) < 1e-6)
    }
  }

  /// With mapping gates, γ is computed per row and reaches the gates' weights.
  @Test func reachesTheWeightsOfMappingGates() throws {
    let (plain, plainPlan) = try model(["--gate", "mapping", "--virtual-gradient", "none"])
    let (scaled, scaledPlan) = try model(["--gate", "mapping"])
    try plainPlan.differentiate()
    try scaledPlan.differentiate()
    #expect(plainPlan.losses == scaledPlan.losses)
    for (one, other) in zip(plain.parameters.all, scaled.parameters.all) {
      let isTower = one.name.hasPrefix("towers.") || one.name.hasPrefix("cross.")
      if one.name.hasPrefix("gates.") {
        #expect(one.gradient.array != other.gradient.array, "\(one.name)")
      } else if isTower {
        #expect(one.gradient.array == other.gradient.array, "\(one.name)")
      }
    }
  }

  /// `(n·n₁₁ − n₁n₂) / √(n₁(n − n₁)·n₂(n − n₂))` and its cosine twin, by hand.
  @Test func correlationIsTakenFromCounts() {
    let a: [Float] = [1, 1, 1, 0, 0, .nan, 1]
    let b: [Float] = [1, 0, 1, 0, 1, 1, .nan]
    // Common rows 5: n₁ = 3, n₂ = 3, n₁₁ = 2.
    #expect(CorrelationMeasure.pearson.correlation(of: a, and: b) == (10.0 - 9) / 6)
    #expect(abs(CorrelationMeasure.cosine.correlation(of: a, and: b) - 2.0 / 3) < 1e-15)
    let constant = [Float](repeating: 0.1, count: 1000)
    let rising = (0..<1000).map { Float($0) / 7 }
    #expect(CorrelationMeasure.pearson.correlation(of: constant, and: rising).isNaN)
    let high = rising.map { 1e6 + 8 * $0.rounded() }
    #expect(CorrelationMeasure.pearson.correlation(of: high, and: rising.map { $0.rounded() }) == 1)
    #expect(CorrelationMeasure.pearson.correlation(of: [1, 1], and: [0, 1]).isNaN)
    #expect(CorrelationMeasure.cosine.correlation(of: [0, 0], and: [0, 1]).isNaN)
    #expect(CorrelationMeasure.pearson.correlation(of: [1, .nan], and: [0, 1]).isNaN)
  }
}
