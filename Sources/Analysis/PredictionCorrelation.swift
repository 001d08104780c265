package import DataSets
package import Display
package import Engine
import Models
package import System
import Training

/// Correlation of a model's predictions for the tasks, beside that of the labels.
package struct PredictionCorrelation: Sendable {
  package let tasks: [String]
  package let measure: CorrelationMeasure
  /// Tasks × tasks.
  package let labels: [[Double]]
  package let predictions: [[Double]]
  private let look: Look

  /// Both correlations on a part of the model's data.
  ///
  /// - Throws: `AnalysisError`, or `CancellationError` after an interrupt.
  package init(
    of named: NamedModel, on part: Split.Part, measure: CorrelationMeasure = .pearson,
    interrupt: Interrupt = .never
  ) throws {
    guard named.model.schema.tasks.count > 1 else { throw AnalysisError.fewTasks }
    look = try Look(at: part, of: named)
    let labels = look.data.labels.map(look.values)
    // Only where there is a label, so that both matrices speak of the same rows.
    let predicted = try zip(
      labels,
      Prediction(named.model, look.data).predictions(look.rows, interrupt: interrupt)
    ).map { labels, predictions in
      zip(labels, predictions).map { $0.isNaN ? .nan : $1 }
    }
    tasks = named.model.schema.tasks.map(\.name)
    self.measure = measure
    self.labels = LabelCorrelation.matrix(labels, measure)
    self.predictions = LabelCorrelation.matrix(predicted, measure)
  }

  package var figure: Figure {
    .heatMap(
      HeatMap(
        title: "Correlation of labels and predictions (\(measure.title)) · \(look.title)",
        of: "correlation", rows: HeatMap.Axis("task", tasks),
        columns: HeatMap.Axis(
          "other", tasks + tasks,
          groups: (
            "of", tasks.map { _ in "labels" } + tasks.map { _ in "predictions" }
          )),
        values: zip(labels, predictions).map { $0 + $1 }, decimals: 3, scale: .signed,
        hasOwnCells: true, reading: reading))
  }

  /// The pair in which labels and predictions differ most.
  private var reading: String {
    let first = TaskPair.all(names: tasks, values: labels)
    let second = TaskPair.all(names: tasks, values: predictions)
    let both = first.compactMap { pair in
      second.first { $0.names == pair.names }.map { (label: pair, prediction: $0) }
    }
    let widest = both.max { one, other in
      (one.label.value - one.prediction.value).magnitude
        < (other.label.value - other.prediction.value).magnitude
    }
    guard let widest else { return "No pair of tasks has a defined correlation." }
    let start = tasks.count > 2 ? "Furthest from the labels: " : ""
    let isStronger = widest.prediction.value.magnitude > widest.label.value.magnitude
    return "\(start)\(widest.label.names): labels \(widest.label.number), predictions "
      + "\(widest.prediction.number)."
      + (isStronger
        ? " Predictions carry no label noise, so they usually correlate more strongly." : "")
  }
}
