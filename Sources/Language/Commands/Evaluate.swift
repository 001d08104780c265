import Analysis
import ArgumentParser
import DataSets
import Training

/// Says what models' predictions are worth.
struct Evaluate: Command {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "AUC, logloss, calibration of models, a row a task.")
  static let group = CommandGroup.build
  static let examples = [
    Example("evaluate m", "On the test rows."),
    Example("evaluate shared m --split validation", "Two models, on the validation rows."),
    Example("evaluate m --group occupation", "AUC within each occupation, too."),
    Example(
      "evaluate m --sample-space income=never-married", "Income, of those who never married."),
  ]
  static let makes: ValueKind? = .table

  @Argument(help: "Models to evaluate.") var models: [ModelName]
  @Option(help: "Part of the rows.") var split = Split.Part.test
  @Option(help: "Categorical feature, such as a user's id, within whose values AUC is taken too.")
  var group: String?
  @Option(
    parsing: .upToNextOption,
    help: "Tasks that count only rows on which another label is 1, as conversion=click.")
  var sampleSpace: [SampleSpace] = []

  func run(in session: Session) throws -> Output {
    var evaluations: [(model: String, evaluation: Evaluation)] = []
    var sources: [String] = []
    for name in models {
      let trainer = try session.model(name, for: "evaluate")
      let evaluation = try trainer.evaluate(
        split, groupedBy: group, in: sampleSpace, interrupt: session.interrupt)
      evaluations.append((name.text, evaluation))
      if let source = trainer.data?.source, !sources.contains(source) { sources.append(source) }
    }
    return .show(
      EvaluationTable(evaluations, source: sources.joined(separator: ", ")).figure)
  }
}
