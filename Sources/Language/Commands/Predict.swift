import Analysis
import ArgumentParser
import DataSets
import Display
import Models
import Options
import System
import Training

/// Computes predictions for each row.
struct Predict: Command {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predictions for rows of the data or of a file, as a table or a CSV file.")
  static let group = CommandGroup.build
  static let examples = [
    Example("predict m --split test", "One row per test row."),
    Example("predict m results/predictions.csv", "The same as a CSV file."),
    Example(
      "predict m scores.csv --file new.csv --with impression_id",
      "New rows without labels; one of their columns is copied to the result."),
  ]
  static let makes: ValueKind? = .table

  @Argument(help: "Model to predict with.") var model: ModelName
  @Argument(help: "CSV file to write; a table is shown by default.") var target: FilePath?
  @Option(help: "File of rows to predict; columns are matched by name, labels are not needed.")
  var file: FilePath?
  @Option(parsing: .upToNextOption, help: "Columns of that file to copy to the result.")
  var with: [String] = []
  @Option(help: "Rows of the model's data to predict, without --file.") var split = Split.Part.test

  func validate() throws {
    if file == nil, !with.isEmpty {
      throw OptionFault.needs(option: "with", value: nil, other: "file")
    }
  }

  func run(in session: Session) throws -> Output {
    let trainer = try session.observed(model, for: "predict")
    if let file {
      let scoring = try Scoring(
        trainer, named: model.text, file: file.text, keeping: with, in: session)
      session.inputs.insert(scoring.path)
      return try target.map { try scoring.write(to: $0.text, in: session) } ?? scoring.table()
    }
    if let target { try FileWriter.protect(target.text, in: session) }
    guard let data = trainer.data else { throw TrainingError.noData }
    let rows = data.split[split]
    let interrupt = session.interrupt
    let predictions = try Prediction(trainer.model, data).predictions(
      rows, interrupt: session.interrupt)
    let table = try table(of: predictions, rows, data, interrupt)
    let unknown = trainer.unknownWords(in: split)
    guard let file = target else {
      var output = Output.show(.table(table))
      output.remark = unknown.isEmpty ? nil : unknown.joined(separator: "\n")
      return output
    }
    let bytes = Array(try table.csv(interrupt: interrupt).utf8)
    try FileWriter.write(bytes, to: file.text, in: session)
    let count = NumberFormat.count.text(Double(rows.count))
    let written = "Wrote \(count) predictions to \(file.text)."
    return Output(
      value: SessionValue([.table(table)]), remark: ([written] + unknown).joined(separator: "\n"))
  }

  private func table(
    of predictions: [[Float]], _ rows: [Int32], _ data: DataSet, _ interrupt: Interrupt
  ) throws -> Table {
    let features = Set(data.schema.features.map(\.name))
    let identifiers = data.carried.identifiers.filter { !features.contains($0.name) }
    let columns = data.schema.tasks.flatMap { task in
      [
        Table.Column(key: task.name, header: "predicted", group: task.name),
        Table.Column(key: "\(task.name).label", header: "label", group: task.name),
      ]
    }
    let body = try rows.enumerated().map { index, row in
      try interrupt.check()
      return Table.Row(
        [.number(Double(row) + 1, .count)] + identifiers.map { .text($0[Int(row)]) }
          + data.schema.tasks.indices.flatMap { task -> [Table.Cell] in
            let label = data.labels[task][Int(row)]
            return [
              .number(
                Double(predictions[task][index]), data.schema.tasks[task].kind.format(decimals: 4)),
              label.isNaN ? .missing : .number(Double(label), .significant(4)),
            ]
          })
    }
    return Table(
      title: "Predictions · \(model.text) · \(split.rawValue)",
      columns: [Table.Column(key: "row", header: "row")]
        + identifiers.map { Table.Column(key: $0.name, header: $0.name) } + columns, rows: body)
  }
}
