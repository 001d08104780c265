import DataSets
import Engine
import FoundationEssentials
import Models
import Testing
import Training

/// Optimisers, schedules, clipping and task weights of a whole run against PyTorch: the cases in
/// `Tests/Reference` that tell of more than Adam with fixed weights.
@Suite struct WaysOfTrainingTests {
  static let cases = ReferenceCase.all.filter { (try? $0.way()) != nil }

  @Test func theCasesAreThere() throws {
    let ways = try Self.cases.map { try $0.way() }
    #expect(Set(ways.compactMap(\.weighting)) == ["uncertainty", "dwa", "gradnorm", "pcgrad"])
    #expect(Set(ways.map(\.optimizer)) == ["adam", "adamw", "sgd", "adagrad"])
    #expect(Set(ways.compactMap(\.schedule)) == ["cosine", "exponential"])
    #expect(ways.contains { $0.clipNorm != nil } && ways.contains { $0.warmupSteps != nil })
  }

  /// Sixteen epochs of three batches, rows in file order; weights to 2e-5.
  @Test(arguments: cases, ReferenceTests.ways)
  func weightsOfAWholeRun(reference: ReferenceCase, firstLayers: FirstLayers) throws {
    let file = try reference.file()
    let model = try reference.model(file, firstLayers)
    let trainer = Trainer(model, try data(file, model.schema))
    #expect(try trainer.train(try reference.way().options).steps == 48)
    for parameter in model.parameters.all {
      let expected = try #require(file["final." + parameter.name]).values
      let ours = parameter.weights.array
      #expect(
        ours.count == expected.count && zip(ours, expected).allSatisfy { abs($0 - $1) < 2e-5 },
        "\(parameter.name)")
    }
  }

  /// All rows of a fixture for training, none for anything else.
  private func data(_ file: Safetensors, _ schema: Schema) throws -> DataSet {
    func columns(_ name: String, _ count: Int) throws -> [[Float]] {
      let all = try #require(file[name]).values
      return (0..<count).map { column in
        stride(from: column, to: all.count, by: count).map { all[$0] }
      }
    }
    let categorical = schema.features.count(where: \.isCategorical)
    var ids = try columns("ids", categorical)[...]
    var numbers = try columns("numbers", schema.features.count - categorical)[...]
    let labels = try columns("labels", schema.tasks.count)
    let values = schema.features.map { feature -> DataSet.Column in
      if feature.isCategorical { return .categories(Values(ids.removeFirst().map { Int32($0) })) }
      let column = Values(numbers.removeFirst())
      return .numbers(raw: column, transformed: column)
    }
    let split = Split(train: (0..<Int32(labels[0].count)).map { $0 }, validation: [], test: [])
    return DataSet(
      source: "fixture", schema: schema, columns: values, labels: labels, split: split, notes: [],
      fingerprint: "")
  }

  /// Schedules at points that are easy by hand.
  @Test func schedules() {
    var schedule = LearningRateSchedule()
    schedule.warmupSteps = 4
    #expect((0..<6).map { schedule.factor(step: $0, of: 10) } == [0.25, 0.5, 0.75, 1, 1, 1])
    schedule.shape = .cosine
    #expect(abs(schedule.factor(step: 7, of: 10) - 0.5) < 1e-15)
    #expect(schedule.factor(step: 4, of: 10) == 1 && schedule.factor(step: 10, of: 10) < 1e-15)
    schedule.shape = .exponential
    (schedule.decay, schedule.decaySteps) = (0.25, 2)
    #expect(abs(schedule.factor(step: 5, of: 10) - 0.5) < 1e-15)
  }

  /// A task in a sample space learns from the rows in it alone, as if the others had no label.
  @Test func sampleSpace() throws {
    let data = SmallTask.data()
    var masked = data
    masked.labels[1] = Values(zip(data.labels[0], data.labels[1]).map { $0 == 1 ? $1 : .nan })
    masked.split.validation = []
    var whole = data
    whole.split.validation = []
    var options = SmallTask.options()
    let expected = Trainer(try SmallTask.model(), masked)
    let plain = Trainer(try SmallTask.model(), whole)
    let narrow = Trainer(try SmallTask.model(), whole)
    _ = try expected.train(options)
    _ = try plain.train(options)
    options.sampleSpaces = [SampleSpace(task: "buy", label: "click")]
    _ = try narrow.train(options)
    #expect(try narrow.model.digest() == expected.model.digest())
    #expect(try narrow.model.digest() != plain.model.digest())
    // What it is monitored by is over the rows in it, too: 100 for validation, of which 67 are clicked.
    let watched = Trainer(try SmallTask.model(), data)
    options.monitor = .taskAUC("buy")
    options.epochs = 5
    _ = try watched.train(options)
    let within = watched.history.epochs.compactMap { $0.validation?["buy"] }
    let clicked = data.split.validation.count { data.labels[0][Int($0)] == 1 }
    let best = try #require(watched.history.bestEpoch)
    #expect(within.allSatisfy { $0.sampleSpace == "click" && $0.rows < clicked })
    #expect(within[best - 1].auc == within.compactMap(\.auc).max())
    #expect(try watched.evaluate(.validation, in: options.sampleSpaces)["buy"] == within[best - 1])
    #expect(try watched.evaluate(.validation)["buy"]?.auc != within[best - 1].auc)
    options.sampleSpaces = [SampleSpace(task: "buy", label: "visit")]
    #expect(throws: TrainingError.noSampleSpace("visit", known: ["click", "buy"])) {
      try narrow.train(options)
    }
    #expect(SampleSpace("buy=click") == SampleSpace(task: "buy", label: "click"))
    for text in ["buy", "buy=", "=click", "buy=buy", "a=b=c"] { #expect(SampleSpace(text) == nil) }
  }
}

/// What a case says of its training, where it says more than the others.
private struct Way: Decodable {
  let optimizer: String
  let batchSize: Int
  let steps: Int
  let learningRate: Double
  let weighting: String?
  let schedule: String?
  let warmupSteps: Int?
  let decay: Double?
  let decaySteps: Int?
  let momentum: Double?
  let weightDecay: Double?
  let clipNorm: Double?

  enum CodingKeys: String, CodingKey {
    case optimizer, steps, weighting, schedule, decay, momentum
    case batchSize = "batch-size"
    case learningRate = "learning-rate"
    case warmupSteps = "warmup-steps"
    case decaySteps = "decay-steps"
    case weightDecay = "weight-decay"
    case clipNorm = "clip-norm"
  }

  var options: TrainingOptions {
    get throws {
      var options = TrainingOptions.standard
      options.optimizer = try #require(UpdateRule(rawValue: optimizer))
      (options.epochs, options.batchSize, options.seed) = (steps / 3, batchSize, 0)
      (options.learningRate, options.shuffles) = (learningRate, false)
      options.weighting = try #require(TaskWeighting(rawValue: weighting ?? "fixed"))
      options.schedule.shape = try #require(.init(rawValue: schedule ?? "constant"))
      options.schedule.warmupSteps = warmupSteps ?? 0
      options.schedule.decay = decay ?? 1
      options.schedule.decaySteps = decaySteps ?? 1
      options.momentum = momentum ?? 0
      options.weightDecay = weightDecay ?? 0
      options.clipNorm = clipNorm
      return options
    }
  }
}

extension ReferenceCase {
  /// Throws for plain Adam with fixed weights, which runs for fifty steps.
  fileprivate func way() throws -> Way {
    let way = try JSONDecoder().decode(
      Way.self, from: Data((try file().metadata["training"] ?? "").utf8))
    if way.steps != 48 { throw CancellationError() }
    return way
  }
}
