import DataSets
import Engine
import Models
import Testing
import Training

/// The best epoch of each task, in kinds whose tasks share nothing.
@Suite struct EpochsOfTasksTests {
  private static func trainer(_ words: [String] = ["dnn"]) throws -> Trainer {
    Trainer(try SmallTask.model(words, seed: 5), SmallTask.data())
  }

  private static func options(_ epochs: Int) -> TrainingOptions {
    var options = SmallTask.options(epochs: epochs)
    options.learningRate = 0.02
    return options
  }

  /// The weights of one task's tensors.
  private static func weights(_ trainer: Trainer, _ task: Int) -> [[Float]] {
    trainer.model.parametersOfTasks[task].map { trainer.model.weights[$0] }
  }

  /// The losses of a run that keeps its last weights say which epoch is each task's best; a run that ends
  /// there has the same weights.
  @Test(arguments: ["dnn", "wide-deep", "dcn-v2", "xdeepfm", "phn"])
  func eachTaskHasTheWeightsOfItsBestEpoch(kind: String) throws {
    let trainer = try Self.trainer([kind])
    _ = try trainer.train(Self.options(8))
    let losses = trainer.history.epochs.compactMap { $0.validation?.tasks.map(\.loss) }
    let best = try (0..<2).map { task in
      try #require(losses.indices.min { losses[$0][task] < losses[$1][task] }) + 1
    }
    let kept = trainer.history.bestEpochs
    #expect(kept == (best[0] == best[1] ? [best[0]] : best))
    for task in 0..<2 {
      let data = SmallTask.data()
      let single = data.split.validation
      var unseen = data
      // Without validation rows, a run keeps its last weights.
      unseen.split = Split(train: data.split.train, validation: [], test: single)
      let twin = Trainer(try SmallTask.model([kind], seed: 5), unseen)
      _ = try twin.train(Self.options(best[task]))
      #expect(Self.weights(trainer, task) == Self.weights(twin, task))
      let own = try trainer.evaluate(.validation).tasks[task]
      #expect(own == trainer.history.bestValidation?.tasks[task])
      #expect(own.loss == losses[best[task] - 1][task])
    }
  }

  @Test func tensorsBelongToOneTask() throws {
    for kind in modelKinds {
      let model = try SmallTask.model([kind.name])
      let isApart = kind.tasks == .apart
      #expect(model.parametersOfTasks.count == (isApart ? 2 : 0))
      if isApart {
        #expect(model.parametersOfTasks.flatMap { Array($0) } == Array(model.weights.indices))
        for (task, range) in zip(model.schema.tasks, model.parametersOfTasks) {
          for index in range {
            #expect(model.parameters.all[index].name.hasPrefix(task.name + "."))
          }
        }
      }
    }
  }

  /// One epoch for all: asked for, or because the monitor names a task.
  @Test func oneEpochForAll() throws {
    var options = Self.options(8)
    options.earlyStopTogether = true
    let together = try Self.trainer()
    _ = try together.train(options)
    let losses = together.history.epochs.compactMap { $0.validation?.meanLoss }
    #expect(
      together.history.bestEpochs == [
        try #require(losses.indices.min { losses[$0] < losses[$1] }) + 1
      ])
    options.earlyStopTogether = false
    options.monitor = .taskAUC("buy")
    let watched = try Self.trainer()
    _ = try watched.train(options)
    #expect(watched.history.bestEpochs.count == 1)
  }

  /// Patience ends a run when no task has gained for so long.
  @Test func patienceIsThatOfTheLastTask() throws {
    var options = Self.options(100)
    options.earlyStopPatience = 2
    let trainer = try Self.trainer()
    #expect(try trainer.train(options).ending == .stoppedEarly)
    let last = try #require(trainer.history.bestEpochs.max())
    #expect(trainer.history.startedEpochs == last + 2)
  }

  @Test func kindsThatShareWeightsRefuse() throws {
    var options = Self.options(1)
    options.earlyStopEach = true
    try Self.trainer().check(options)
    #expect(throws: TrainingError.tasksShare(kind: "mmoe")) {
      try Self.trainer(["mmoe"]).check(options)
    }
    options.earlyStopTogether = true
    #expect(throws: TrainingFault.eachAndTogether) { try options.check() }
    options.earlyStopTogether = false
    options.monitor = .taskLoss("buy")
    #expect(throws: TrainingFault.eachByOne(task: "buy")) { try options.check() }
  }

  @Test func theEpochsAreSaved() throws {
    let trainer = try Self.trainer()
    _ = try trainer.train(Self.options(8))
    #expect(trainer.history.bestEpochs.count == 2, "the tasks have different best epochs")
    let bytes = try Checkpoint.encode(
      trainer.model, fingerprint: trainer.fingerprint, state: trainer.state)
    let (model, fingerprint, state) = try Checkpoint.decode(bytes)
    let opened = Trainer(model, SmallTask.data(), savedFingerprint: fingerprint, state: state)
    #expect(opened.history.bestEpochs == trainer.history.bestEpochs)
    #expect(opened.age == .epochs(trainer.history.bestEpochs))
  }
}
