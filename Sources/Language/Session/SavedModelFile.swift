import Analysis
import DataSets
import Models
import Training

/// A file with a saved model, which a line opens.
struct SavedModelFile {
  private let path: String
  /// What people call it: its path, or `run 3`.
  private let name: String
  /// What to do if it is damaged.
  private let wayOut: String

  init(
    _ path: String, called name: String, wayOut: String = "`save m FILE` writes one."
  ) {
    self.path = path
    self.name = name
    self.wayOut = wayOut
  }

  /// The model as a value, with what there is to say about its data and its run.
  ///
  /// - Throws: `Complaint`; `CancellationError` after an interrupt.
  func opened(with data: DataSet?, in session: Session) throws -> Output {
    let (model, fingerprint, state) = try decoded(session)
    let trainer = Trainer(
      model, try data?.encoded(for: model.schema, interrupt: session.interrupt),
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

  private func decoded(_ session: Session) throws -> (
    model: Model, fingerprint: String, state: TrainingState?
  ) {
    let bytes = try FileReader.bytes(of: path, interrupt: session.interrupt)
    do {
      return try Checkpoint.decode(bytes, interrupt: session.interrupt)
    } catch let error as CheckpointError {
      throw Complaint(
        .file, "'\(name)' is not a saved model: \(error.phrase).", wayOut: wayOut, about: name)
    }
  }
}
