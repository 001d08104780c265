import Analysis
import DataSets
import Display
import Models
import Runs
import Training

/// Trains a model with a live progress line and a recorded run.
struct ObservedTraining {
  private let name: String
  private let trainer: Trainer
  /// A note after the name, for a model that is not in the session.
  private let note: String?
  /// Whether the run has a journal; by default that of a model in the session has.
  private let isRecorded: Bool
  /// Whether no progress is shown.
  private let isQuiet: Bool
  private let session: Session

  init(
    _ name: String, _ trainer: Trainer, note: String? = nil, isRecorded: Bool? = nil,
    isQuiet: Bool = false, in session: Session
  ) {
    self.name = name
    self.note = note
    self.isRecorded = isRecorded ?? (note == nil)
    self.isQuiet = isQuiet
    self.trainer = trainer
    self.session = session
  }

  /// Trains with the given options.
  ///
  /// - Throws: `TrainingError`; `Complaint` of kind `interrupted` after an interrupt, when the
  ///   model holds the weights of the last whole step.
  func run(_ options: TrainingOptions) throws -> TrainingOutcome {
    try check(options)
    let line = line(options)
    let training = recorded(options)
    let ended = training.run(session.interrupt) { line.show(state($0)) }
    return try finish(training, line, ended)
  }

  /// Checks that it can start, and says what is odd about it.
  ///
  /// - Throws: `Complaint`.
  func check(_ options: TrainingOptions) throws(Complaint) {
    // A run that cannot start prints nothing and is not recorded.
    do { try trainer.check(options) } catch { throw complaint(about: error) }
    if note == nil {
      let remarks =
        options.idle.map(\.sentence)
        + trainer.remarks(in: options.sampleSpaces).map(\.sentence)
      for remark in remarks {
        session.sink.warn("\(name): \(remark)")
      }
    }
    if !isQuiet, let sentence = continuation(options) {
      session.sink.write("\(name) \(sentence)\n")
    }
  }

  /// The bytes that its model and training take at most.
  func memory(_ options: TrainingOptions) -> Int {
    guard let data = trainer.data else { return 0 }
    return MemoryNeed(trainer.model, data, options, exactly: false).total
      + 4 * trainer.model.parameters.count
  }

  /// The line that shows its progress.
  func line(_ options: TrainingOptions) -> ProgressLine {
    ProgressLine(plan(options), in: isQuiet ? SilentSink() : session.sink)
  }

  /// The training with its journal.
  func recorded(_ options: TrainingOptions) -> RecordedTraining {
    RecordedTraining(
      trainer: trainer, options: options,
      keeper: isRecorded ? session.keeper(of: trainer, named: name, options) : nil, name: name)
  }

  /// Ends the line of a training.
  ///
  /// - Throws: `Complaint` if it failed or was interrupted.
  @discardableResult func finish(
    _ training: RecordedTraining, _ line: ProgressLine, _ ended: RecordedTraining.Ended
  ) throws(Complaint) -> TrainingOutcome {
    if training.keeper?.isBroken == true { session.warnOfRuns() }
    ended.epochs.map { line.finish($0) } ?? line.finish()
    let outcome = try ended.outcome.get()
    guard outcome.ending == .interrupted else { return outcome }
    let epoch = trainer.history.startedEpochs
    let steps = Phrase.count(outcome.steps, "step")
    throw Complaint(
      .interrupted, "Interrupted in epoch \(epoch) of '\(name)', after \(steps).",
      wayOut: note == nil
        ? "It keeps the weights of the last complete step; `train \(name) --resume` continues from there."
        : nil,
      about: name)
  }

  private func complaint(about error: TrainingError) -> Complaint {
    var complaint = Complaint(error)
    complaint.about = complaint.about ?? name
    return complaint
  }

  /// A sentence on an interrupted run, if there is one: continued or replaced.
  private func continuation(_ options: TrainingOptions) -> String? {
    guard let interrupted = trainer.interrupted else { return nil }
    let next = interrupted.next(afterEpoch: trainer.history.startedEpochs).phrase
    return interrupted.options == options
      ? "continues at \(next)."
      : "starts a new run from its current weights: the options differ from those of the run that was "
        + "interrupted before \(next)."
  }

  /// What is done: "m · 3 epochs of 115 steps", of another seed "m · seed 2 · 3 epochs of 115 steps".
  private func plan(_ options: TrainingOptions) -> String {
    let rows = trainer.data?.split.train.count ?? 0
    let steps = (rows + options.batchSize - 1) / options.batchSize
    let epochs = "\(Phrase.count(options.epochs, "epoch")) of \(Phrase.count(steps, "step"))"
    return ([name, note].compactMap { $0 } + [epochs]).joined(separator: " · ")
  }

  /// How far it is: "epoch 2, step 40 · income 0.3121, never-married 0.2900 · 70 k rows/s · about 3 min
  /// left".
  func state(_ progress: TrainingProgress) -> String {
    let tasks = trainer.model.schema.tasks
    let losses = zip(tasks, progress.losses).map { task, loss in
      "\(task.name) \(NumberFormat.anyScale.text(loss))"
    }
    let parts = [
      "epoch \(progress.epoch), step \(progress.step)", losses.joined(separator: ", "),
      "\(NumberFormat.count.text(progress.rowsPerSecond / 1_000)) k rows/s",
    ]
    let left = progress.secondsLeft.map { ["about \(Self.roughly($0)) left"] } ?? []
    return (parts + left).joined(separator: " · ")
  }

  /// A rough duration: "40 s", "3 min", "2 h".
  static func roughly(_ seconds: Double) -> String {
    for (unit, size) in [("s", 1.0), ("min", 60.0)] where seconds < 90 * size {
      return "\(Int((seconds / size).rounded(.up))) \(unit)"
    }
    return "\(NumberFormat.count.text((seconds / 3600).rounded())) h"
  }
}
