package import FoundationEssentials
import System
package import Training

/// A run as its journal describes it.
package struct RunRecord: Sendable {
  /// The state of a run.
  package enum State: Sendable, Equatable {
    /// A process is training it.
    case running
    /// Its journal has an end.
    case ended(RunEnd.Ending)
    /// Its process ended without writing one.
    case died
  }

  /// The number of the run in its folder.
  package let number: Int
  /// The paths of its files.
  package let files: RunFiles
  /// The first line of the journal.
  package let start: RunStart
  /// Running, ended or lost its process.
  package let state: State
  /// The identifier of the process that trained it last.
  package private(set) var process: Int
  /// Lines about steps, without those that a resumption has repeated.
  package private(set) var steps: [RunStep] = []
  /// Lines about epochs, without those that a resumption has repeated.
  package private(set) var epochs: [RunEpoch] = []
  /// Lines about resumptions.
  package private(set) var resumptions: [RunResumption] = []
  /// The line about the end; nil if the run was resumed after it, or has not ended.
  package private(set) var end: RunEnd?
  /// True if a person has been told that the process was lost.
  package private(set) var isTold = false

  /// Largest journal in bytes that is read; a run of a year writes a fraction of that.
  private static let largestJournal = 256 << 20

  init?(_ number: Int, _ files: RunFiles) {
    // Checked before the journal is read, which then contains the end of a run that ends meanwhile.
    let isRunning = files.isRunning
    guard let journal = try? PlainFile.bytes(of: files.journal, most: Self.largestJournal) else {
      return nil
    }
    let lines = journal.split(separator: UInt8(ascii: "\n")).compactMap { JournalLine($0) }
    guard case .start(let start) = lines.first else { return nil }
    self.number = number
    self.files = files
    self.start = start
    process = start.process
    var end: RunEnd?
    for line in lines.dropFirst() {
      switch line {
      case .start: break
      case .resume(let resumption):
        resumptions.append(resumption)
        process = resumption.process
        steps.removeAll { $0.step > resumption.step }
        epochs.removeAll { $0.epoch > resumption.epoch }
        (end, isTold) = (nil, false)
      case .step(let step): steps.append(step)
      case .epoch(let epoch): epochs.append(epoch)
      case .end(let found): end = found
      case .told: isTold = true
      }
    }
    self.end = end
    state = end.map { .ended($0.ending) } ?? (isRunning ? .running : .died)
  }

  /// True if a process is training it now.
  package var isLocked: Bool { files.isRunning }

  /// True if there is a checkpoint to resume from.
  package var isResumable: Bool { files.checkpointSize > 0 && state != .running }

  /// True if its model can be opened.
  package var hasModel: Bool { files.modelSize > 0 && state != .running }

  /// The figures of each task for the weights that are kept; nil without validation rows.
  package var bestFigures: [TaskFigures]? {
    best.flatMap { best in
      best.figures ?? epochs.last { $0.epoch == best.epoch && $0.validation != nil }?.validation
    }
  }

  /// Resident memory of its process in bytes, as last recorded.
  package var memory: Int? { [steps.last?.memory, epochs.last?.memory].compactMap { $0 }.max() }

  /// The last epoch that was started.
  package var epoch: Int {
    end?.epoch ?? max(steps.last?.epoch ?? 0, epochs.last?.epoch ?? 0)
  }

  /// The time of its end, its last resumption or its start, whichever is the latest.
  package var time: Date { end?.time ?? resumptions.last?.time ?? start.time }

  /// The number of epochs that the run has completed.
  package var epochsMade: Int { end?.made ?? epochs.last?.made ?? 0 }
  /// The number of epochs that were requested.
  package var epochsWanted: Int { start.training.epochs }

  /// The epoch whose weights are kept.
  package var best: RunEpoch.Best? { end?.best ?? epochs.last?.best }
}

extension RunsFolder {
  /// The runs that lost their process and have not been reported yet.
  ///
  /// Of runs that ended, only the end of the journal is read, as every kernel asks for this at its start.
  package var diedUntold: [RunRecord] {
    numbers.filter { !hasEnd(files(of: $0)) }.compactMap(record).filter {
      $0.state == .died && !$0.isTold
    }
  }

  private func hasEnd(_ files: RunFiles) -> Bool {
    guard let tail = try? PlainFile.bytes(of: files.journal, .last(4096)) else { return true }
    let last = tail.split(separator: UInt8(ascii: "\n")).last.flatMap { JournalLine($0) }
    switch last {
    case .end, .told: return true
    default: return false
    }
  }

  /// Notes in the journals that these runs have been reported to a person.
  package func tell(_ records: [RunRecord]) {
    for record in records {
      try? LockedFile(record.files.journal)?.append(JournalLine.told.encoded())
    }
  }
}
