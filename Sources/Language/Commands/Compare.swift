import Analysis
import ArgumentParser
import DataSets
import Display
import Engine
import Models
import Options
import System
import Training

/// Compares models on the same rows and tasks.
struct Compare: Command {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Metrics of models side by side, with differences from a baseline.",
    discussion: """
      Models of the same rows are compared on the tasks that all of them have. With a baseline the
      sentence below the table says which tasks gain and which lose.
      """)
  static let group = CommandGroup.build
  static let examples = [
    Example("compare shared m --baseline shared", "Gains of m over shared."),
    Example("compare shared m --seeds 3", "Means and standard deviations across three seeds."),
    Example("compare shared m --metrics auc pr-auc", "Areas under both curves."),
    Example("compare shared m --seeds 3 --per-seed", "One row per model, task and seed."),
  ]
  static let makes: ValueKind? = .table

  @Argument(help: "Models or predictions to compare; they need the same rows.")
  var models: [ComparedName]
  @Option(help: "Model to compare the others with; adds differences from it.")
  var baseline: ModelName?
  @Option(help: "Retrains each model with this many seeds and the options of its last training.")
  var seeds: Int?
  @Flag(help: "One row per model, task and seed.") var perSeed = false
  @Option(parsing: .upToNextOption, help: "Metrics to compare; by default all but pr-auc and r2.")
  var metrics: [ComparisonMetric] = []
  @Option(help: "Rows to evaluate on.") var split = Split.Part.test
  @Flag(help: "Adds the training time in seconds.") var timings = false
  @Flag(help: "Shows no progress of the trainings, for loops.") var quiet = false

  func validate() throws {
    try Bounds(1...100).check("seeds", seeds)
    if perSeed, seeds == nil {
      throw OptionFault.needs(option: "per-seed", value: nil, other: "seeds")
    }
  }

  func run(in session: Session) throws -> Output {
    let compared = try models.map { ($0.text, try session.value(of: $0, for: "compare")) }
    guard let data = compared.first?.1.comparedData else { throw TrainingError.noData }
    for (name, value) in compared { try check(name, value.comparedData, is: data) }
    for case (let name, .predictions(let predictions)) in compared {
      try check(name, predictions)
    }
    guard let seeds else { return .show(.table(try table(of: compared, nil, data, in: session))) }
    let outcome = trainedAnew(compared, seeds, in: session)
    let complete = outcome.values.prefix { $0 != nil }.count / compared.count
    if let interruption = outcome.interruption, complete > 0 {
      let trained = try outcome.rows(complete, of: compared.count)
      var table = try table(of: compared, trained, data, in: session)
      let remark = "Interrupted: \(complete) of \(Phrase.count(seeds, "seed"))."
      table.reading = [table.reading, remark].compactMap { $0 }.joined(separator: " ")
      session.keep(interrupted: table)
      throw interruption
    }
    _ = try outcome.get()
    let trained = try outcome.rows(seeds, of: compared.count)
    return .show(.table(try table(of: compared, trained, data, in: session)))
  }

  /// The comparison of models as they are, or as they were `trained` anew, seed by seed.
  private func table(
    of compared: [(String, SessionValue)], _ trained: [[Measured]]?, _ data: DataSet,
    in session: Session
  ) throws -> Table {
    let entries = try compared.enumerated().compactMap { index, item -> Comparison.Entry? in
      let (name, value) = item
      switch value {
      case .model(let trainer):
        let own = trained.map { seeds in seeds.map { $0[index] } }
        return try entry(name, trainer, own ?? [measured(name, trainer, in: session)])
      case .predictions(let predictions): return try entry(predictions, in: session)
      case .data, .shown, .variable: return nil
      }
    }
    let comparison = try Comparison(
      entries, baseline: baseline?.text,
      metrics: metrics.isEmpty ? ComparisonMetric.standard : metrics, source: data.source)
    return perSeed
      ? comparison.perSeed : comparison.table(advising: comparison.advice?.sentence)
  }

  private func check(_ name: String, _ own: DataSet?, is data: DataSet) throws {
    guard let own else { throw TrainingError.noData }
    guard own.fingerprint == data.fingerprint else {
      throw Complaint(
        .usage, "'\(name)' and '\(models[0].text)' have different data.",
        wayOut:
          "Compare models that have the same rows; `build KIND d --tasks T` makes one for fewer tasks.",
        about: name)
    }
  }

  private func check(_ name: String, _ predictions: Predictions) throws(Complaint) {
    if predictions.part == split, seeds == nil { return }
    throw Complaint(
      .usage, "'\(name)' has predictions of the \(predictions.part.rawValue) rows, made once.",
      wayOut: "Compare them with --split \(predictions.part.rawValue), and without --seeds.",
      about: name)
  }

  private func entry(
    _ predictions: Predictions, in session: Session
  ) throws -> Comparison.Entry {
    Comparison.Entry(
      model: predictions.name, kind: "predictions",
      evaluations: [try predictions.evaluation(session.interrupt)], parameters: nil, seconds: nil)
  }

  /// What a model reaches, and the seconds of its training where they are known.
  private struct Measured: Sendable {
    let evaluation: Evaluation
    let seconds: Double?

    init(_ trainer: Trainer, on split: Split.Part, interrupt: Interrupt) throws {
      evaluation = try trainer.evaluate(split, interrupt: interrupt)
      seconds = trainer.history.seconds
    }
  }

  private func entry(
    _ name: String, _ trainer: Trainer, _ measured: [Measured]
  ) throws -> Comparison.Entry {
    Comparison.Entry(
      model: name, kind: trainer.model.kindName, evaluations: measured.map(\.evaluation),
      parameters: trainer.model.parameters.count,
      seconds: timings ? Self.mean(measured.map(\.seconds)) : nil)
  }

  /// The mean; `nil` unless all are known.
  private static func mean(_ seconds: [Double?]) -> Double? {
    let known = seconds.compactMap { $0 }
    return known.count == seconds.count ? known.reduce(0, +) / Double(known.count) : nil
  }

  private func measured(
    _ name: String, _ trainer: Trainer, in session: Session
  ) throws -> Measured {
    session.warnIfUntrained(name, trainer)
    return try Measured(trainer, on: split, interrupt: session.interrupt)
  }

  /// New models of the same kinds, each trained as the given one was last: all with one seed, then all with
  /// the next, so that an interrupt leaves whole seeds.
  private func trainedAnew(
    _ compared: [(String, SessionValue)], _ seeds: Int, in session: Session
  ) -> TrainingsSideBySide<Measured>.Outcome {
    let (split, quiet, interrupt) = (split, quiet, session.interrupt)
    var trainings = TrainingsSideBySide<Measured>(
      over: compared.count * seeds, in: session, isTimed: timings, endsAtError: true
    ) { index in
      let (name, value) = compared[index % compared.count]
      guard case .model(let trainer) = value else { throw TrainingError.noData }
      let seed = UInt64(index / compared.count + 1)
      var options = trainer.options ?? TrainingOptions.standard
      options.seed = seed
      let fresh = try trainer.fresh(seed: seed, interrupt: interrupt)
      let training = ObservedTraining(
        name, fresh, note: "seed \(seed)", isQuiet: quiet, in: session)
      return .train(training, options)
    } measure: { trainer, interrupt in
      try Measured(trainer, on: split, interrupt: interrupt)
    }
    return trainings.run()
  }
}

extension SessionValue {
  /// The data set that a model or predictions belong to.
  fileprivate var comparedData: DataSet? {
    switch self {
    case .model(let trainer): trainer.data
    case .predictions(let predictions): predictions.data
    case .data, .shown, .variable: nil
    }
  }
}

extension ComparisonMetric: ExpressibleByArgument {}
