import Data
package import Display
package import Training

/// What models' predictions are worth, a row a model and task.
package struct EvaluationTable: Sendable {
  private let evaluations: [(model: String, evaluation: Evaluation)]
  private let source: String

  /// Evaluations on one part of a data set called `source`.
  package init(_ evaluations: [(model: String, evaluation: Evaluation)], source: String) {
    self.evaluations = evaluations
    self.source = source
  }

  package var figure: Figure { .table(table) }

  package var table: Table {
    let tasks = evaluations.flatMap(\.evaluation.tasks)
    let columns = Self.columns.filter { column in
      tasks.contains { column.kind == nil || column.kind == $0.task.kind }
    }
    let rows = evaluations.enumerated().flatMap { place, item in
      item.evaluation.tasks.enumerated().map { index, task in
        Table.Row(
          [.text(item.model), .text(task.task.name)]
            + columns.map { column in
              let fits = column.kind == nil || column.kind == task.task.kind
              return (fits ? column.value(task) : nil).map { .number($0, column.format) }
                ?? .missing
            }, ruleAbove: index == 0 && place > 0)
      }
    }
    return Table(
      title: "Evaluation · \(source) · \(rowsTitle)",
      columns: [
        Table.Column(key: "model", header: "model"), Table.Column(key: "task", header: "task"),
      ] + columns.map { Table.Column(key: $0.key, header: $0.header) }, rows: rows,
      reading: reading)
  }

  private struct Column {
    let key: String
    let header: String
    let format: NumberFormat
    /// nil for both kinds of tasks.
    var kind: Task.Kind?
    let value: (Evaluation.OfTask) -> Double?
  }

  private static var columns: [Column] {
    [
      Column(key: "auc", header: "AUC", format: .fixed(4), kind: .binary) { $0.auc },
      Column(key: "logloss", header: "logloss", format: .fixed(5), kind: .binary) {
        $0.rows > 0 ? $0.loss : nil
      },
      Column(key: "mse", header: "MSE", format: .significant(4), kind: .regression) {
        $0.rows > 0 ? $0.loss : nil
      },
      Column(key: "base", header: "base", format: .fixed(5)) { $0.baseLoss },
      Column(key: "normalised", header: "norm.", format: .fixed(4)) {
        $0.rows > 0 ? $0.normalisedEntropy : nil
      },
      Column(key: "positive", header: "positive", format: .percent(2), kind: .binary) {
        $0.labelMean
      },
      Column(key: "calibration", header: "calibr.", format: .fixed(3), kind: .binary) {
        $0.calibration
      },
    ]
  }

  private var rowsTitle: String {
    guard let first = evaluations.first?.evaluation else { return "no model" }
    return "\(first.part.rawValue), \(Phrase.count(first.rows, "row"))"
  }

  private var reading: String {
    "base: loss of the training rows' mean label for every row; norm.: loss / base, below 1 is "
      + "better than knowing nothing; calibr.: mean prediction / mean label, 1 is right."
  }
}
