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
  /// Of each task; empty without validation rows.
  let figures: [TaskFigures]
  /// The epoch of its weights, or that of each task; none without one.
  let epochs: [Int]
  let digest: String?
  let run: Int?

  /// The result of a training.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  init(_ trainer: Trainer, _ interrupt: Interrupt) throws(CancellationError) {
    figures = trainer.history.bestValidation?.figures ?? []
    epochs = trainer.history.bestEpochs
    digest = try trainer.model.digest(interrupt: interrupt)
    run = trainer.runNumber
  }

  /// The result of a recorded run.
  init(_ record: RunRecord) {
    figures = record.bestFigures ?? []
    epochs = record.best?.all ?? []
    digest = record.end?.digest
    run = record.number
  }
}

/// The runs that a search need not repeat, because they gave the same bits already.
struct FinishedRuns {
  private let folder: RunsFolder?
  /// The first lines of the journals of runs of the same kind, the newest first.
  private let starts: [(number: Int, line: RunStart)]

  /// Reads the first lines of the journals.
  ///
  /// - Throws: `CancellationError` after an interrupt, checked before each.
  init(of kind: String, in session: Session) throws(CancellationError) {
    folder = session.runs
    var starts: [(number: Int, line: RunStart)] = []
    for number in folder?.numbers.reversed() ?? [] {
      try session.interrupt.check()
      guard let line = folder?.start(of: number), line.kind == kind else { continue }
      starts.append((number, line))
    }
    self.starts = starts
  }

  /// The finished run of these options on this data, by this version.
  func record(of trial: Trial, on data: DataSet, seed: UInt64) -> RunRecord? {
    let words = OptionSetting.words(OptionSetting.all(of: trial.kind))
    let same = starts.lazy.filter { _, line in
      line.modelOptions == words && line.modelSeed == seed
        && line.fingerprint == data.fingerprint && line.training == trial.training
        && line.tasks == data.schema.tasks.map(\.name)
        && line.labelTransforms == data.schema.labelTransforms
        && line.isFresh == true && line.version == programVersion
        && line.firstLayers == Arithmetic.here.firstLayers
    }
    return same.compactMap { number, _ in folder?.record(of: number) }.first { record in
      [.ended(.finished), .ended(.stoppedEarly)].contains(record.state)
        && record.resumptions.isEmpty
    }
  }
}
