import FoundationEssentials
import Models
import System
package import Training

/// Records a run while it trains: a journal, and a checkpoint from time to time.
///
/// If a file cannot be written, recording ends and training goes on.
package final class RunKeeper {
  /// Largest checkpoint, in bytes, that is written on an interrupt.
  static let largestAtInterrupt = 16 << 20
  /// The number of epochs from which on only some are recorded.
  static let mostEpochs = 2_000
  /// Largest model, in bytes, that is written at the end of a run.
  package static let largestModel = 1 << 30

  /// The number of the run in its folder.
  package let number: Int
  private let files: RunFiles
  private let trainer: Trainer
  private let journal: LockedFile
  private let clock = ContinuousClock()
  private let started: ContinuousClock.Instant
  /// Earliest times of the next line about steps and about an epoch, and time of the last checkpoint.
  private var nextStep: ContinuousClock.Instant
  private var nextEpoch: ContinuousClock.Instant
  private var lastCheckpoint: ContinuousClock.Instant
  /// The time that writing the last checkpoint took.
  private var cost = Duration.zero
  /// Number of steps whose losses are in the journal.
  private var journaledSteps = 0
  private var lastLosses: [Double] = []
  /// Epochs that are not in the journal yet: all, or of those beyond `mostEpochs` the best and the newest.
  private var pending: [RunEpoch] = []
  /// Number of epochs that are in the journal or pending.
  private var keptEpochs = 0
  /// Number of epochs that the model had completed before this run.
  private let epochsBefore: Int
  /// True if a file could not be written.
  package private(set) var isBroken = false

  /// Records under the trainer's number if its interrupted run is resumed, otherwise under a new one.
  ///
  /// nil if the folder cannot be written. `start` gives the first line for a run's number; runs of loops
  /// and searches are the first to go when others need their room.
  package init?(
    _ trainer: Trainer, in folder: RunsFolder, isOfLoop: Bool = false, _ start: (Int) -> RunStart
  ) {
    self.trainer = trainer
    let options = start(0).training
    let goesOn = trainer.interrupted?.options == options
    let old = goesOn ? trainer.runNumber.map { ($0, folder.files(of: $0)) } : nil
    let (number, files, journal): (Int, RunFiles, LockedFile)
    var line: JournalLine
    if let (found, its) = old, its.journalSize > 0, let file = LockedFile(its.journal) {
      (number, files, journal) = (found, its, file)
      line = .resume(
        RunResumption(
          step: trainer.history.losses.count, epoch: trainer.history.epochs.last?.number ?? 0,
          process: ThisProcess.number, version: programVersion,
          time: .now))
    } else {
      guard let found = folder.begin(isOfLoop: isOfLoop),
        let file = LockedFile(folder.files(of: found).journal)
      else { return nil }
      (number, files, journal) = (found, folder.files(of: found), file)
      line = .start(start(found))
    }
    (self.number, self.files, self.journal) = (number, files, journal)
    started = clock.now
    (nextStep, nextEpoch, lastCheckpoint) = (started + Self.leastPause, started, started)
    journaledSteps = trainer.history.losses.count
    let position = goesOn ? trainer.interrupted : nil
    epochsBefore = trainer.history.epochs.count - (position?.wholeEpochs(of: trainer.history) ?? 0)
    trainer.runNumber = number
    append(line)
    if isBroken { return nil }
  }

  private static let leastPause = Duration.milliseconds(300)

  /// The time between two lines, which grows with the run: the journal of a day has a few thousand lines.
  private func pause(_ now: ContinuousClock.Instant) -> Duration {
    min(.seconds(10), max(Self.leastPause, (now - started) / 1000))
  }

  /// Records a step.
  package func step(_ progress: TrainingProgress) {
    lastLosses = progress.losses
    let now = clock.now
    if now < nextStep { return }
    nextStep = now + pause(now)
    guard let losses = trainer.state?.history.losses else { return }
    let new = losses.dropFirst(journaledSteps)
    journaledSteps = losses.count
    append(
      .step(
        RunStep(
          step: losses.count, epoch: progress.epoch, epochs: progress.epochs,
          losses: lastLosses.indices.map { task in new.map { $0[task] }.meanOfNumbers },
          memory: MachineMemory.resident, seconds: progress.seconds)))
    checkpoint(every: .seconds(60))
  }

  /// Records the end of an epoch.
  package func endOfEpoch() {
    let now = clock.now
    guard let epoch = trainer.state.flatMap({ lastEpoch($0, now) }) else { return }
    keep(epoch)
    if now < nextEpoch { return }
    nextEpoch = now + pause(now) / 3
    appendEpochs()
    checkpoint(every: .seconds(3))
  }

  private func lastEpoch(_ state: TrainingState, _ now: ContinuousClock.Instant) -> RunEpoch? {
    guard let epoch = state.history.epochs.last, let position = state.position else { return nil }
    return RunEpoch(
      epoch: epoch.number, epochs: position.lastEpoch, made: made(state), step: epoch.step,
      losses: lastLosses,
      validation: epoch.validation?.figures,
      best: best(state), memory: MachineMemory.resident, seconds: (now - started) / .seconds(1))
  }

  /// Keeps an epoch for the journal; beyond `mostEpochs` the one before it goes, unless it is the best.
  private func keep(_ epoch: RunEpoch) {
    if keptEpochs > Self.mostEpochs, let last = pending.last, last.epoch != epoch.best?.epoch {
      pending.removeLast()
    }
    keptEpochs += 1
    pending.append(epoch)
  }

  private func appendEpochs() {
    for epoch in pending { append(.epoch(epoch)) }
    pending = []
  }

  private func made(_ state: TrainingState) -> Int { state.history.epochs.count - epochsBefore }

  private func best(_ state: TrainingState) -> RunEpoch.Best? {
    let kept = state.position?.keptEpochs ?? []
    let numbers = kept.isEmpty ? state.history.bestEpochs : kept
    guard let last = numbers.max(), state.history.epochs.contains(where: { $0.number == last })
    else { return nil }
    let validation = state.history.validation(of: numbers)
    return RunEpoch.Best(
      epoch: last, loss: validation?.meanLoss, epochs: numbers.count > 1 ? numbers : nil,
      figures: validation?.figures)
  }

  /// Writes a checkpoint if the last one is old enough, spending at most 2 % of the time on checkpoints.
  private func checkpoint(every pause: Duration) {
    let now = clock.now
    if isBroken || now - lastCheckpoint < max(pause, cost * 50) { return }
    guard let state = trainer.state else { return }
    if !write(state, to: files.checkpoint, isSafe: true) { isBroken = true }
    lastCheckpoint = clock.now
    cost = lastCheckpoint - now
  }

  /// Writes the model to a file, with the state of its training if there is one.
  ///
  /// - Returns: Whether it is there.
  private func write(_ state: TrainingState?, to path: String, isSafe: Bool) -> Bool {
    do {
      let file = try Replacement(of: path, .inTurn, permissions: 0o600)
      try Checkpoint.write(
        trainer.model, fingerprint: trainer.fingerprint, state: state,
        to: { try file.write($0) })
      try file.commit(isSafe: isSafe)
      return true
    } catch { return false }
  }

  private func append(_ line: JournalLine) {
    if isBroken { return }
    do {
      try journal.append(line.encoded())
    } catch { isBroken = true }
  }

  /// Records the end of the run.
  ///
  /// An interrupted run keeps a checkpoint, of its last step if that is quick to write; any other run
  /// keeps its model, unless that is too large.
  package func end(_ ending: TrainingOutcome.Ending) {
    guard let state = trainer.state else { return }
    let isQuick = Checkpoint.size(of: trainer.model, state) <= Self.largestAtInterrupt
    let isInterrupted = ending == .interrupted
    if isInterrupted && isQuick && !write(state, to: files.checkpoint, isSafe: false) {
      isBroken = true
    }
    if !isInterrupted {
      files.removeCheckpoint()
      if Checkpoint.size(of: trainer.model, nil) <= Self.largestModel {
        // Without it the run has its journal, as before.
        _ = write(nil, to: files.model, isSafe: false)
      }
    }
    appendEpochs()
    append(
      .end(
        RunEnd(
          ending: isInterrupted ? .interrupted : ending == .finished ? .finished : .stoppedEarly,
          step: state.history.losses.count, epoch: state.history.startedEpochs,
          made: made(state), best: best(state),
          digest: isInterrupted && !isQuick ? nil : try? trainer.model.digest(), reason: nil,
          time: .now)))
  }

  /// Records the end of the run by an error.
  package func fail(_ reason: String) {
    files.removeCheckpoint()
    appendEpochs()
    append(
      .end(
        RunEnd(
          ending: .failed, step: trainer.history.losses.count,
          epoch: trainer.history.startedEpochs,
          made: trainer.history.epochs.count - epochsBefore, best: nil, digest: nil,
          reason: reason, time: .now)))
  }
}
