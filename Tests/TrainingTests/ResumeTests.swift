import DataSets
import Engine
import Models
import System
import TestSupport
import Testing
import Training

/// A resumed run ends with the bits of an uninterrupted one: weights, moments, history and metrics, all
/// compared by the bytes of the saved file.
@Suite struct ResumeTests {
  /// A way of training: a model, and options that differ from the default.
  struct Way: Sendable, CustomTestStringConvertible {
    let name: String
    var words = ["mmoe", "--num-experts", "2", "--expert-hidden-units", "8"]
    var change: @Sendable (inout TrainingOptions) -> Void = { _ in }

    var testDescription: String { name }
  }

  static let ways: [Way] = [
    Way(name: "adam"),
    Way(name: "adamw, clipped") { ($0.optimizer, $0.clipNorm) = (.adamw, 0.05) },
    Way(name: "sgd with momentum") { ($0.optimizer, $0.momentum) = (.sgd, 0.9) },
    Way(name: "adagrad") { $0.optimizer = .adagrad },
    Way(name: "dropout", words: ["mmoe", "--dropout", "0.3"]),
    Way(name: "snr's noise", words: ["snr"]),
    Way(name: "batch norm", words: ["dnn", "--batch-norm"]),
    Way(name: "dephn", words: ["dephn", "--virtual-gradient", "mul-cos"]),
    Way(name: "uncertainty") { $0.weighting = .uncertainty },
    Way(name: "gradnorm") { $0.weighting = .gradnorm },
    Way(name: "dwa") { $0.weighting = .dwa },
    Way(name: "pcgrad") { $0.weighting = .pcgrad },
    Way(name: "cosine with warm-up") {
      ($0.schedule.shape, $0.schedule.warmupSteps) = (.cosine, 9)
    },
    Way(name: "exponential") { ($0.schedule.shape, $0.schedule.decaySteps) = (.exponential, 3) },
    Way(name: "lazy tables") { $0.tables = .lazy },
    Way(name: "file order") { $0.shuffles = false },
    Way(name: "early stopping") {
      ($0.epochs, $0.learningRate, $0.earlyStopPatience) = (100, 0.02, 2)
      $0.monitor = .taskAUC("buy")
    },
    Way(name: "an epoch per task", words: ["wide-deep"]) { $0.learningRate = 0.02 },
  ]

  /// Steps of an epoch; the fourth epoch of the early-stopping run is without gain.
  static let stepsOfEpoch = 7
  /// Before the first step, within and at the end of epochs; validations come after the seventh step.
  static let interruptedSteps = [0, 1, 4, 7, 8, 13, 14, 20, 26]

  private static func options(_ way: Way) -> TrainingOptions {
    var options = SmallTask.options(epochs: 4)
    (options.learningRate, options.seed) = (0.005, 11)
    way.change(&options)
    return options
  }

  private static func trainer(_ way: Way) throws -> Trainer {
    Trainer(try SmallTask.model(way.words, seed: 5), SmallTask.data())
  }

  private static func bytes(_ trainer: Trainer) throws -> [UInt8] {
    try Checkpoint.encode(
      trainer.model, fingerprint: trainer.fingerprint, state: trainer.state)
  }

  /// The trainer opened from a file.
  private static func opened(_ bytes: [UInt8]) throws -> Trainer {
    let (model, fingerprint, state) = try Checkpoint.decode(bytes)
    return Trainer(model, SmallTask.data(), savedFingerprint: fingerprint, state: state)
  }

  /// Trains until `steps` steps of the run are made; where they end an epoch, the interrupt comes while
  /// the validation that follows computes.
  private static func interrupt(
    _ trainer: Trainer, _ options: TrainingOptions, after steps: Int
  ) throws {
    let outcome = try trainer.train(options, interruptedAfter: steps)
    #expect(outcome.ending == .interrupted && trainer.interrupted?.steps == steps)
  }

  /// Models here have looked-up features, unless told otherwise.
  @Test func firstLayersAreLookedUp() throws {
    let features = try Self.trainer(Self.ways[0]).model.featuresByTable
    #expect(features == (Arithmetic.here.isDense ? [] : ["colour", "size"]))
  }

  @Test(arguments: ways) func endsAsIfNeverInterrupted(way: Way) throws {
    let options = Self.options(way)
    let unbroken = try Self.trainer(way)
    let ending = try unbroken.train(options).ending
    let expected = try Self.bytes(unbroken)
    for step in Self.interruptedSteps {
      let broken = try Self.trainer(way)
      try Self.interrupt(broken, options, after: step)
      let file = try Self.opened(Self.bytes(broken))
      for trainer in [broken, file] {
        #expect(try trainer.train(options).ending == ending)
        #expect(try Self.bytes(trainer) == expected, "\(way.name), after step \(step)")
        #expect(trainer.history.bestEpoch == unbroken.history.bestEpoch)
        #expect(trainer.interrupted == nil)
      }
    }
  }

  /// An interrupt between the phases of a step leaves it unmade: neither weights nor anything else that
  /// the next step follows from has changed.
  @Test(arguments: ways) func aStepThatWasInterruptedIsMadeAnew(way: Way) throws {
    let options = Self.options(way)
    let unbroken = try Self.trainer(way)
    // Questions that are asked within a step: not the first after one, nor a validation's. The first
    // step asks more than others do, as it takes memory.
    let questions = Lock((made: 0, asked: 0, last: 0, within: [Int]()))
    _ = try unbroken.train(
      options,
      progress: { _ in
        questions.withLock {
          $0.made += 1
          $0.last = $0.asked
        }
      },
      interrupt: Interrupt {
        questions.withLock {
          $0.asked += 1
          if $0.asked > $0.last + 1, $0.made == 0 || $0.made % Self.stepsOfEpoch > 0 {
            $0.within.append($0.asked)
          }
        }
        return false
      })
    let (asked, within) = questions.withLock { ($0.asked, $0.within) }
    let later = within.filter { $0 > asked / 2 }
    #expect(!later.isEmpty)
    let expected = try Self.bytes(unbroken)
    let stride = stride(from: 0, to: later.count, by: later.count / 10 + 1)
    for question in [1] + within.prefix(3) + stride.map({ later[$0] }) {
      let trainer = try Self.trainer(way)
      var made = 0
      let outcome = try trainer.train(
        options, progress: { _ in made += 1 }, interrupt: Countdown(question - 1).interrupt)
      #expect(outcome.ending == .interrupted)
      #expect(trainer.interrupted?.steps == made && trainer.history.losses.count == made)
      _ = try trainer.train(options)
      #expect(try Self.bytes(trainer) == expected, "\(way.name), question \(question)")
    }
  }

  /// Every step, and every validation, is an interrupt, a file and a new beginning.
  @Test(arguments: [ways[0], ways[8], ways[10], ways[12], ways[16]])
  func interruptedAgainAndAgain(way: Way) throws {
    let options = Self.options(way)
    let unbroken = try Self.trainer(way)
    let steps = try unbroken.train(options).steps
    var trainer = try Self.trainer(way)
    for step in 0..<steps {
      try Self.interrupt(trainer, options, after: step)
      trainer = try Self.opened(Self.bytes(trainer))
      if step > 0, step % Self.stepsOfEpoch == 0, trainer.interrupted?.epochStep != nil {
        try Self.interrupt(trainer, options, after: step)
        trainer = try Self.opened(Self.bytes(trainer))
      }
    }
    _ = try trainer.train(options)
    #expect(try Self.bytes(trainer) == Self.bytes(unbroken))
  }

  /// The state between two steps or epochs, as a checkpoint on disk has it, leads to the same end.
  @Test(arguments: ways) func checkpointsLeadToTheSameEnd(way: Way) throws {
    let options = Self.options(way)
    let unbroken = try Self.trainer(way)
    var files: [[UInt8]] = []
    let outcome = try unbroken.train(
      options, progress: { if $0.step == 3 { files += [(try? Self.bytes(unbroken)) ?? []] } },
      endOfEpoch: { files += [(try? Self.bytes(unbroken)) ?? []] })
    let expected = try Self.bytes(unbroken)
    #expect(files.count == 2 * unbroken.history.epochs.count)
    for file in files {
      let trainer = try Self.opened(file)
      #expect(try trainer.train(options).ending == outcome.ending)
      #expect(try Self.bytes(trainer) == expected)
    }
  }

  @Test func otherOptionsBeginANewRun() throws {
    let options = Self.options(Self.ways[0])
    let trainer = try Self.trainer(Self.ways[0])
    try Self.interrupt(trainer, options, after: 10)
    var other = options
    other.seed += 1
    #expect(try trainer.train(other).steps == 4 * Self.stepsOfEpoch)
    #expect(trainer.history.epochs.map(\.number) == [1, 3, 4, 5, 6])
    #expect(trainer.interrupted == nil)
  }

  /// Other data, or none, leave the model and its moments, but no run to go on with.
  @Test func aRunGoesOnWithItsOwnDataOnly() throws {
    let trainer = try Self.trainer(Self.ways[0])
    try Self.interrupt(trainer, Self.options(Self.ways[0]), after: 10)
    let (model, fingerprint, state) = try Checkpoint.decode(Self.bytes(trainer))
    var other = SmallTask.data(seed: 2)
    other.fingerprint = "other"
    #expect(
      Trainer(model, other, savedFingerprint: fingerprint, state: state).interrupted == nil)
    #expect(Trainer(model, nil, savedFingerprint: fingerprint, state: state).interrupted == nil)
  }

  @Test func damagedRunsAreRejected() throws {
    let trainer = try Self.trainer(Self.ways[10])
    try Self.interrupt(trainer, Self.options(Self.ways[10]), after: 17)
    let whole = try Safetensors(decoding: Self.bytes(trainer))
    for (entry, part, damage) in [
      ("run", #""epochStep":3"#, #""epochStep":-3"#), ("run", #""epochStep":3"#, #""epochStep":8"#),
      ("run", #""steps":17"#, #""steps":18"#), ("run", #""lastEpoch":4"#, #""lastEpoch":2"#),
      ("run", #""batch-size":64"#, #""batch-size":0"#),
      ("run", #""keptEpoch":"#, #""keptEpoch":9"#),
      ("run", #""weights":["#, #""weights":[1,"#),
      ("run", #""optimizer":"adam""#, #""optimizer":"sgd""#),
      ("run", #""monitor":"loss""#, #""monitor":"loss of time""#),
      ("history", #""step":7"#, #""step":70"#), ("history", #""click""#, #""clack""#),
      ("history", #""rows":992"#, #""rows":-992"#),
    ] {
      var file = whole
      let text = try #require(file.metadata[entry])
      file.metadata[entry] = text.replacing(part, with: damage, maxReplacements: 1)
      #expect(file.metadata[entry] != text, "\(part) is there")
      #expect(throws: CheckpointError.self, "\(damage)") { try Checkpoint.decode(file.encoded()) }
    }
    for name in ["training.losses", "training.best.towers.buy.0.weight"] {
      var file = whole
      let index = try #require(file.tensors.firstIndex { $0.name == name })
      file.tensors.remove(at: index)
      #expect(throws: CheckpointError.self) { try Checkpoint.decode(file.encoded()) }
      file = whole
      if name == "training.losses" {
        file.tensors[index].doubles?[0] = .infinity
      } else {
        file.tensors[index].values[0] = .nan
      }
      #expect(throws: CheckpointError.self) { try Checkpoint.decode(file.encoded()) }
    }
  }
}
