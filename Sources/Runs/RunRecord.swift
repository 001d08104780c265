package import FoundationEssentials
import System
import Training

/// What a run's journal tells.
package struct RunRecord: Sendable {
  package enum State: Sendable, Equatable {
    case running
    case ended(RunEnd.Ending)
    /// Its process is gone, and wrote no end.
    case died
  }

  package let number: Int
  package let files: RunFiles
  package let start: RunStart
  package let state: State
  /// The process that trained it last.
  package private(set) var process: Int
  /// Those of what counts: steps that were made again after a resumption stand here once.
  package private(set) var steps: [RunStep] = []
  package private(set) var epochs: [RunEpoch] = []
  package private(set) var resumptions: [RunResumption] = []
  package private(set) var end: RunEnd?
  package private(set) var isTold = false

  /// Bytes of a journal; a run of a year writes a fraction of them.
  private static let largestJournal = 256 << 20

  init?(_ number: Int, _ files: RunFiles) {
    // Asked for before the journal is read: a run that ends meanwhile has its end in there.
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

  /// Whether a process trains it at this moment.
  package var isLocked: Bool { files.isRunning }

  /// Whether there is a checkpoint to go on from.
  package var isResumable: Bool { files.checkpointSize > 0 && state != .running }

  /// The memory that its process had last, in bytes.
  package var memory: Int? { [steps.last?.memory, epochs.last?.memory].compactMap { $0 }.max() }

  /// The last epoch that was begun.
  package var epoch: Int {
    end?.epoch ?? max(steps.last?.epoch ?? 0, epochs.last?.epoch ?? 0)
  }

  /// When it began, went on or ended last.
  package var time: Date { end?.time ?? resumptions.last?.time ?? start.time }

  /// Whole epochs of this run, and how many it is to have.
  package var epochsMade: Int { end?.made ?? epochs.last?.made ?? 0 }
  package var epochsWanted: Int { start.training.epochs }

  /// The epoch whose weights are kept.
  package var best: RunEpoch.Best? { end?.best ?? epochs.last?.best }
}

extension RunsFolder {
  /// The runs whose process died without a word, of which nobody was told yet.
  ///
  /// Of a run that ended only the end of its journal is read: this is asked when a kernel starts.
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

  /// Remembers that a person was told of these.
  package func tell(_ records: [RunRecord]) {
    for record in records {
      try? LockedFile(record.files.journal)?.append(JournalLine.told.encoded())
    }
  }
}
