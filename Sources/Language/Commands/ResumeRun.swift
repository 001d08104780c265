import ArgumentParser
import DataSets
import Display
import Models
import Runs
import Training

/// Continues a run that was interrupted or lost its process.
struct ResumeRun: Command {
  static let configuration = CommandConfiguration(
    commandName: "resume run",
    abstract: "Continues a run that was interrupted or lost its process, from its last checkpoint.")
  static let group = CommandGroup.build
  static let examples = [
    Example("m = resume run 1 adult", "Ends with the same weights as an uninterrupted run.")
  ]
  static let makes: ValueKind? = .model

  @Argument(help: "Number of the run; `runs` lists them.") var number: Int
  @Argument(help: "Data set of the run; found in the session by default.") var data: DataName?

  func run(in session: Session) throws -> Output {
    let record = try session.run(number)
    try check(record)
    guard let target = session.target else {
      throw Complaint(
        .usage, "`resume run` needs a name to keep the model under.",
        wayOut: "For instance: `\(record.resumingLine)`.")
    }
    let trainer = try trainer(of: record, data(of: record, in: session), in: session)
    guard let options = trainer.interrupted?.options else { throw damaged("it contains no run") }
    if let warning = trainer.model.otherArithmetic?.warning { session.sink.warn(warning) }
    // Kept before training, so that after an interrupt `train --resume` can continue.
    session[target] = .model(trainer)
    let outcome = try ObservedTraining(target, trainer, in: session).run(options)
    let row = TrainingTable.Run(name: target, trainer: trainer, outcome: outcome)
    let table = try TrainingTable.table(of: [row], session.interrupt)
    var output = Output.make(.model(trainer), showing: [.table(table)])
    output.recipe = session.recipe(of: record)
    return output
  }

  private func check(_ record: RunRecord) throws(Complaint) {
    if record.state == .running {
      throw Complaint(
        .usage, "Run \(number) is \(record.stateText).",
        wayOut: "`attach run \(number)` shows it.", about: "\(number)")
    }
    if !record.isResumable {
      let reason = record.end.map {
        "it \($0.ending == .interrupted ? "was " : "")\($0.ending.rawValue)"
      }
      throw Complaint(
        .usage,
        "Run \(number) has no checkpoint to continue from: "
          + "\(reason ?? "it lost its process before the first one").",
        wayOut: "`attach run \(number)` shows its losses.", about: "\(number)")
    }
  }

  /// The data set of that name, or one here, that has the run's fingerprint.
  private func data(of record: RunRecord, in session: Session) throws -> DataSet {
    let wanted = record.start.fingerprint
    let wayOut = "That data is made by `\(record.madeBy)`; files and options must be the same."
    if let name = data {
      let data = try session.data(name, for: "resume run")
      if data.fingerprint == wanted { return data }
      throw Complaint(
        .usage,
        "'\(name.text)' is not the data of run \(number) (fingerprints differ).",
        wayOut: wayOut, about: name.text)
    }
    if let found = session.data(of: record) { return found.data }
    throw Complaint(
      .usage, "The data of run \(number) is not in this session.", wayOut: wayOut,
      about: "\(number)")
  }

  private func trainer(
    of record: RunRecord, _ data: DataSet, in session: Session
  ) throws -> Trainer {
    let bytes = try FileReader.bytes(
      of: record.files.checkpoint, interrupt: session.interrupt)
    do {
      let (model, fingerprint, state) = try Checkpoint.decode(
        bytes, interrupt: session.interrupt)
      let trainer = Trainer(
        model, try data.encoded(for: model.schema, interrupt: session.interrupt),
        savedFingerprint: fingerprint, state: state)
      trainer.runNumber = number
      return trainer
    } catch let error as CheckpointError {
      throw damaged(error.phrase)
    }
  }

  private func damaged(_ reason: String) -> Complaint {
    Complaint(
      .file, "The checkpoint of run \(number) is damaged: \(reason).",
      wayOut: "`attach run \(number)` shows the losses of the run.", about: "\(number)")
  }
}
