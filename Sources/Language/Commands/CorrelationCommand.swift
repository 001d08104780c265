import Analysis
import ArgumentParser
import DataSets
import Engine

/// Shows how tasks correlate.
struct CorrelationCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "correlation",
    abstract:
      "Task correlation: labels of a data set, or predictions and representations of a model.")
  static let group = CommandGroup.inspect
  static let examples = [
    Example("correlation adult", "Correlation of labels, and P(one label given another)."),
    Example(
      "correlation m --measure cosine", "Cosine similarity of predictions, beside that of labels."),
  ]
  static let makes: ValueKind? = .plot

  @Argument(help: "Data set or model.") var name: DataOrModelName
  @Option(help: "Measure of correlation.") var measure = CorrelationMeasure.pearson
  @Option(
    help: "Rows to measure on; by default train and validation of data, validation of a model.")
  var split: Split.Part?

  func run(in session: Session) throws -> Output {
    switch try session.value(of: name, for: "correlation") {
    case .data(let data):
      let parts = split.map { [$0] } ?? [.train, .validation]
      let labels = try LabelCorrelation(data, on: parts, measure: measure).figure
      // Regression tasks have no positive rate.
      let rates = try? ConditionalRates(data, on: parts).figure
      return .show([labels, rates].compactMap { $0 })
    case .model(let trainer):
      session.warnIfUntrained(name.text, trainer)
      let correlation = try PredictionCorrelation(
        of: NamedModel(name.text, trainer), on: split ?? .validation, measure: measure,
        interrupt: session.interrupt)
      let representations = try Representations(
        of: NamedModel(name.text, trainer), on: split ?? .validation,
        interrupt: session.interrupt)
      return .show([correlation.figure] + (representations.map { [$0.figure] } ?? []))
    case .predictions, .shown, .variable: return Output()
    }
  }
}
