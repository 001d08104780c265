package import FoundationEssentials
package import Training

/// A line of a run's journal: what happened, as JSON with the word `event` in it.
package enum JournalLine: Sendable {
  case start(RunStart)
  case resume(RunResumption)
  case step(RunStep)
  case epoch(RunEpoch)
  case end(RunEnd)
  /// A person was told that the run's process died.
  case told
}

/// What a run is: with the same data, options and version, another one has the same bits.
package struct RunStart: Codable, Sendable {
  package var run: Int
  /// The model's name in its session, its kind, options as typed, and the seed of its initial weights.
  package var model: String
  package var kind: String
  package var modelOptions: [String]
  package var modelSeed: UInt64
  /// The data's source, the SHA-256 of content and options, and the line that read them.
  package var data: String
  package var fingerprint: String
  package var madeBy: String?
  package var tasks: [String]
  @SavedTrainingOptions package var training: TrainingOptions
  package var version: String
  package var process: Int
  package var time: Date

  package init(
    run: Int, model: String, kind: String, modelOptions: [String], modelSeed: UInt64, data: String,
    fingerprint: String, madeBy: String?, tasks: [String], training: TrainingOptions,
    version: String, process: Int, time: Date
  ) {
    (self.run, self.model, self.kind, self.modelOptions) = (run, model, kind, modelOptions)
    (self.modelSeed, self.data, self.fingerprint) = (modelSeed, data, fingerprint)
    (self.madeBy, self.tasks, self.training) = (madeBy, tasks, training)
    (self.version, self.process, self.time) = (version, process, time)
  }
}

/// Where an interrupted run went on.
package struct RunResumption: Codable, Sendable {
  /// The last step and the last whole epoch that it had made.
  package var step: Int
  package var epoch: Int
  package var process: Int
  package var version: String
  package var time: Date
}

/// Some steps of a run, the last of them number `step`.
package struct RunStep: Codable, Sendable {
  package var step: Int
  package var epoch: Int
  package var epochs: Int
  /// Mean loss of each task over these steps.
  package var losses: [Double]
  /// Resident memory, in bytes.
  package var memory: Int
  package var seconds: Double
}

/// The end of an epoch; where epochs are short, of some of them.
package struct RunEpoch: Codable, Sendable {
  /// Of a task on the validation rows.
  package struct Figures: Codable, Sendable {
    package var loss: Double
    package var auc: Double?
  }

  /// The epoch whose weights are kept, and the mean of its tasks' losses on the validation rows.
  package struct Best: Codable, Sendable {
    package var epoch: Int
    package var loss: Double?
  }

  package var epoch: Int
  package var epochs: Int
  /// Whole epochs of this run.
  package var made: Int
  package var step: Int
  /// Mean loss of each task over the epoch's steps.
  package var losses: [Double]
  package var validation: [Figures]?
  package var best: Best?
  package var memory: Int
  package var seconds: Double
}

/// How a run ended.
package struct RunEnd: Codable, Sendable {
  package enum Ending: String, Codable, Sendable {
    case finished
    case stoppedEarly = "stopped early"
    case interrupted
    case failed
  }

  package var ending: Ending
  package var step: Int
  /// The last epoch that was begun.
  package var epoch: Int?
  /// Whole epochs of this run.
  package var made: Int
  package var best: RunEpoch.Best?
  /// SHA-256 of the weights; none of a large model that was interrupted.
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

  /// The line with its line feed.
  func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let content: Data? =
      switch self {
      case .start(let content): try encoder.encode(content)
      case .resume(let content): try encoder.encode(content)
      case .step(let content): try encoder.encode(content)
      case .epoch(let content): try encoder.encode(content)
      case .end(let content): try encoder.encode(content)
      case .told: nil
      }
    // `event` stands first, so that people find it.
    let rest = content.map { "," + String(decoding: $0.dropFirst(), as: UTF8.self) } ?? "}"
    return Array("{\"event\":\"\(event)\"\(rest)\n".utf8)
  }

  /// nil for a line that is damaged, or of a later version.
  init?(_ text: some Sequence<UInt8>) {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let data = Data(text)
    func content<Content: Decodable>(_ type: Content.Type) -> Content? {
      try? decoder.decode(type, from: data)
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
