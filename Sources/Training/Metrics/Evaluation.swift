package import DataSets

/// The metrics of a model's predictions on one part of the data.
package struct Evaluation: Sendable, Equatable, Codable {
  /// The metrics of one task.
  package struct OfTask: Sendable, Equatable, Codable {
    /// The task.
    package var task: Task
    /// The number of rows that have its label and lie in its sample space.
    package var rows: Int
    /// The task whose label is 1 in all of these rows; nil without a sample space.
    package var sampleSpace: String?
    /// Mean label: the positive rate of a binary task.
    package var labelMean: Double
    /// Mean prediction: a probability, or a value of a regression.
    package var predictionMean: Double
    /// Mean loss: log loss, or squared error of a regression.
    package var loss: Double
    /// Mean loss of the baseline that predicts the training rows' mean label; nil if undefined or infinite.
    package var baseLoss: Double?
    /// Area under the ROC curve; nil for a regression, or if all labels are equal.
    package var auc: Double?
    /// Area under the precision-recall curve (average precision); nil where `auc` is.
    package var averagePrecision: Double?
    /// Expected calibration error (ECE) of a binary task.
    package var calibrationError: Double?
    /// R² of a regression; nil for constant labels.
    package var explainedVariance: Double?
    /// Mean absolute error of a regression; nil without rows, and in files before version 0.3.0.
    package var absoluteError: Double?
    /// Spearman's rank correlation of predictions and labels of a regression; nil if either is constant.
    package var rankCorrelation: Double?
    /// AUC within groups of rows; nil without groups.
    package var grouped: GroupedAUC?

    /// Log loss divided by that of the baseline: below 1 is better than the baseline.
    package var normalisedEntropy: Double? {
      baseLoss.flatMap { $0 > 0 ? loss / $0 : nil }
    }

    /// Calibration ratio: mean prediction divided by mean label, 1 if right on average.
    package var calibration: Double? { labelMean > 0 ? predictionMean / labelMean : nil }
  }

  /// The part of the data that was evaluated.
  package var part: Split.Part
  /// The number of its rows.
  package var rows: Int
  /// The metrics of all tasks, in the order of the schema.
  package var tasks: [OfTask]

  /// The metrics of the task with that name.
  package subscript(task: String) -> OfTask? { tasks.first { $0.task.name == task } }

  /// Mean loss over the tasks that have labels; nil if none has.
  package var meanLoss: Double? { Monitor.loss.value(of: figures, tasks.map(\.task.name)) }
}
