import DataSets
import Engine
import Models
import Numbers
import TestSupport
import Testing
import Training

@Suite struct TrainerTests {
  @Test(arguments: modelKinds.map { $0.name }) func trainingLearns(kind: String) throws {
    let trainer = Trainer(try SmallTask.model([kind]), SmallTask.data())
    var options = SmallTask.options(epochs: 15)
    options.learningRate = 0.005
    let outcome = try trainer.train(options)
    #expect(outcome.ending == .finished)
    #expect(outcome.steps == 15 * 7 && outcome.rows == 15 * 400)
    #expect(trainer.history.losses.count == 15 * 7 && trainer.history.epochs.count == 15)
    let test = try trainer.evaluate(.test)
    #expect((test["click"]?.auc ?? 0) > 0.93)
    #expect((test["buy"]?.auc ?? 0) > 0.75)
    #expect((test["click"]?.normalisedEntropy ?? 9) < 0.6)
  }

  /// Same seed, same bits: for 1, 2 and 3 threads, and run to run; another seed, other bits.
  @Test(arguments: modelKinds.map { $0.name }) func sameSeedSameBits(kind: String) throws {
    try exclusively {
      let threads = Threads.count
      defer { Threads.count = threads }
      func digest(threads: Int, seed: UInt64 = 7) throws -> String {
        Threads.count = threads
        let trainer = Trainer(try SmallTask.model([kind]), SmallTask.data())
        var options = SmallTask.options()
        options.seed = seed
        _ = try trainer.train(options)
        return try trainer.model.digest()
      }
      let once = try digest(threads: 1)
      #expect(try digest(threads: 1) == once)
      #expect(try digest(threads: 2) == once)
      #expect(try digest(threads: 3) == once)
      #expect(try digest(threads: 1, seed: 8) != once)
    }
  }

  /// The model ends with the weights of the epoch that its history names.
  @Test func keepsTheBestEpoch() throws {
    let trainer = Trainer(try SmallTask.model(), SmallTask.data())
    var options = SmallTask.options(epochs: 12)
    options.learningRate = 0.02
    _ = try trainer.train(options)
    let losses = trainer.history.epochs.compactMap { $0.validation?.meanLoss }
    let best = try #require(trainer.history.bestEpoch)
    #expect(losses.count == 12 && losses.min() == losses[best - 1])
    #expect(best < 12, "a learning rate as large as this one overfits")
    #expect(try trainer.evaluate(.validation).meanLoss == losses[best - 1])
  }

  @Test func stopsEarlyWithoutGain() throws {
    let trainer = Trainer(try SmallTask.model(), SmallTask.data())
    var options = SmallTask.options(epochs: 100)
    options.learningRate = 0.02
    options.earlyStopPatience = 2
    options.monitor = .taskAUC("buy")
    #expect(try trainer.train(options).ending == .stoppedEarly)
    let figures = trainer.history.epochs.compactMap { $0.validation?["buy"]?.auc }
    let best = try #require(trainer.history.bestEpoch)
    #expect(figures.count == best + 2 && figures[best - 1] == figures.max())
  }

  /// An interrupt leaves the weights of the last whole step, from which training continues.
  @Test func interruptKeepsTheLastWholeStep() throws {
    let trainer = Trainer(try SmallTask.model(), SmallTask.data())
    let outcome = try trainer.train(
      SmallTask.options(epochs: 5), interruptedAfter: 10)
    #expect(outcome.ending == .interrupted && outcome.steps == 10)
    #expect(trainer.history.epochs.count == 1 && trainer.history.bestEpoch == nil)

    // The same ten steps by hand.
    let twin = try SmallTask.model()
    let data = SmallTask.data()
    let again = Trainer(twin, data)
    _ = try again.train(SmallTask.options(epochs: 2), interruptedAfter: 10)
    #expect(try twin.digest() == trainer.model.digest())

    let more = try trainer.train(SmallTask.options(epochs: 1))
    #expect(more.ending == .finished && more.steps == 7)
    #expect(trainer.history.epochs.last?.number == 3)
    #expect(try trainer.evaluate(.test).rows == 100)
  }

  /// Progress counts steps and epochs, and contains the last validation.
  @Test func progressCountsStepsAndEpochs() throws {
    var seen: [TrainingProgress] = []
    let trainer = Trainer(try SmallTask.model(), SmallTask.data())
    _ = try trainer.train(SmallTask.options(), progress: { seen.append($0) })
    #expect(seen.map(\.step) == [1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7])
    #expect(seen.map(\.epoch) == Array(repeating: 1, count: 7) + Array(repeating: 2, count: 7))
    #expect(seen.allSatisfy { $0.epochs == 2 && $0.steps == 7 && $0.losses.count == 2 })
    #expect(seen[0].validation == nil && seen[7].validation?.part == .validation)
  }

  @Test func aLossThatIsNotANumberIsReportedAndUndone() throws {
    let trainer = Trainer(try SmallTask.model(), SmallTask.data())
    _ = try trainer.train(SmallTask.options(epochs: 1))
    let before = try trainer.model.digest()
    var options = SmallTask.options(epochs: 3)
    options.learningRate = 1e30
    #expect {
      _ = try trainer.train(options)
    } throws: { error in
      guard case TrainingError.lossIsNoNumber(_, let step, let rate) = error else { return false }
      return step > 1 && rate == 1e30
    }
    #expect(try trainer.model.digest() == before)
    // Then training continues with a new optimizer.
    let twin = Trainer(try SmallTask.model(), SmallTask.data())
    twin.model.restore(trainer.model.weights)
    options = SmallTask.options(epochs: 1)
    options.shuffles = false
    #expect(try trainer.train(options).ending == .finished)
    _ = try twin.train(options)
    #expect(try trainer.model.digest() == twin.model.digest())
  }

  /// Validation detects a last step that ruins the weights.
  @Test(arguments: [1, 2]) func anEpochWithoutFiniteLossIsNotKept(epochs: Int) throws {
    let trainer = Trainer(try SmallTask.model(), SmallTask.data())
    let before = try trainer.model.digest()
    var options = SmallTask.options(epochs: epochs, batchSize: 400)
    options.learningRate = 1e30
    #expect(throws: TrainingError.self) { try trainer.train(options) }
    #expect(try trainer.model.digest() == before)
  }

  /// Another update rule starts anew, without the moments of the first.
  @Test func aChangeOfOptimizerStartsAnew() throws {
    let trainer = Trainer(try SmallTask.model(), SmallTask.data())
    var options = SmallTask.options(epochs: 1)
    options.shuffles = false
    _ = try trainer.train(options)
    options.optimizer = .sgd
    _ = try trainer.train(options)
    let twin = Trainer(try SmallTask.model(), SmallTask.data())
    twin.model.restore(trainer.model.weights)
    options.optimizer = .adam
    _ = try trainer.train(options)
    _ = try twin.train(options)
    #expect(try trainer.model.digest() == twin.model.digest())
  }

  /// A task without a label in a batch has no loss there, and does not stop training.
  @Test func aTaskWithoutLabelsHasNoLoss() throws {
    var data = SmallTask.data()
    data.labels[1] = Values(data.labels[1].enumerated().map { $0 < 64 ? .nan : $1 })
    let trainer = Trainer(try SmallTask.model(), data)
    var options = SmallTask.options(epochs: 1)
    options.shuffles = false
    _ = try trainer.train(options)
    #expect(trainer.history.losses[0][1].isNaN && trainer.history.losses[1][1] > 0)
  }

  @Test func badOptionsAreRejected() throws {
    let trainer = Trainer(try SmallTask.model(), SmallTask.data())
    var options = SmallTask.options()
    options.monitor = .taskLoss("sale")
    #expect(throws: TrainingError.unknownTask("sale", known: ["click", "buy"])) {
      try trainer.train(options)
    }
    var data = SmallTask.data()
    data.schema.tasks[1].kind = .regression
    let partly = Trainer(try SmallTask.model(), data)
    options.monitor = .taskAUC("buy")
    #expect(throws: TrainingError.noMetric(.auc, task: "buy")) { try partly.check(options) }
    options.monitor = .auc
    try partly.check(options)
    options.sampleSpaces = [SampleSpace(task: "click", label: "buy")]
    #expect(throws: TrainingError.noEvent("buy")) { try partly.check(options) }
    #expect(throws: TrainingError.noEvent("buy")) {
      try partly.evaluate(.test, in: options.sampleSpaces)
    }
    data.schema.tasks[0].kind = .regression
    let wholly = Trainer(try SmallTask.model(), data)
    options.sampleSpaces = []
    #expect(throws: TrainingError.noMetric(.auc, task: nil)) { try wholly.check(options) }
    options = SmallTask.options()
    options.taskWeights = [1]
    #expect(throws: TrainingError.wrongTaskWeights(count: 1, tasks: ["click", "buy"])) {
      try trainer.train(options)
    }
    #expect(throws: TrainingError.noData) {
      try Trainer(try SmallTask.model(), nil).train(SmallTask.options())
    }
  }

  @Test func taskWeightsWeigh() throws {
    func loss(_ weights: [Double]) throws -> Double {
      let trainer = Trainer(try SmallTask.model(), SmallTask.data())
      var options = SmallTask.options(epochs: 3)
      options.taskWeights = weights
      _ = try trainer.train(options)
      return try #require(try trainer.evaluate(.test)["buy"]).loss
    }
    #expect(try loss([1, 1]) < loss([1, 0.01]))
  }

  /// Without shuffling, the seed has no effect.
  @Test func rowsInFileOrderDoNotDependOnTheSeed() throws {
    func digest(seed: UInt64, shuffles: Bool) throws -> String {
      let trainer = Trainer(try SmallTask.model(), SmallTask.data())
      var options = SmallTask.options(epochs: 1)
      options.seed = seed
      options.shuffles = shuffles
      _ = try trainer.train(options)
      return try trainer.model.digest()
    }
    #expect(try digest(seed: 1, shuffles: false) == digest(seed: 2, shuffles: false))
    #expect(try digest(seed: 1, shuffles: true) != digest(seed: 2, shuffles: true))
  }
}
