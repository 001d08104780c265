import Analysis
import ArgumentParser
import DataSets
import Training

/// Measures the predictions of models.
struct Evaluate: Command {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "AUC, logloss and calibration, one row per model and task.")
  static let group = CommandGroup.build
  static let examples = [
    Example("evaluate m", "On the test rows."),
    Example("evaluate shared m --split validation", "Two models, on the validation rows."),
    Example("evaluate m --group occupation", "Also AUC within each occupation."),
    Example(
      "evaluate m --sample-space income=never-married", "Income, among those who never married."),
  ]
  static let makes: ValueKind? = .table

  @Argument(help: "Models to evaluate.") var models: [ModelName]
  @Option(help: "Rows to evaluate on.") var split = Split.Part.test
  @Option(
    help: "Categorical feature, or column kept by --id, such as a user; adds AUC within its groups."
  )
  var group: String?
  @OptionGroup var spaces: SampleSpaceOptions

  func run(in session: Session) throws -> Output {
    var evaluations: [(model: String, evaluation: Evaluation)] = []
    var sources: [String] = []
    var remarks: [String] = []
    for name in models {
      let trainer = try session.observed(name, for: "evaluate")
      let evaluation = try trainer.evaluate(
        split, groupedBy: group, in: spaces.sampleSpace, interrupt: session.interrupt)
      evaluations.append((name.text, evaluation))
      for sentence in trainer.unknownWords(in: split) where !remarks.contains(sentence) {
        remarks.append(sentence)
      }
      if let source = trainer.data?.source, !sources.contains(source) { sources.append(source) }
    }
    var output = Output.show(
      EvaluationTable(evaluations, source: sources.joined(separator: ", ")).figure)
    output.remark = remarks.isEmpty ? nil : remarks.joined(separator: "\n")
    return output
  }
}

extension Trainer {
  /// A sentence for each feature whose words in a part are mostly unknown to the model.
  func unknownWords(in part: Split.Part) -> [String] {
    data?.unknownWords(in: part).map(\.sentence) ?? []
  }
}
