import Analysis
import DataSets
import Display
import Models
import Runs
import Training

/// Trains a model under the eyes of a person: a line that updates in place, and the interrupt.
struct ObservedTraining {
  private let name: String
  private let trainer: Trainer
  /// Said beside the name, of a model that has none of its own.
  private let note: String?
  private let session: Session

  init(_ name: String, _ trainer: Trainer, note: String? = nil, in session: Session) {
    self.name = name
    self.note = note
    self.trainer = trainer
    self.session = session
  }

  /// Trains as the options say.
  ///
  /// - Throws: `TrainingError`; `Complaint` of kind `interrupted` after an interrupt, when the
  ///   model holds the weights of the last whole step.
  func run(_ options: TrainingOptions) throws -> TrainingOutcome {
    // Nothing is said, and no run recorded, of what does not begin.
    do { try trainer.check(options) } catch { throw complaint(about: error) }
    if note == nil {
      let remarks =
        options.idle.map(\.sentence)
        + trainer.remarks(in: options.sampleSpaces).map(\.sentence)
      for remark in remarks {
        session.sink.warn("\(name): \(remark)")
      }
    }
    if let sentence = continuation(options) { session.sink.write("\(name) \(sentence)\n") }
    let outcome = try outcome(of: options)
    guard outcome.ending == .interrupted else { return outcome }
    let epoch = trainer.history.startedEpochs
    let steps = Phrase.count(outcome.steps, "step")
    throw Complaint(
      .interrupted, "Interrupted in epoch \(epoch) of '\(name)', after \(steps).",
      wayOut: note == nil
        ? "It keeps the weights of the last whole step; `train \(name) --resume` goes on from there."
        : nil,
      about: name)
  }

  /// Trains, shows how far it is, and records that.
  private func outcome(of options: TrainingOptions) throws(Complaint) -> TrainingOutcome {
    let line = ProgressLine(in: session.sink)
    let keeper = note == nil ? session.keeper(of: trainer, named: name, options) : nil
    do {
      let outcome = try trainer.train(
        options,
        progress: { progress in
          keeper?.step(progress)
          line.show(text(of: progress))
        }, endOfEpoch: { keeper?.endOfEpoch() }, interrupt: session.interrupt)
      keeper?.end(outcome.ending)
      line.update(text(of: outcome))
      if let keeper, keeper.isBroken { session.warnOfRuns() }
      return outcome
    } catch {
      let complaint = complaint(about: error)
      keeper?.fail(complaint.sentence)
      throw complaint
    }
  }

  private func complaint(about error: TrainingError) -> Complaint {
    var complaint = Complaint(error)
    complaint.about = complaint.about ?? name
    return complaint
  }

  /// Whether a run that was interrupted goes on, where there is one.
  private func continuation(_ options: TrainingOptions) -> String? {
    guard let interrupted = trainer.interrupted else { return nil }
    let next = interrupted.next(afterEpoch: trainer.history.startedEpochs).phrase
    return interrupted.options == options
      ? "goes on at \(next)."
      : "begins a new run from its weights: the options are not those of the run that was interrupted "
        + "before \(next)."
  }

  private var label: String { note.map { "\(name) · \($0)" } ?? name }

  /// A line such as
  /// "m · epoch 2 of 3 · step 40 of 115 · income 0.3121, never-married 0.2900 · 70 k rows/s · about 3 min
  /// left".
  private func text(of progress: TrainingProgress) -> String {
    let tasks = trainer.model.schema.tasks
    let losses = zip(tasks, progress.losses).map { task, loss in
      "\(task.name) \(NumberFormat.fixed(4).text(loss))"
    }
    let parts = [
      label, "epoch \(progress.epoch) of \(progress.epochs)",
      "step \(progress.step) of \(progress.steps)", losses.joined(separator: ", "),
      "\(NumberFormat.count.text(progress.rowsPerSecond / 1_000)) k rows/s",
    ]
    let left = progress.secondsLeft.map { ["about \(Self.roughly($0)) left"] } ?? []
    return (parts + left).joined(separator: " · ")
  }

  /// "40 s", "3 min", "2 h": no more than is known.
  static func roughly(_ seconds: Double) -> String {
    for (unit, size) in [("s", 1.0), ("min", 60.0)] where seconds < 90 * size {
      return "\(Int((seconds / size).rounded(.up))) \(unit)"
    }
    return "\(NumberFormat.count.text((seconds / 3600).rounded())) h"
  }

  private func text(of outcome: TrainingOutcome) -> String {
    let history = trainer.history
    let ending =
      switch outcome.ending {
      case .finished: "epoch \(history.startedEpochs)"
      case .stoppedEarly: "stopped early after epoch \(history.startedEpochs)"
      case .interrupted: "interrupted in epoch \(history.startedEpochs)"
      }
    let isValidated = history.epochs.last?.validation != nil
    let best = isValidated ? history.bestEpoch.map { " · best epoch \($0)" } ?? "" : ""
    let speed = Double(outcome.rows) / max(outcome.seconds, 1e-9) / 1_000
    return
      "\(label) · \(ending)\(best) · \(Phrase.count(outcome.steps, "step")) · "
      + "\(NumberFormat.seconds.text(outcome.seconds)) · \(NumberFormat.count.text(speed)) k rows/s"
  }
}
