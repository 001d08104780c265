import Engine
import FoundationEssentials
import Models
import Testing
import Training

/// A case that PyTorch computed: `Tests/Reference/make_fixtures.py` makes the files.
struct ReferenceCase: CustomTestStringConvertible, Sendable {
  let name: String
  var testDescription: String { name }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Reference/Fixtures")

  static let all =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".safetensors") }.sorted()
    .map { ReferenceCase(name: String($0.dropLast(12))) }

  func file() throws -> Safetensors {
    let bytes = try Data(contentsOf: Self.folder.appending(path: name + ".safetensors"))
    return try Safetensors(decoding: [UInt8](bytes))
  }

  /// The case's model with its initial weights; its vectors have 4 numbers, which the rule leaves dense.
  func model(_ file: Safetensors, _ firstLayers: FirstLayers = .wanted) throws -> Model {
    let initial = file.tensors.filter { $0.name.hasPrefix("initial.") }.map {
      Safetensors.Tensor(name: String($0.name.dropFirst(8)), shape: $0.shape, values: $0.values)
    }
    var metadata = file.metadata
    (metadata["seed"], metadata["data"], metadata["training"]) = ("0", #""""#, nil)
    let saved = try Checkpoint.decode(
      Safetensors(tensors: initial, metadata: metadata).encoded()
    ).model
    #expect(initial.count == saved.parameters.all.count)
    if firstLayers == .wanted { return saved }
    let model = try Model(
      saved.kind, schema: saved.schema, seed: saved.seed, firstLayers: firstLayers)
    model.restore(saved.weights)
    return model
  }

  /// Cases of fifty steps of Adam; those of other ways of training are another suite's.
  static let ofAdam = all.filter { reference in
    (try? reference.file().metadata["training"]?.contains(#""steps": 50"#)) == true
  }
}

/// The training of the case, from its metadata.
private struct Training: Decodable {
  let batchSize: Int
  let steps: Int
  let learningRate: Float
  let taskWeights: [Float]

  enum CodingKeys: String, CodingKey {
    case steps
    case batchSize = "batch-size"
    case learningRate = "learning-rate"
    case taskWeights = "task-weights"
  }
}

/// The model of a case with its initial weights, and its rows.
private final class Reference {
  let file: Safetensors
  let model: Model
  let training: Training
  let plan: Plan

  init(_ reference: ReferenceCase, _ firstLayers: FirstLayers) throws {
    file = try reference.file()
    model = try reference.model(file, firstLayers)
    training = try JSONDecoder().decode(
      Training.self, from: Data((file.metadata["training"] ?? "").utf8))
    model.graph.taskWeights = training.taskWeights
    plan = Plan(model.graph, capacity: training.batchSize, chunk: 5)
  }

  /// The tasks' losses with their weights, the model's own penalty, and L2.
  var wholeLoss: Double {
    let tasks = zip(plan.losses, training.taskWeights).filter { !$0.0.isNaN }
      .reduce(0) { $0 + $1.0 * Double($1.1) }
    let decay = model.parameters.all.reduce(0.0) { sum, parameter in
      let squares = parameter.weights.array.reduce(0.0) { $0 + Double($1) * Double($1) }
      return sum + Double(parameter.exception.decay) / 2 * squares
    }
    return tasks + plan.sideLoss + decay
  }

  func values(_ name: String) throws -> [Float] { try #require(file[name], "\(name)").values }

  /// Fills the plan with batch `number`, rows in file order, starting over after the last.
  func fill(_ number: Int) throws {
    let labels = try values("labels")
    let rows = labels.count / plan.batch.shape.tasks
    let first = number * training.batchSize % rows
    plan.batch.rows = training.batchSize
    func copy(_ name: String, _ width: Int, _ set: (Int, Float) -> Void) throws {
      let all = try values(name)
      for index in 0..<training.batchSize * width { set(index, all[first * width + index]) }
    }
    let batch = plan.batch
    try copy("ids", batch.shape.categories) { batch.ids[$0] = Int32($1) }
    try copy("numbers", batch.shape.numbers) { batch.numbers.start[$0] = $1 }
    try copy("labels", batch.shape.tasks) { batch.labels.start[$0] = $1 }
  }
}

/// Our engine against an independent PyTorch computation, within the specification's tolerances; with
/// all first layers as matrix products, and with those looked up that can be.
@Suite struct ReferenceTests {
  static let ways = [FirstLayers.dense, FirstLayers(largestTable: 128, leastDimension: 1)]

  @Test func theCasesAreThere() {
    #expect(ReferenceCase.all.count == 75)
    // Names of cases begin with their kind's.
    for kind in modelKinds {
      #expect(ReferenceCase.all.contains { $0.name.hasPrefix(kind.name) }, "\(kind.name)")
    }
  }

  /// The cases of every kind whose first layers read the vectors themselves have looked-up fields.
  @Test(arguments: ReferenceCase.all) func firstLayersAreLookedUp(reference: ReferenceCase) throws {
    let model = try Reference(reference, Self.ways[1]).model
    let readsAttended = ["dephn", "mt-phn", "phn", "fint", "nfm"].contains(model.kindName)
    #expect(model.featuresByTable.isEmpty == readsAttended)
    #expect(try Reference(reference, .dense).model.featuresByTable == [])
  }

  /// Logits without noise to 1e-5; with the first step's, each gradient to 2e-5 of its tensor's
  /// largest entry.
  @Test(arguments: ReferenceCase.all, ways)
  func forwardAndGradients(reference: ReferenceCase, firstLayers: FirstLayers) throws {
    let ours = try Reference(reference, firstLayers)
    try ours.fill(0)
    try ours.plan.forward()
    let logits = try ours.values("logits")
    for row in 0..<ours.training.batchSize {
      for (task, logit) in ours.model.logits.enumerated() {
        let expected = logits[row * ours.model.logits.count + task]
        #expect(abs(ours.plan.row(row, of: logit)[0] - expected) < 1e-5)
      }
    }
    try ours.plan.differentiate()
    for (loss, expected) in zip(ours.plan.losses, try ours.values("losses")) {
      #expect(abs(loss - Double(expected)) < 1e-6)
    }
    #expect(abs(ours.wholeLoss - Double(try ours.values("loss")[0])) < 3e-6)
    for parameter in ours.model.parameters.all {
      let expected = try ours.values("gradient." + parameter.name)
      let largest = expected.map(abs).max() ?? 0
      let ours = parameter.gradient.array
      #expect(
        ours.count == expected.count
          && zip(ours, expected).allSatisfy { abs($0 - $1) <= 2e-5 * largest }, "\(parameter.name)")
    }
  }

  /// Weights after 50 steps of Adam to 2e-5.
  @Test(arguments: ReferenceCase.ofAdam, ways)
  func weightsAfterFiftySteps(reference: ReferenceCase, firstLayers: FirstLayers) throws {
    let ours = try Reference(reference, firstLayers)
    var optimizer = Optimizer(.adam, learningRate: ours.training.learningRate)
    for step in 0..<ours.training.steps {
      try ours.fill(step)
      try ours.plan.step(&optimizer)
    }
    #expect(ours.training.steps == 50)
    for parameter in ours.model.parameters.all {
      let expected = try ours.values("final." + parameter.name)
      let ours = parameter.weights.array
      #expect(
        ours.count == expected.count && zip(ours, expected).allSatisfy { abs($0 - $1) < 2e-5 },
        "\(parameter.name)")
    }
  }
}
