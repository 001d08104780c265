import Options

/// A run's options as JSON, each by its name: `{"epochs": 3, "batch-size": 1024, …}`.
///
/// What is not named has its default, so a file of before an option was there opens.
@propertyWrapper package struct SavedTrainingOptions: Codable, Sendable {
  package var wrappedValue: TrainingOptions

  package init(wrappedValue: TrainingOptions) { self.wrappedValue = wrappedValue }

  package func encode(to encoder: any Encoder) throws {
    try SavedOptions(OptionSetting.all(of: wrappedValue)).encode(to: encoder)
  }

  package init(from decoder: any Decoder) throws {
    let words =
      if let first = try? FirstForm(from: decoder) { first.words } else {
        OptionSetting.words(try SavedOptions(from: decoder).settings)
      }
    wrappedValue = try OptionParser.parse(TrainingOptions.self, words)
  }
}

/// The form of version 0.1.0, by the names of properties.
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

  var words: [String] {
    var words = [
      "--epochs=\(epochs)", "--batch-size=\(batchSize)", "--learning-rate=\(learningRate)",
      "--optimizer=\(optimizer)", "--embedding-update=\(tables)", "--seed=\(seed)",
      "--monitor=\(monitor)", "--momentum=\(momentum)", "--weight-decay=\(weightDecay)",
      "--schedule=\(schedule.shape)", "--warmup-steps=\(schedule.warmupSteps)",
      "--decay=\(schedule.decay)", "--decay-steps=\(schedule.decaySteps)",
    ]
    if let earlyStopPatience { words.append("--early-stop-patience=\(earlyStopPatience)") }
    if let clipNorm { words.append("--clip-norm=\(clipNorm)") }
    if !shuffles { words.append("--no-shuffle") }
    let weights = weighting == "fixed" ? (taskWeights ?? []).map { "\($0)" } : [weighting]
    let spaces = sampleSpaces.map(\.text)
    for (option, values) in [("--task-weights", weights), ("--sample-space", spaces)]
    where !values.isEmpty {
      words += [option] + values
    }
    return words
  }
}
