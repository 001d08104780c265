import ArgumentParser
import DataSets
import Display
import Models
import Runs
import Training

/// Opens the model of a run that ended.
struct OpenRun: Command {
  static let configuration = CommandConfiguration(
    commandName: "open run", abstract: "Opens the model that a finished run has trained.")
  static let group = CommandGroup.session
  static let examples = [
    Example("m = open run 1", "With the data of the run, if this session has it."),
    Example("m = open run 1 adult", "With other data of the same features."),
    Example(
      "m = open run best",
      "The best trial, after `best = show tried --sort best --descending`."),
  ]
  static let makes: ValueKind? = .model

  @Argument(help: "Number of the run, as in `runs`; or a table whose first row has it as `run`.")
  var number: RunNumber
  @Argument(help: "Data set for the model; by default the run's own, found in the session.")
  var data: DataName?

  func run(in session: Session) throws -> Output {
    let number = try number(in: session)
    let record = try session.run(number)
    try check(record)
    let data = try data.map { try session.data($0, for: "open run") }
    let own = session.data(of: record)
    var output = try SavedModelFile(
      record.files.model, called: "run \(number)",
      wayOut: "Its file is damaged: `drop run \(number)` removes the run; then train again."
    ).opened(with: data ?? own?.data, in: session)
    if case .model(let trainer) = output.value { trainer.runNumber = number }
    // With other data, no other line gives this model.
    if data == nil || data?.fingerprint == record.start.fingerprint {
      output.recipe = session.recipe(of: record)
    }
    if data == nil, own == nil {
      output.remark = [
        output.remark,
        "Its data is not in this session: `\(record.madeBy)`, then `open run \(number)` again, to "
          + "train or evaluate it.",
      ].compactMap { $0 }.joined(separator: " ")
    }
    return output
  }

  private func number(in session: Session) throws -> Int {
    if let number = Int(number.text) { return number }
    let table = try session.table(TableName(text: number.text), for: "open run")
    let first = table[column: "run"]?.first?.value
    if let number = first.flatMap({ Int(exactly: $0) }) { return number }
    throw Complaint(
      .usage, "'\(number.text)' has no run in its first row.",
      wayOut:
        "Type the number of a run, or a table of `runs`, `search` or `sql` with a column `run`.",
      about: number.text)
  }

  private func check(_ record: RunRecord) throws(Complaint) {
    let number = record.number
    if record.hasModel { return }
    if record.state == .running {
      throw Complaint(
        .usage, "Run \(number) is \(record.stateText).",
        wayOut: "`attach run \(number)` shows it.", about: self.number.text)
    }
    let reason =
      switch record.state {
      case .ended(.finished), .ended(.stoppedEarly): "it is no longer kept"
      case .running, .ended, .died: "the run \(record.stateText)"
      }
    throw Complaint(
      .usage, "Run \(number) has no model to open: \(reason).",
      wayOut: record.isResumable
        ? "`\(record.resumingLine)` continues it." : "`attach run \(number)` shows its losses.",
      about: self.number.text)
  }
}

/// Keeps a run, whatever else is trained.
struct KeepRun: Command {
  static let configuration = CommandConfiguration(
    commandName: "keep run", abstract: "Keeps a run and its model until it is dropped.",
    discussion: "Other runs go when newer ones need their room: those of loops first.")
  static let group = CommandGroup.session
  static let examples = [Example("keep run 1", "Run 1 is not removed when others come.")]

  @Argument(help: "Number of the run; `runs` lists them.") var number: Int

  func run(in session: Session) throws -> Output {
    let record = try session.run(number)
    do { try session.runsFolder().keep(number) } catch {
      throw Complaint(
        .file, "The mark of run \(number) cannot be written.",
        wayOut: "Fix the permissions of \(record.files.folder).", about: "\(number)")
    }
    return .say("Run \(number), \(record.what), is kept.")
  }
}

/// Removes a run with its files.
struct DropRun: Command {
  static let configuration = CommandConfiguration(
    commandName: "drop run", abstract: "Removes a run: its journal, its checkpoint and its model.")
  static let group = CommandGroup.session
  static let examples = [Example("drop run 1", "Run 1 is gone from `runs`.")]

  @Argument(help: "Number of the run; `runs` lists them.") var number: Int

  func run(in session: Session) throws -> Output {
    let record = try session.run(number)
    if !(try session.runsFolder().remove(number)) {
      throw Complaint(
        .usage,
        record.state == .running
          ? "Run \(number) is \(record.stateText)."
          : "The files of run \(number) cannot be removed.",
        wayOut: record.state == .running
          ? "Interrupt it first." : "Fix the permissions of \(record.files.folder).",
        about: "\(number)")
    }
    return .say("Run \(number), \(record.what), is removed.")
  }
}
