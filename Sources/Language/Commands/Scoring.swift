import Analysis
import DataSets
import Display
import Models
import System
import Training

/// Predictions for the rows of a file, streamed: a window of rows is in memory at a time.
struct Scoring {
  /// Rows that a table may have; more go into a file.
  static let mostShown = 100_000

  private let trainer: Trainer
  private let modelName: String
  let path: String
  private let kept: [String]
  private let context: LoadContext
  private let progress: ProgressLine

  init(
    _ trainer: Trainer, named modelName: String, file path: String, keeping kept: [String],
    in session: Session
  ) throws {
    self.trainer = trainer
    self.modelName = modelName
    self.kept = kept
    let progress = ProgressLine("predict \(modelName)", in: session.sink)
    self.progress = progress
    context = LoadContext(
      folders: DataFolders(installed: session.settings.dataFolders), interrupt: session.interrupt
    ) { share in
      progress.show(share: share)
    }
    self.path = try context.folders.file(named: path)
  }

  /// As a table, of at most `mostShown` rows.
  func table() throws -> Output {
    var rows: [Table.Row] = []
    let kinds = trainer.model.schema.tasks.map(\.kind)
    let remark = try forEachRow { number, texts, predictions in
      if rows.count == Self.mostShown {
        throw Complaint(
          .usage, "A table has at most \(NumberFormat.count.text(Double(Self.mostShown))) rows.",
          wayOut: "Write them to a file: `predict \(modelName) FILE.csv --file …`.")
      }
      rows.append(
        Table.Row(
          [.number(Double(number), .count)] + texts.map { .text($0) }
            + zip(predictions, kinds).map { .number(Double($0), $1.format(decimals: 4)) }))
    }
    let table = Table(
      title: "Predictions · \(modelName) · \(FileName.short(path))",
      columns: keys.map { Table.Column(key: $0, header: $0) }, rows: rows)
    var output = Output.show(.table(table))
    output.remark = remark
    return output
  }

  /// Into a CSV file.
  func write(to target: String, in session: Session) throws -> Output {
    let file = try FileWriter.replacement(of: target, in: session)
    var text = Table.record(keys)
    var count = 0
    func flush() throws {
      try file.write(Array(text.utf8), context.interrupt)
      text = ""
    }
    let remark = try forEachRow { number, texts, predictions in
      text += Table.record(["\(number)"] + texts + predictions.map { "\($0)" })
      count += 1
      if text.utf8.count > 1 << 20 { try flush() }
    }
    try flush()
    try file.commit()
    let rows = NumberFormat.count.text(Double(count))
    return .say(
      (["Wrote \(rows) predictions to \(target)."] + [remark].compactMap { $0 })
        .joined(separator: "\n"))
  }

  private var keys: [String] { ["row"] + kept + trainer.model.schema.tasks.map(\.name) }

  /// Calls `body` with each row; gives what there is to say of unknown words and bad rows.
  private func forEachRow(
    _ body: (_ number: Int, _ kept: [String], _ predictions: [Float]) throws -> Void
  ) throws -> String? {
    let file = try ScoringFile(path, schema: trainer.model.schema, keeping: kept)
    var count = 0
    let (unknown, notes) = try file.forEachWindow(context) { rows in
      let all = rows.data.split.test
      let predictions = try Prediction(trainer.model, rows.data).predictions(
        all, interrupt: context.interrupt)
      for row in all.indices {
        try body(rows.numbers[row], rows.kept.map { $0[row] }, predictions.map { $0[row] })
      }
      count += all.count
    }
    // Large files always have the line, so that outputs do not depend on the time.
    progress.finish(always: count >= 1_000_000)
    let sentences =
      unknown.map { $0.sentence(of: count) }
      + notes.map(\.sentence)
    return sentences.isEmpty ? nil : sentences.joined(separator: "\n")
  }
}

extension ScoringFile.Unknown {
  /// How many rows have what the model does not know.
  func sentence(of all: Int) -> String {
    let share = NumberFormat.percent(1).text(Double(rows) / Double(max(1, all)))
    return "\(feature): \(share) of the rows have values that the model does not know."
  }
}
