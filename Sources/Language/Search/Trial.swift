import DataSets
import Models
import Options
import Runs
import System
import Training

/// One set of options that a search tries, checked before any training.
struct Trial {
  /// From 1.
  let number: Int
  /// The values of the options that vary.
  let values: [String]
  let kind: any ModelKind
  let training: TrainingOptions
}

/// What a trial reached in its best epoch.
struct TrialResult {
  struct Figures {
    let loss: Double
    let auc: Double?
  }

  /// Of each task; empty without validation rows.
  let figures: [Figures]
  let epoch: Int?
  let digest: String?
  let run: Int?

  /// The result of a training.
  init(_ trainer: Trainer) throws {
    let history = trainer.history
    let best = history.epochs.first { $0.number == history.bestEpoch }?.validation
    figures = best?.tasks.map { Figures(loss: $0.loss, auc: $0.auc) } ?? []
    epoch = history.bestEpoch
    digest = try trainer.model.digest()
    run = trainer.runNumber
  }

  /// The result of a recorded run.
  init(_ record: RunRecord) {
    figures = record.bestEpoch?.validation?.map { Figures(loss: $0.loss, auc: $0.auc) } ?? []
    epoch = record.best?.epoch
    digest = record.end?.digest
    run = record.number
  }

  /// What the monitor reached; nil where it is undefined.
  func figure(_ monitor: Monitor, _ tasks: [String]) -> Double? {
    let watched = zip(tasks, figures).filter { monitor.task == nil || $0.0 == monitor.task }
    let found =
      monitor.isAUC ? watched.compactMap(\.1.auc) : watched.map(\.1.loss)
    return found.isEmpty || found.contains { !$0.isFinite } ? nil : found.meanOfNumbers
  }
}

extension Monitor {
  /// Whether larger is better.
  var isAUC: Bool {
    switch self {
    case .auc, .taskAUC: true
    case .loss, .taskLoss: false
    }
  }
}

/// The runs that a search need not repeat, because they gave the same bits already.
struct FinishedRuns {
  private let records: [RunRecord]

  /// Reads the journals.
  ///
  /// - Throws: `CancellationError` after an interrupt, checked before each.
  init(in session: Session) throws(CancellationError) {
    records =
      try session.runs.map { folder throws(CancellationError) in
        try session.records(in: folder)
      } ?? []
  }

  /// The finished run of these options on this data, by this version.
  func record(of trial: Trial, on data: DataSet, seed: UInt64) -> RunRecord? {
    let words = OptionSetting.words(OptionSetting.all(of: trial.kind))
    return records.first { record in
      let start = record.start
      let isFinished = record.state == .ended(.finished) || record.state == .ended(.stoppedEarly)
      return isFinished && record.resumptions.isEmpty && start.kind == type(of: trial.kind).name
        && start.modelOptions == words && start.modelSeed == seed
        && start.fingerprint == data.fingerprint && start.training == trial.training
        && start.tasks == data.schema.tasks.map(\.name)
        && start.isFresh == true && start.version == programVersion
        && start.firstLayers == Arithmetic.here.firstLayers
    }
  }
}
