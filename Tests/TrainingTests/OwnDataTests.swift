import ArgumentParser
import DataSets
import Engine
import Models
import Numbers
import Testing
import Training

/// What tables of people's own ask of training: weights, large labels, batches of one row.
@Suite struct OwnDataTests {
  /// Every third training row twice: as rows, or as weights.
  private static func twice(byWeight: Bool) -> DataSet {
    var data = SmallTask.data()
    if byWeight {
      data.carried.weights = Values((0..<600).map { $0 < 400 && $0 % 3 == 0 ? 2 : 1 })
      return data
    }
    func repeated<Element>(_ values: Values<Element>) -> Values<Element> {
      Values(
        (0..<600).flatMap { row in
          [Element](repeating: values[row], count: row < 400 && row % 3 == 0 ? 2 : 1)
        })
    }
    data.columns = data.columns.map { column in
      switch column {
      case .categories(let ids): .categories(repeated(ids))
      case .numbers(let raw, let transformed):
        .numbers(raw: repeated(raw), transformed: repeated(transformed))
      default: column
      }
    }
    data.labels = data.labels.map(repeated)
    let train = 400 + 134
    data.split = Split(
      train: Array(0..<Int32(train)), validation: Array(Int32(train)..<Int32(train + 100)),
      test: Array(Int32(train + 100)..<Int32(train + 200)))
    return data
  }

  /// A row that weighs 2 counts as two rows do, in training and in metrics.
  @Test func aWeightOfTwoIsTwoRows() throws {
    var evaluations: [Evaluation] = []
    for byWeight in [true, false] {
      let trainer = Trainer(try SmallTask.model(seed: 3), Self.twice(byWeight: byWeight))
      var options = SmallTask.options(epochs: 5, batchSize: 1_000)
      options.shuffles = false
      _ = try trainer.train(options)
      evaluations.append(try trainer.evaluate(.train))
      evaluations.append(try trainer.evaluate(.test))
    }
    for (weighted, repeated) in [(0, 2), (1, 3)] {
      for (one, other) in zip(evaluations[weighted].tasks, evaluations[repeated].tasks) {
        #expect(abs(one.loss - other.loss) < 1e-5)
        #expect(abs((one.auc ?? 0) - (other.auc ?? 1)) < 1e-3)
        #expect(abs(one.labelMean - other.labelMean) < 1e-12)
        #expect(abs((one.calibrationError ?? 0) - (other.calibrationError ?? 1)) < 1e-3)
      }
    }
  }

  @Test func weightedAUC() {
    let scores: [Float] = [0.1, 0.4, 0.4, 0.8]
    let labels: [Float] = [0, 1, 0, 1]
    // Pairs: 0.4 over 0.1 (1·1), 0.4 with 0.4 half (1·2/2), 0.8 over both (3·1 + 3·2); of 4·3.
    let auc = Ranking(scores).auc(labels: labels, weights: [1, 1, 2, 3])
    #expect(auc == (1 + 1 + 3 + 6) / 12.0)
    #expect(Ranking(scores).auc(labels: labels) == 3.5 / 4)
  }

  @Test func aLastBatchOfOneRowJoinsTheOneBefore() throws {
    let data = SmallTask.data()
    for (words, steps) in [(["dnn", "--batch-norm"], 7), (["dnn"], 8)] {
      let trainer = Trainer(try SmallTask.model(words), data)
      let outcome = try trainer.train(SmallTask.options(epochs: 1, batchSize: 57))
      #expect(outcome.steps == steps && outcome.rows == 400)
    }
  }

  @Test func batchesOfOneRowAreNotNormalized() throws {
    let trainer = Trainer(try SmallTask.model(["dnn", "--batch-norm"]), SmallTask.data())
    #expect(throws: TrainingError.batchOfOneRow) {
      _ = try trainer.train(SmallTask.options(batchSize: 1))
    }
    let plain = Trainer(try SmallTask.model(["dnn"]), SmallTask.data())
    #expect(try plain.train(SmallTask.options(epochs: 1, batchSize: 1)).steps == 400)
  }

  /// Labels of ±300,000 are learned like small ones, and seen in their units.
  @Test func largeLabelsAreStandardizedInside() throws {
    var data = SmallTask.data()
    guard case .numbers(let sizes, _) = data.columns[1] else { return }
    data.schema.tasks = [Task(name: "spend", kind: .regression)]
    data.labels = [Values(sizes.map { $0 * 100_000 + 250_000 })]
    data = data.scalingLabels()
    let kind = try #require(modelKinds.first { $0.name == "dnn" })
    let trainer = Trainer(try Model(kind.parse([]), schema: data.schema, seed: 1), data)
    var options = SmallTask.options(epochs: 20)
    options.learningRate = 0.005
    _ = try trainer.train(options)
    let test = try #require(try trainer.evaluate(.test)["spend"])
    #expect((test.explainedVariance ?? 0) > 0.95)
    #expect(abs(test.predictionMean - test.labelMean) < 20_000)
    // The loss of a training step is in the labels' units, too.
    #expect((trainer.history.losses.first?.first ?? 0) > 1e8)
    let opened = try Checkpoint.decode(Checkpoint.encode(trainer.model, fingerprint: nil)).model
    #expect(
      try Prediction(opened, data).predictions(data.split.test)
        == Prediction(trainer.model, data).predictions(data.split.test))
  }

  /// A model of logarithms predicts in the labels' units, also from its file.
  @Test func logarithmsAreLearnedAndUndone() throws {
    var data = SmallTask.data()
    guard case .numbers(let sizes, _) = data.columns[1] else { return }
    data.schema.tasks = [Task(name: "watch", kind: .regression)]
    let labels = sizes.map { Float(Elementary.exp(Double($0) * 2 + 5)) }
    data.labels = [Values(labels)]
    data = data.scalingLabels(["watch": .log1p])
    let scale = try #require(data.schema.tasks[0].scale)
    let logs = data.split.train.map { Elementary.log1p(Double(labels[Int($0)])) }
    let mean = logs.meanOfNumbers
    #expect(scale.takesLogarithm && abs(scale.mean - mean) < 1e-12)
    #expect(
      abs(scale.deviation - logs.map { ($0 - mean) * ($0 - mean) }.meanOfNumbers.squareRoot())
        < 1e-12)
    for label in labels.prefix(50) {
      #expect(abs(scale.label(scale.standardized(label)) - label) < 2e-5 * label)
    }
    #expect(scale.label(1e6).isFinite)
    let kind = try #require(modelKinds.first { $0.name == "dnn" })
    let trainer = Trainer(try Model(kind.parse([]), schema: data.schema, seed: 1), data)
    var options = SmallTask.options(epochs: 20)
    options.learningRate = 0.005
    _ = try trainer.train(options)
    let test = try #require(try trainer.evaluate(.test)["watch"])
    #expect((test.rankCorrelation ?? 0) > 0.98 && (test.absoluteError ?? .infinity) < 400)
    let opened = try Checkpoint.decode(Checkpoint.encode(trainer.model, fingerprint: nil)).model
    #expect(opened.schema.tasks[0].scale == scale)
    #expect(
      try Prediction(opened, data).predictions(data.split.test)
        == Prediction(trainer.model, data).predictions(data.split.test))
  }

  @Test func transformsCanBeChosen() {
    var data = SmallTask.data()
    data.schema.tasks = [Task(name: "stars", kind: .regression), Task(name: "buy")]
    #expect(data.scalingLabels(["stars": .standardize]).schema.tasks[0].scale != nil)
    data.labels = [Values(data.labels[0].map { $0 * 1000 }), data.labels[1]]
    #expect(data.scalingLabels(["stars": .none]).schema.tasks[0].scale == nil)
    #expect(data.scalingLabels().schema.tasks[0].scale?.takesLogarithm == false)
  }

  /// Labels near 0 are learned as they are.
  @Test func smallLabelsHaveNoScale() {
    var data = SmallTask.data()
    data.schema.tasks = [Task(name: "stars", kind: .regression), Task(name: "buy")]
    #expect(data.scalingLabels().schema.tasks.allSatisfy { $0.scale == nil })
    // All equal, up to the rounding of their mean.
    data.labels = [Values(data.labels[0].map { _ in 0.1 }), data.labels[1]]
    #expect(data.scalingLabels().schema.tasks.allSatisfy { $0.scale == nil })
  }

  /// Labels of a few thousandths are learned like larger ones: as they are, they would be all but 0 to a model.
  @Test func tinyLabelsAreStandardizedInside() throws {
    var data = SmallTask.data()
    guard case .numbers(let sizes, _) = data.columns[1] else { return }
    data.schema.tasks = [Task(name: "spend", kind: .regression)]
    data.labels = [Values(sizes.map { $0 * 0.001 + 0.002 })]
    data = data.scalingLabels()
    let labels = data.split.train.map { Double(data.labels[0][Int($0)]) }
    let mean = labels.meanOfNumbers
    let deviation = labels.map { ($0 - mean) * ($0 - mean) }.meanOfNumbers.squareRoot()
    let scale = try #require(data.schema.tasks[0].scale)
    #expect(abs(scale.mean - mean) < 1e-12 && abs(scale.deviation - deviation) < 1e-12)
    let kind = try #require(modelKinds.first { $0.name == "dnn" })
    let trainer = Trainer(try Model(kind.parse([]), schema: data.schema, seed: 1), data)
    var options = SmallTask.options(epochs: 20)
    options.learningRate = 0.005
    _ = try trainer.train(options)
    #expect((try trainer.evaluate(.test)["spend"]?.explainedVariance ?? 0) > 0.95)
  }

  /// A bit that flips after saving is found, wherever it is.
  @Test(arguments: 1...40) func aFlippedBitIsFound(seed: UInt64) throws {
    let trainer = Trainer(try SmallTask.model(), SmallTask.data())
    _ = try trainer.train(SmallTask.options(epochs: 1))
    var bytes = try Checkpoint.encode(
      trainer.model, fingerprint: "f", state: trainer.state)
    var random = RandomStream(seed: seed, purpose: "bits")
    // In the values: the header's own faults have other names.
    let header = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) } + 8
    let place = header + random.below(bytes.count - header)
    bytes[place] ^= 1 << UInt8(random.below(8))
    #expect(throws: CheckpointError.self) { _ = try Checkpoint.decode(bytes) }
  }
}
