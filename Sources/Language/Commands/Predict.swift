import ArgumentParser
import DataSets
import Display
import Models
import System
import Training

/// What a model predicts for each row.
struct Predict: Command {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Probabilities a row, as a table or into a CSV file.")
  static let group = CommandGroup.build
  static let examples = [
    Example("predict m --split test", "One line for each row."),
    Example("predict m results/predictions.csv", "The same into a file."),
  ]
  static let makes: ValueKind? = .table

  @Argument(help: "Model that predicts.") var model: ModelName
  @Argument(help: "CSV file to write; without it a table is shown.") var file: FilePath?
  @Option(help: "Part of the rows.") var split = Split.Part.test

  func run(in session: Session) throws -> Output {
    let trainer = try session.model(model, for: "predict")
    guard let data = trainer.data else { throw TrainingError.noData }
    let rows = data.split[split]
    let interrupt = session.interrupt
    let predictions = try Prediction(trainer.model, data).predictions(
      rows, interrupt: session.interrupt)
    let table = try table(of: predictions, rows, data, interrupt)
    guard let file else { return .show(.table(table)) }
    let bytes = Array(try table.csv(interrupt: interrupt).utf8)
    try FileWriter.write(bytes, to: file.text, interrupt: interrupt)
    let count = NumberFormat.count.text(Double(rows.count))
    return Output(value: .table(table), remark: "\(count) predictions are in \(file.text).")
  }

  private func table(
    of predictions: [[Float]], _ rows: [Int32], _ data: DataSet, _ interrupt: Interrupt
  ) throws -> Table {
    let columns = data.schema.tasks.flatMap { task in
      [
        Table.Column(key: task.name, header: "predicted", group: task.name),
        Table.Column(key: "\(task.name).label", header: "label", group: task.name),
      ]
    }
    let body = try rows.enumerated().map { place, row in
      try interrupt.check()
      return Table.Row(
        [.number(Double(row) + 1, .count)]
          + data.schema.tasks.indices.flatMap { task -> [Table.Cell] in
            let label = data.labels[task][Int(row)]
            return [
              .number(Double(predictions[task][place]), .fixed(4)),
              label.isNaN ? .missing : .number(Double(label), .significant(4)),
            ]
          })
    }
    return Table(
      title: "Predictions · \(model.text) · \(split.rawValue)",
      columns: [Table.Column(key: "row", header: "row")] + columns, rows: body)
  }
}
