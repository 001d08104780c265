import ArgumentParser
import DataSets
import Display
import Models
import Runs
import Training

/// Goes on with a run that was interrupted, or whose process died.
struct ResumeRun: Command {
  static let configuration = CommandConfiguration(
    commandName: "resume run",
    abstract: "Goes on with a run that was interrupted or died, from its last checkpoint.")
  static let group = CommandGroup.build
  static let examples = [
    Example("m = resume run 1 adult", "Ends with the weights of a run that was never broken.")
  ]
  static let makes: ValueKind? = .model

  @Argument(help: "Number of the run; `runs` lists them.") var number: Int
  @Argument(help: "Its data; without it, those here that fit.") var data: DataName?

  func run(in session: Session) throws -> Output {
    let record = try session.run(number)
    try check(record)
    guard let target = session.target else {
      throw Complaint(
        .usage, "The model needs a name, so that it is not lost.",
        wayOut: "`\(record.resumingLine)` keeps it.")
    }
    let trainer = try trainer(of: record, data(of: record, in: session), in: session)
    guard let options = trainer.interrupted?.options else { throw damaged("it holds no run") }
    // Kept before it trains: an interrupt leaves a model that goes on with `train --resume`.
    session[target] = .model(trainer)
    let outcome = try ObservedTraining(target, trainer, in: session).run(options)
    let row = TrainingTable.Run(name: target, trainer: trainer, outcome: outcome)
    let table = try TrainingTable.table(of: [row], session.interrupt)
    return .make(.model(trainer), showing: [.table(table)])
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
        "Run \(number) left no checkpoint to go on from: \(reason ?? "it died before the first").",
        wayOut: "`attach run \(number)` shows what it reached.", about: "\(number)")
    }
  }

  /// The data set of that name, or one here, that has the run's fingerprint.
  private func data(of record: RunRecord, in session: Session) throws -> DataSet {
    let wanted = record.start.fingerprint
    let wayOut = "The line `\(record.madeBy)` made them; files and options must be the same."
    if let name = data {
      let data = try session.data(name, for: "resume run")
      if data.fingerprint == wanted { return data }
      throw Complaint(
        .usage,
        "'\(name.text)' holds other data than those of run \(number) (fingerprints differ).",
        wayOut: wayOut, about: name.text)
    }
    if let found = session.dataSets.first(where: { $0.data.fingerprint == wanted }) {
      return found.data
    }
    throw Complaint(
      .usage, "No data set here is that of run \(number).", wayOut: wayOut, about: "\(number)")
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
      wayOut: "`attach run \(number)` shows what the run reached.", about: "\(number)")
  }
}
