import Analysis
import ArgumentParser
import DataSets
import Display
import System
import Training

/// Reads predictions that another program made, to compare them.
struct LoadPredictions: Command {
  static let configuration = CommandConfiguration(
    commandName: "load predictions", abstract: "Predictions of another program, for `compare`.")
  static let group = CommandGroup.data
  static let examples = [
    Example(
      "q = load predictions lightgbm.csv --for adult --name lightgbm",
      "A column for each task, a line for each test row.")
  ]
  static let makes: ValueKind? = .predictions

  @Argument(help: "CSV file with a column for each task; `row`, if there, says which row it is.")
  var file: FilePath
  @Option(name: .customLong("for"), help: "Data set whose rows are predicted.") var data: DataName
  @Option(help: "What the predictions are called in tables.") var name = "predictions"
  @Option(help: "Part of the rows.") var split = Split.Part.test

  func run(in session: Session) throws -> Output {
    let data = try session.data(data, for: "load predictions")
    let context = LoadContext(
      folders: DataFolders(installed: session.settings.dataFolders), interrupt: session.interrupt)
    let path = try context.folders.file(named: file.text)
    let read = try PredictionsFile(
      path, tasks: data.schema.tasks, rows: data.split[split], context)
    session.inputs.insert(path)
    let predictions = Predictions(
      name: name, data: data, part: split, values: read.predictions)
    return .make(.predictions(predictions), showing: [try predictions.figure(session.interrupt)])
  }
}

/// Predictions made elsewhere, of a part of a data set.
struct Predictions {
  let name: String
  let data: DataSet
  let part: Split.Part
  /// Probabilities of binary tasks, values of regressions, [tasks][rows].
  let values: [[Float]]

  /// What they are worth.
  func evaluation(_ interrupt: Interrupt) throws -> Evaluation {
    try PredictionEvaluator(data).evaluate(part, predictions: values, interrupt: interrupt)
  }

  /// Their metrics, a row per task.
  func figure(_ interrupt: Interrupt) throws -> Figure {
    EvaluationTable([(name, try evaluation(interrupt))], source: data.source).figure
  }
}
