import DataSets
import FoundationEssentials
import Models
import Options
import Testing
import Training

/// Models saved by version 0.1.0 open with their options, weights and runs.
///
/// `Tests/Saved/README.md` says how they were made.
@Suite struct SavedFileTests {
  private func opened(
    _ name: String
  ) throws -> (model: Model, fingerprint: String, state: TrainingState?) {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Saved/\(name)")
    return try Checkpoint.decode(Array(try Data(contentsOf: url)))
  }

  private func data() throws -> DataSet {
    let words = ["--users", "5", "--items", "4", "--features", "2", "--rows", "600"]
    return try OptionParser.parse(Funnel.self, words).load(from: LoadContext())
  }

  @Test func modelWithOptionsOfEveryKind() throws {
    let (model, fingerprint, state) = try opened("dephn.safetensors")
    #expect(try model.digest().hasPrefix("3faf22a61fc9") && model.seed == 5 && state == nil)
    #expect(try fingerprint == data().fingerprint)
    #expect(
      OptionSetting.words(model.options) == [
        "--embedding-dim", "4", "--embedding-regularizer", "0.0", "--dropout", "0.1",
        "--batch-norm", "--net-regularizer", "0.0", "--num-experts", "2", "--expert-hidden-units",
        "6", "3", "--mappings", "raw", "cos", "--gate", "trainable", "--virtual-gradient", "none",
        "--correlation", "cosine", "--virtual-gradient-on", "gradient", "--gate-optimizer", "sgd",
        "--gate-learning-rate", "0.0125", "--expert-dropout", "0.0", "--num-cross-layers", "1",
        "--num-field-layers", "1", "--heads", "1", "--residual", "plain",
      ])
  }

  @Test func modelWithItsOptimizer() throws {
    let (model, _, state) = try opened("mmoe-optimizer.safetensors")
    #expect(try model.digest().hasPrefix("71aedbdcbdd8"))
    #expect(
      model.options.first { $0.name == "tower-hidden-units" }?.value == .list([]))
    #expect(state?.history.startedEpochs == 2 && state?.history.losses.count == 10)
  }

  /// It ends with the same bits as in version 0.1.0.
  @Test func interruptedRunGoesOn() throws {
    let (model, fingerprint, state) = try opened("interrupted-run.safetensors")
    let trainer = Trainer(model, try data(), savedFingerprint: fingerprint, state: state)
    let options = try #require(trainer.interrupted?.options)
    _ = try trainer.train(options)
    #expect(trainer.history.startedEpochs == 60 && trainer.interrupted == nil)
    #expect(try model.digest().hasPrefix("17a99513a820"))
  }
}
