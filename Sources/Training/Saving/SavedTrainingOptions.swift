import Options

/// The options of a run as JSON, by name: `{"epochs": 3, "batch-size": 1024, …}`.
///
/// A missing option has its default, so files written before an option existed can still be read.
@propertyWrapper package struct SavedTrainingOptions: Codable, Sendable {
  /// The options.
  package var wrappedValue: TrainingOptions

  /// Takes the options to save.
  package init(wrappedValue: TrainingOptions) { self.wrappedValue = wrappedValue }

  /// Writes one member per option.
  package func encode(to encoder: any Encoder) throws {
    try SavedOptions(OptionSetting.all(of: wrappedValue)).encode(to: encoder)
  }

  /// Reads the options, also in the form of version 0.1.0.
  ///
  /// - Throws: `OptionFailure` or `DecodingError`.
  package init(from decoder: any Decoder) throws {
    let words =
      if let first = try? FirstForm(from: decoder) { first.words } else {
        OptionSetting.words(try SavedOptions(from: decoder).settings)
      }
    wrappedValue = try OptionParser.parse(TrainingOptions.self, words)
  }
}

/// The options in the form of version 0.1.0, with the names of properties.
private struct FirstForm: Decodable {
  struct Schedule: Decodable {
    let shape: String
    let warmupSteps: Int
    let decay: Double
    let decaySteps: Int
  }

  let epochs: Int
  let batchSize: Int
  let learningRate: Double
  let optimizer: String
  let tables: String
  let seed: UInt64
  let monitor: String
  let earlyStopPatience: Int?
  let taskWeights: [Double]?
  let weighting: String
  let sampleSpaces: [SampleSpace]
  let schedule: Schedule
  let momentum: Double
  let weightDecay: Double
  let clipNorm: Double?
  let shuffles: Bool

  /// The words that parse to these options.
  var words: [String] { OptionSetting.words(settings) }

  private var settings: [OptionSetting] {
    var settings = [
      setting("epochs", epochs), setting("batch-size", batchSize),
      setting("learning-rate", learningRate), setting("optimizer", optimizer),
      setting("embedding-update", tables), setting("seed", seed), setting("monitor", monitor),
      setting("momentum", momentum), setting("weight-decay", weightDecay),
      setting("schedule", schedule.shape), setting("warmup-steps", schedule.warmupSteps),
      setting("decay", schedule.decay), setting("decay-steps", schedule.decaySteps),
      OptionSetting(name: "no-shuffle", value: .flag(!shuffles)),
    ]
    if let earlyStopPatience { settings.append(setting("early-stop-patience", earlyStopPatience)) }
    if let clipNorm { settings.append(setting("clip-norm", clipNorm)) }
    let weights = weighting == "fixed" ? (taskWeights ?? []).map { "\($0)" } : [weighting]
    let spaces = sampleSpaces.map(\.text)
    for (option, values) in [("task-weights", weights), ("sample-space", spaces)]
    where !values.isEmpty {
      settings.append(OptionSetting(name: option, value: .list(values.map { .text($0) })))
    }
    return settings
  }

  private func setting(_ name: String, _ value: some CustomStringConvertible) -> OptionSetting {
    OptionSetting(name: name, value: .text(value.description))
  }
}
