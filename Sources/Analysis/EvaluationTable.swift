import DataSets
package import Display
package import Training

/// Metrics of models' predictions, one row per model and task.
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
      tasks.contains {
        (column.kind == nil || column.kind == $0.task.kind)
          && (!column.isOptional || column.value($0) != nil)
      }
    }
    let rows = evaluations.enumerated().flatMap { section, item in
      item.evaluation.tasks.enumerated().map { index, task in
        Table.Row(
          [.text(item.model), .text(task.task.name)]
            + columns.map { column in
              let fits = column.kind == nil || column.kind == task.task.kind
              return (fits ? column.value(task) : nil).map {
                .number($0, column.format(of: task.task.kind))
              } ?? .missing
            }, ruleAbove: index == 0 && section > 0)
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
    /// True for the baseline's loss, which has the format of the task's kind.
    var isBaselineLoss = false
    /// nil for both kinds of tasks.
    var kind: Task.Kind?
    /// Left out where no task has it.
    var isOptional = false
    let value: (Evaluation.OfTask) -> Double?

    func format(of kind: Task.Kind) -> NumberFormat {
      isBaselineLoss ? kind.format(decimals: 5) : format
    }
  }

  private static var columns: [Column] {
    [
      Column(key: "auc", header: "AUC", format: .fixed(4), kind: .binary) { $0.auc },
      Column(key: "logloss", header: "logloss", format: .fixed(5), kind: .binary) {
        $0.rows > 0 ? $0.loss : nil
      },
      Column(key: "group-auc", header: "gAUC", format: .fixed(4), kind: .binary, isOptional: true) {
        $0.grouped?.weighted
      },
      Column(key: "user-auc", header: "uAUC", format: .fixed(4), kind: .binary, isOptional: true) {
        $0.grouped?.plain
      },
      Column(key: "groups", header: "groups", format: .count, kind: .binary, isOptional: true) {
        $0.grouped.map { Double($0.groups) }
      },
      Column(key: "mse", header: "MSE", format: .anyScale, kind: .regression) {
        $0.rows > 0 ? $0.loss : nil
      },
      Column(key: "mae", header: "MAE", format: .anyScale, kind: .regression) {
        $0.absoluteError
      },
      Column(key: "r2", header: "R²", format: .fourDecimals, kind: .regression) {
        $0.explainedVariance
      },
      Column(key: "spearman", header: "Spearman", format: .fixed(4), kind: .regression) {
        $0.rankCorrelation
      },
      Column(key: "base", header: "baseline", format: .fixed(5), isBaselineLoss: true) {
        $0.baseLoss
      },
      Column(key: "normalised", header: "norm.", format: .fourDecimals) {
        $0.rows > 0 ? $0.normalisedEntropy : nil
      },
      Column(key: "positive", header: "positive", format: .percent(2), kind: .binary) {
        $0.labelMean
      },
      Column(key: "calibration", header: "calibration", format: .fixed(3), kind: .binary) {
        $0.calibration
      },
      Column(key: "calibration-error", header: "ECE", format: .fixed(4), kind: .binary) {
        $0.calibrationError
      },
    ]
  }

  private var rowsTitle: String {
    guard let first = evaluations.first?.evaluation else { return "no model" }
    return "\(first.part.rawValue), \(Phrase.count(first.rows, "row"))"
  }

  private var reading: String {
    "baseline: loss of predicting the training rows' mean label; norm.: loss / baseline, below 1 "
      + "beats it"
      + (has(\.calibrationError)
        ? "; calibration: mean prediction / mean label, ideally 1; ECE: expected calibration error "
          + "over 15 bins" : "")
      + (has(\.grouped)
        ? "; gAUC, uAUC: mean AUC of the groups with both classes, weighted by rows and unweighted."
        : ".")
      + sampleSpaces + suspicions
  }

  /// The tasks that count a part of the rows, each once.
  private var sampleSpaces: String {
    guard let tasks = evaluations.first?.evaluation.tasks else { return "" }
    return tasks.map { task in
      task.sampleSpace.map {
        " '\(task.task.name)' counts the \(Phrase.count(task.rows, "row")) on which '\($0)' is 1."
      } ?? ""
    }.joined()
  }

  /// AUCs that are too round to be true.
  private var suspicions: String {
    evaluations.flatMap { model, evaluation in
      evaluation.tasks.compactMap { task -> String? in
        switch task.auc {
        case 0.5:
          " '\(task.task.name)' of \(model) has an AUC of exactly 0.5: it separates nothing."
        case 1:
          " '\(task.task.name)' of \(model) has an AUC of exactly 1: a feature may leak the label."
        default: nil
        }
      }
    }.joined()
  }

  private func has<Figure>(_ figure: KeyPath<Evaluation.OfTask, Figure?>) -> Bool {
    evaluations.contains { $0.evaluation.tasks.contains { $0[keyPath: figure] != nil } }
  }
}
