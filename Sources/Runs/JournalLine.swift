package import FoundationEssentials
import JSONText
package import Training

/// A line of a run's journal: an event, as JSON.
package enum JournalLine: Sendable {
  case start(RunStart)
  case resume(RunResumption)
  case step(RunStep)
  case epoch(RunEpoch)
  case end(RunEnd)
  /// The loss of the run's process has been reported to a person.
  case told
}

/// The start of a run; another run with the same data, options and version gives the same bits.
package struct RunStart: Codable, Sendable {
  package var run: Int
  /// The model's name in its session.
  package var model: String
  /// The kind of the model.
  package var kind: String
  /// The options of the model, as typed.
  package var modelOptions: [String]
  /// The seed of the model's initial weights.
  package var modelSeed: UInt64
  /// The source of the data.
  package var data: String
  /// SHA-256 of the data's content and options.
  package var fingerprint: String
  /// The line that loaded the data.
  package var madeBy: String?
  package var tasks: [String]
  @SavedTrainingOptions package var training: TrainingOptions
  package var version: String
  /// How first layers are computed: by `table`, or `dense`; nil in journals before version 0.3.0.
  package var firstLayers: String?
  /// Whether the model had its initial weights; nil in older journals.
  package var isFresh: Bool?
  /// How the labels of regressions are learned, as typed; nil without regressions, and in older journals.
  package var labelTransforms: [String]?
  package var process: Int
  package var time: Date

  package init(
    run: Int, model: String, kind: String, modelOptions: [String], modelSeed: UInt64, data: String,
    fingerprint: String, madeBy: String?, tasks: [String], training: TrainingOptions,
    version: String, firstLayers: String?, isFresh: Bool? = nil, labelTransforms: [String]? = nil,
    process: Int, time: Date
  ) {
    (self.run, self.model, self.kind, self.modelOptions) = (run, model, kind, modelOptions)
    (self.modelSeed, self.data, self.fingerprint) = (modelSeed, data, fingerprint)
    (self.madeBy, self.tasks, self.training) = (madeBy, tasks, training)
    (self.version, self.firstLayers, self.isFresh) = (version, firstLayers, isFresh)
    (self.labelTransforms, self.process, self.time) = (labelTransforms, process, time)
  }
}

/// The resumption of an interrupted run.
package struct RunResumption: Codable, Sendable {
  /// The last step before the interrupt.
  package var step: Int
  /// The last completed epoch before it; 0 if there was none.
  package var epoch: Int
  package var process: Int
  package var version: String
  package var time: Date
}

/// Several steps of a run, up to number `step`.
package struct RunStep: Codable, Sendable {
  package var step: Int
  package var epoch: Int
  package var epochs: Int
  /// Mean loss of each task over these steps.
  package var losses: [Double]
  /// Resident memory in bytes.
  package var memory: Int
  package var seconds: Double
}

/// The end of an epoch; if epochs are short, only some of them are recorded.
package struct RunEpoch: Codable, Sendable {
  /// The epoch whose weights are kept, and what they reach on the validation rows.
  package struct Best: Codable, Sendable {
    /// The last one, if tasks have weights of different epochs.
    package var epoch: Int
    /// Mean loss over the tasks.
    package var loss: Double?
    /// One epoch per task, if they differ.
    package var epochs: [Int]?
    /// The figures of each task; nil without validation rows, and in journals before version 0.3.0.
    package var figures: [TaskFigures]?

    /// The epoch, or that of each task.
    package var all: [Int] { epochs ?? [epoch] }
  }

  package var epoch: Int
  package var epochs: Int
  /// The number of epochs that the run has completed.
  package var made: Int
  package var step: Int
  /// Mean loss of each task over the epoch's steps.
  package var losses: [Double]
  /// The figures of each task on the validation rows.
  package var validation: [TaskFigures]?
  package var best: Best?
  package var memory: Int
  package var seconds: Double
}

/// The end of a run.
package struct RunEnd: Codable, Sendable {
  /// The way a run ended.
  package enum Ending: String, Codable, Sendable {
    case finished
    case stoppedEarly = "stopped early"
    case interrupted
    case failed
  }

  package var ending: Ending
  package var step: Int
  /// The last epoch that was started.
  package var epoch: Int?
  /// The number of epochs that the run has completed.
  package var made: Int
  package var best: RunEpoch.Best?
  /// SHA-256 of the weights; nil for a large model that was interrupted.
  package var digest: String?
  package var reason: String?
  package var time: Date
}

extension JournalLine {
  private struct Event: Codable {
    var event: String
  }

  private var event: String {
    switch self {
    case .start: "start"
    case .resume: "resume"
    case .step: "step"
    case .epoch: "epoch"
    case .end: "end"
    case .told: "told"
    }
  }

  /// The bytes of the line, with its line feed.
  func encoded() throws -> [UInt8] {
    let content: [UInt8]? =
      switch self {
      case .start(let content): try StoredJSON.bytes(of: content)
      case .resume(let content): try StoredJSON.bytes(of: content)
      case .step(let content): try StoredJSON.bytes(of: content)
      case .epoch(let content): try StoredJSON.bytes(of: content)
      case .end(let content): try StoredJSON.bytes(of: content)
      case .told: nil
      }
    // `event` stands first, so that people find it.
    let rest = content.map { "," + String(decoding: $0.dropFirst(), as: UTF8.self) } ?? "}"
    return Array("{\"event\":\"\(event)\"\(rest)\n".utf8)
  }

  /// Reads a line; nil if it is damaged or from a later version.
  init?(_ text: some Sequence<UInt8>) {
    let bytes = Array(text)
    func content<Content: Decodable>(_ type: Content.Type) -> Content? {
      try? StoredJSON.value(type, from: bytes)
    }
    var line: JournalLine?
    switch content(Event.self)?.event {
    case "start": line = content(RunStart.self).map { .start($0) }
    case "resume": line = content(RunResumption.self).map { .resume($0) }
    case "step": line = content(RunStep.self).map { .step($0) }
    case "epoch": line = content(RunEpoch.self).map { .epoch($0) }
    case "end": line = content(RunEnd.self).map { .end($0) }
    case "told": line = .told
    default: break
    }
    guard let line else { return nil }
    self = line
  }
}
