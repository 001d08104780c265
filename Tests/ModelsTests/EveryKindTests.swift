import ArgumentParser
import DataSets
import Engine
import Models
import Numbers
import Options
import TestSupport
import Testing

/// What every kind of model has to pass.
@Suite struct EveryKindTests {
  @Test func theListHoldsEveryKindOnce() {
    #expect(Set(modelKinds.map { $0.name }) == Set(SmallKind.all.map { $0.words[0] }))
    #expect(Set(modelKinds.map { $0.name }).count == modelKinds.count)
  }

  /// Gradients of a whole model against central differences of its loss.
  ///
  /// Where the slopes on both sides differ, a kink (of a ReLU, a gate, a calibrator) lies between and
  /// central differences tell nothing: such entries are left out, and may be a quarter of all at most.
  @Test(arguments: SmallKind.all, SmallKind.ways)
  func gradientsAgreeWithFiniteDifferences(kind: SmallKind, ways: FirstLayers) throws {
    let model = try kind.model(firstLayers: ways)
    let plan = Plan(model.graph, capacity: 24, chunk: 7)
    SmallData.fill(plan.batch, rows: 24)
    func loss() throws -> Double {
      try plan.differentiate()
      return plan.losses.reduce(plan.sideLoss, +) + decay(of: model)
    }
    var optimizer = Optimizer(learningRate: 0.02)
    for _ in 0..<10 { try plan.step(&optimizer) }
    let here = try loss()
    let step: Float = 0.002
    var (checked, kinks) = (0, 0)
    for (parameter, gradient) in model.parameters.all.map({ ($0, $0.gradient.array) }) {
      let tolerance = 3e-3 * max(0.1, Double(gradient.map(abs).max() ?? 0))
      for index in stride(from: 0, to: gradient.count, by: max(1, gradient.count / 23)) {
        let value = parameter.weights[index]
        let sides = try [value + step, value - step].map { weight -> Double in
          parameter.weights[index] = weight
          model.graph.refresh()
          return try loss()
        }
        parameter.weights[index] = value
        let slopes = ((sides[0] - here) / Double(step), (here - sides[1]) / Double(step))
        checked += 1
        if abs(slopes.0 - slopes.1) > tolerance {
          kinks += 1
          continue
        }
        let error = abs((slopes.0 + slopes.1) / 2 - Double(gradient[index]))
        #expect(error < tolerance, "\(parameter.name)[\(index)]")
      }
      model.graph.refresh()
    }
    #expect(kinks * 4 <= checked, "\(kinks) of \(checked)")
  }

  /// `λ/2 · Σ w²`.
  private func decay(of model: Model) -> Double {
    model.parameters.all.reduce(0) { sum, parameter in
      let squares = parameter.weights.array.reduce(0.0) { $0 + Double($1) * Double($1) }
      return sum + Double(parameter.exception.decay) / 2 * squares
    }
  }

  @Test(arguments: SmallKind.all) func lossFalls(kind: SmallKind) throws {
    let model = try kind.model()
    let plan = Plan(model.graph, capacity: 256)
    SmallData.fill(plan.batch, rows: 256)
    var optimizer = Optimizer(learningRate: 0.01)
    try plan.step(&optimizer)
    let before = plan.losses
    for _ in 0..<150 { try plan.step(&optimizer) }
    for (first, last) in zip(before, plan.losses) { #expect(last < 0.75 * first) }
  }

  /// Threads, chunks, parts and runs do not change a bit of the weights.
  @Test(arguments: SmallKind.all, SmallKind.ways)
  func weightsHaveTheSameBitsEveryTime(kind: SmallKind, ways: FirstLayers) throws {
    try exclusively {
      let threads = Threads.count
      defer { Threads.count = threads }
      func digest(threads: Int, chunk: Int, part: Int = 100) throws -> String {
        Threads.count = threads
        let model = try kind.model(firstLayers: ways)
        let plan = Plan(model.graph, capacity: 100, chunk: chunk, part: part)
        var optimizer = Optimizer()
        for seed in 1...5 {
          SmallData.fill(plan.batch, rows: 100, seed: UInt64(seed))
          try plan.step(&optimizer)
        }
        return try model.digest()
      }
      let once = try digest(threads: 1, chunk: 100)
      #expect(try digest(threads: 1, chunk: 100) == once)
      #expect(try digest(threads: 2, chunk: 16) == once)
      #expect(try digest(threads: 3, chunk: 7) == once)
      #expect(try digest(threads: 4, chunk: 9, part: 33) == once)
    }
  }

  /// No two tensors are drawn alike, so experts and tasks' networks break apart; stitches are not drawn.
  @Test(arguments: SmallKind.all) func expertsDiffer(kind: SmallKind) throws {
    let model = try kind.model()
    let matrices = model.parameters.all.filter { parameter in
      let weights = parameter.weights.array
      return weights.contains { $0 != weights[0] } && !parameter.name.hasPrefix("stitch.")
    }
    #expect(matrices.count > 3)
    #expect(Set(matrices.map(\.weights.array)).count == matrices.count)
  }

  /// The options read back from a kind make the same kind again.
  @Test(arguments: SmallKind.all) func optionsSurviveTheWayThroughWords(kind: SmallKind) throws {
    let model = try kind.model()
    let again = try type(of: model.kind).parsed(model.options)
    #expect(OptionSetting.all(of: again) == model.options)
    #expect(!model.options.isEmpty)
  }

  @Test func seedsDecideTheInitialValues() throws {
    let kind = SmallKind("mmoe")
    #expect(try kind.model(seed: 1).digest() == kind.model(seed: 1).digest())
    #expect(try kind.model(seed: 1).digest() != kind.model(seed: 2).digest())
  }

  @Test func aModelTooLargeIsRefusedBeforeItTakesMemory() throws {
    let kind = try DEPHN.parse(["--embedding-dim", "512", "--num-cross-layers", "32"])
    let features = (0..<400).map {
      Feature(name: "f\($0)", kind: .categorical(vocabulary: ["a"]))
    }
    #expect(throws: ModelError.self) {
      _ = try Model(
        kind, schema: Schema(features: features, tasks: SmallData.schema.tasks), seed: 1)
    }
  }
}
