import Analysis
import ArgumentParser
import DataSets
import Models
import System
import Training

/// Reads a model from a file.
struct Open: Command {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Reads a model that `save` wrote.")
  static let group = CommandGroup.keep
  static let examples = [
    Example("n = open models/adult.safetensors adult", "With data, to train or evaluate it."),
    Example("n = open models/adult.safetensors", "Without, to look at it."),
  ]
  static let makes: ValueKind? = .model

  @Argument(help: "File to read.") var file: FilePath
  @Argument(help: "Data set for it; features and tasks are matched by name.") var data: DataName?

  func run(in session: Session) throws -> Output {
    let data = try data.map { try session.data($0, for: "open") }
    let (model, fingerprint, state) = try decoded(session.interrupt)
    let trainer = Trainer(
      model,
      try data?.encoded(for: model.schema, interrupt: session.interrupt),
      savedFingerprint: fingerprint, state: state)
    let summary = try ModelSummary(
      NamedModel(model.kindName, trainer), interrupt: session.interrupt)
    var output = Output.make(.model(trainer), showing: summary.advisedFigures)
    output.remark = remark(on: trainer, data, fingerprint: fingerprint, state)
    return output
  }

  private func remark(
    on trainer: Trainer, _ data: DataSet?, fingerprint: String, _ state: TrainingState?
  ) -> String? {
    if let data, data.fingerprint != fingerprint {
      return "The model was trained on other data than this (fingerprints differ)."
        + (state?.position == nil ? "" : " Its interrupted run can go on only with its own data.")
    }
    return trainer.interrupted.map {
      let next = $0.next(afterEpoch: trainer.history.startedEpochs).phrase
      return "Its training was interrupted before \(next); `train NAME --resume` goes on there."
    }
  }

  private func decoded(_ interrupt: Interrupt) throws -> (
    model: Model, fingerprint: String, state: TrainingState?
  ) {
    let bytes = try FileReader.bytes(of: file.text, interrupt: interrupt)
    do {
      return try Checkpoint.decode(bytes, interrupt: interrupt)
    } catch let error as CheckpointError {
      throw Complaint(
        .file, "'\(file.text)' is not a model: \(error.phrase).",
        wayOut: "`save m FILE` writes one.", about: file.text)
    }
  }
}
