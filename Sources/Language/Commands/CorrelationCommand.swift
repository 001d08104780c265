import Analysis
import ArgumentParser
import DataSets
import Engine

/// Shows how alike tasks are.
struct CorrelationCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "correlation",
    abstract: "How alike the tasks are: labels of a data set, predictions of a model.")
  static let group = CommandGroup.look
  static let examples = [
    Example("correlation adult", "Labels, and how often one comes with another."),
    Example("correlation m --measure cosine", "Predictions beside the labels."),
  ]
  static let makes: ValueKind? = .plot

  @Argument(help: "Data set or model.") var name: DataOrModelName
  @Option(help: "How likeness is measured.") var measure = CorrelationMeasure.pearson
  @Option(
    help: "Part of the rows; by default train and validation of data, validation of a model.")
  var split: Split.Part?

  func run(in session: Session) throws -> Output {
    switch try session.value(of: name, for: "correlation") {
    case .data(let data):
      let parts = split.map { [$0] } ?? [.train, .validation]
      let labels = try LabelCorrelation(data, on: parts, measure: measure).figure
      // Regressions have no rate of positives.
      let rates = try? ConditionalRates(data, on: parts).figure
      return .show([labels, rates].compactMap { $0 })
    case .model(let trainer):
      let correlation = try PredictionCorrelation(
        of: NamedModel(name.text, trainer), on: split ?? .validation, measure: measure,
        interrupt: session.interrupt)
      return .show(correlation.figure)
    case .table, .plot: return Output()
    }
  }
}
