import DataSets
import FoundationEssentials
import Models
import Options
import Runs
import System
import Training

extension Session {
  /// The recorder of a run that is about to start or continue; `nil` if it cannot be recorded.
  func keeper(
    of trainer: Trainer, named name: String, _ options: TrainingOptions
  ) -> RunKeeper? {
    guard let runs, let data = trainer.data else { return nil }
    let model = trainer.model
    let keeper = RunKeeper(trainer, in: runs, isOfLoop: isInLoop) { number in
      RunStart(
        run: number, model: name, kind: model.kindName,
        modelOptions: OptionSetting.words(model.options), modelSeed: model.seed, data: data.source,
        fingerprint: data.fingerprint, madeBy: makers[data.fingerprint],
        tasks: model.schema.tasks.map(\.name), training: options, version: programVersion,
        firstLayers: Arithmetic.here.firstLayers, isFresh: trainer.history.losses.isEmpty,
        labelTransforms: model.schema.labelTransforms,
        process: Int(ProcessInfo.processInfo.processIdentifier), time: .now)
    }
    if keeper == nil { warnOfRuns() }
    return keeper
  }

  /// Warns once that runs cannot be recorded.
  func warnOfRuns() {
    guard let runs, !hasWarnedOfRuns else { return }
    hasWarnedOfRuns = true
    sink.warn(
      "The run cannot be recorded in \(runs.path); training continues without a journal. Set "
        + "DEPHN_RUNS to another folder.")
  }

  /// The folder with the records of runs.
  ///
  /// - Throws: `Complaint` if no runs are recorded or the folder is unreadable.
  func runsFolder() throws(Complaint) -> RunsFolder {
    guard let runs else {
      throw Complaint(
        .usage, "This session records no runs.", wayOut: "Set DEPHN_RUNS to a folder for them.")
    }
    if !runs.isBroken { return runs }
    throw Complaint(
      .file, "The folder of runs, \(runs.path), cannot be read.",
      wayOut: "Fix its permissions, or set DEPHN_RUNS to another folder.")
  }

  /// All records that can be read, the newest first.
  ///
  /// - Throws: `CancellationError` after an interrupt, checked before each.
  func records(in folder: RunsFolder) throws(CancellationError) -> [RunRecord] {
    var records: [RunRecord] = []
    for number in folder.numbers.reversed() {
      try interrupt.check()
      if let record = folder.record(of: number) { records.append(record) }
    }
    return records
  }

  /// The record of run `number`, or of the newest run.
  func run(_ number: Int?) throws(Complaint) -> RunRecord {
    let folder = try runsFolder()
    if let number {
      if let record = folder.record(of: number) { return record }
      throw Complaint(
        .name, "There is no run \(number).", wayOut: "`runs` lists them.", about: "\(number)")
    }
    if let newest = folder.numbers.reversed().lazy.compactMap(folder.record).first { return newest }
    throw Complaint(.name, "There are no runs yet.", wayOut: "`train m` starts one.")
  }

  /// The data of a run, if the session has them.
  func data(of record: RunRecord) -> (name: String, data: DataSet)? {
    dataSets.first { $0.data.fingerprint == record.start.fingerprint }
  }

  /// The lines that train the model of a run anew, under the name that the running line keeps it under.
  func recipe(of record: RunRecord) -> OwnRecipe? {
    target.flatMap { target in
      record.recipe(
        as: target, data: data(of: record), taken: log.targets.union(names.names).union([target]))
    }
  }

  /// The data sets of the session, with their names.
  var dataSets: [(name: String, data: DataSet)] {
    names.names.compactMap { name in
      if case .data(let data) = self[name] { (name, data) } else { nil }
    }
  }
}
