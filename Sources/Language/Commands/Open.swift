import Analysis
import ArgumentParser
import DataSets
import Models
import System
import Training

/// Opens a model file.
struct Open: Command {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Opens a model file that `save` wrote.")
  static let group = CommandGroup.session
  static let examples = [
    Example(
      "n = open models/adult.safetensors adult", "With data, to train or evaluate the model."),
    Example("n = open models/adult.safetensors", "Without data, to inspect the model."),
  ]
  static let makes: ValueKind? = .model

  @Argument(help: "File to open.") var file: FilePath
  @Argument(help: "Data set for the model; features and tasks are matched by name.") var data:
    DataName?

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
    let remarks = [
      remark(on: trainer, data, fingerprint: fingerprint, state), model.otherArithmetic?.warning,
    ].compactMap { $0 }
    output.remark = remarks.isEmpty ? nil : remarks.joined(separator: " ")
    return output
  }

  private func remark(
    on trainer: Trainer, _ data: DataSet?, fingerprint: String, _ state: TrainingState?
  ) -> String? {
    if let data, data.fingerprint != fingerprint {
      return "The model was trained on different data (fingerprints differ)."
        + (state?.position == nil
          ? "" : " Its interrupted run needs the original data to continue.")
    }
    return trainer.interrupted.map {
      let next = $0.next(afterEpoch: trainer.history.startedEpochs).phrase
      return "Its training was interrupted before \(next); `train NAME --resume` continues there."
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
        .file, "'\(file.text)' is not a saved model: \(error.phrase).",
        wayOut: "`save m FILE` writes one.", about: file.text)
    }
  }
}
