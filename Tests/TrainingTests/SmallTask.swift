import ArgumentParser
import DataSets
import Engine
import Models
import Numbers
import Synchronization
import System
import Training

/// A small data set whose two tasks can be learned, and models for it.
enum SmallTask {
  /// 600 rows: 400 for training, 100 each for validation and test; every ninth `buy` is missing.
  static func data(seed: UInt64 = 1) -> DataSet {
    var stream = RandomStream(seed: seed, purpose: "small task")
    var colours: [Int32] = []
    var sizes: [Float] = []
    var clicks: [Float] = []
    var buys: [Float] = []
    for row in 0..<600 {
      let colour = stream.below(4)
      let size = Float(stream.normal())
      let click: Float = size + Float(colour) - 1.5 + Float(stream.normal()) / 2 > 0 ? 1 : 0
      colours.append(Int32(colour))
      sizes.append(size)
      clicks.append(click)
      buys.append(row % 9 == 8 ? .nan : (click == 1 && stream.below(3) > 0 ? 1 : 0))
    }
    let numeric = NumericTransform(takesLogarithm: false, mean: 0, deviation: 1)
    return DataSet(
      source: "small",
      schema: Schema(
        features: [
          Feature(name: "colour", kind: .categorical(vocabulary: ["red", "green", "blue"])),
          Feature(name: "size", kind: .numeric(numeric)),
        ], tasks: [Task(name: "click"), Task(name: "buy")]),
      columns: [
        .categories(Values(colours)), .numbers(raw: Values(sizes), transformed: Values(sizes)),
      ],
      labels: [clicks, buys],
      split: Split(
        train: Array(0..<400), validation: Array(400..<500), test: Array(500..<600)),
      notes: [], fingerprint: "0123456789abcdef")
  }

  static func model(_ words: [String] = ["mmoe"], seed: UInt64 = 1) throws -> Model {
    guard let kind = modelKinds.first(where: { $0.name == words[0] }) else {
      throw ModelError.noFeatures
    }
    return try Model(try kind.parse(Array(words.dropFirst())), schema: data().schema, seed: seed)
  }

  static func options(epochs: Int = 2, batchSize: Int = 64) -> TrainingOptions {
    var options = TrainingOptions.standard
    options.epochs = epochs
    options.batchSize = batchSize
    return options
  }
}

extension Trainer {
  /// Trains until `steps` steps of the run are made, then interrupts it.
  func train(
    _ options: TrainingOptions, interruptedAfter steps: Int
  ) throws -> TrainingOutcome {
    let made = Atomic(interrupted?.steps ?? 0)
    return try train(
      options, progress: { _ in made.add(1, ordering: .relaxed) },
      interrupt: Interrupt { made.load(ordering: .relaxed) >= steps })
  }
}
