import Analysis
import ArgumentParser
import DataSets
import Display
import Engine
import Models
import Options
import Training

/// Puts models beside each other.
struct Compare: Command {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "AUC and loss of models, a row each, with differences.")
  static let group = CommandGroup.build
  static let examples = [
    Example("compare shared m --baseline shared", "What m gains over shared."),
    Example("compare shared m --seeds 3", "Means and deviations over three trainings of each."),
  ]
  static let makes: ValueKind? = .table

  @Argument(help: "Models to compare, of the same data.") var models: [ModelName]
  @Option(help: "Model of them that differences are taken to.") var baseline: ModelName?
  @Option(help: "Train each anew with so many seeds, as it was trained last.") var seeds: Int?
  @Option(help: "Part of the rows.") var split = Split.Part.test

  func validate() throws {
    try Bounds(1...100).check("seeds", seeds)
  }

  func run(in session: Session) throws -> Output {
    let trainers = try models.map { ($0.text, try session.model($0, for: "compare")) }
    guard let data = trainers.first?.1.data else { throw TrainingError.noData }
    for (name, trainer) in trainers { try check(name, trainer, has: data) }
    let entries = try trainers.map { try entry($0, $1, in: session) }
    let comparison = try Comparison(entries, baseline: baseline?.text, source: data.source)
    return .show(.table(comparison.table.advising(comparison.advice)))
  }

  private func check(_ name: String, _ trainer: Trainer, has data: DataSet) throws {
    guard let own = trainer.data else { throw TrainingError.noData }
    guard own.fingerprint == data.fingerprint, own.schema.tasks == data.schema.tasks else {
      throw Complaint(
        .usage, "'\(name)' has other data than '\(models[0].text)'.",
        wayOut: "Models are compared on the same rows and tasks.", about: name)
    }
  }

  private func entry(
    _ name: String, _ trainer: Trainer, in session: Session
  ) throws -> Comparison.Entry {
    var measured = [trainer]
    if let seeds {
      measured = try (1...seeds).map { try trained(name, trainer, seed: UInt64($0), in: session) }
    }
    return Comparison.Entry(
      model: name, kind: trainer.model.kindName,
      evaluations: try measured.map {
        try $0.evaluate(split, interrupt: session.interrupt)
      },
      parameters: trainer.model.parameters.count,
      seconds: Self.mean(measured.map(\.history.seconds)))
  }

  /// nil unless all are known.
  private static func mean(_ seconds: [Double?]) -> Double? {
    let known = seconds.compactMap { $0 }
    return known.count == seconds.count ? known.reduce(0, +) / Double(known.count) : nil
  }

  /// A new model of the same kind, trained as the given one was last.
  private func trained(
    _ name: String, _ trainer: Trainer, seed: UInt64, in session: Session
  ) throws -> Trainer {
    let fresh = try trainer.fresh(seed: seed, interrupt: session.interrupt)
    var options = trainer.options ?? TrainingOptions.standard
    options.seed = seed
    _ = try ObservedTraining(name, fresh, note: "seed \(seed)", in: session).run(options)
    return fresh
  }
}
