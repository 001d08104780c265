package import DataSets

/// What a model's predictions are worth on some rows.
package struct Evaluation: Sendable, Equatable, Codable {
  /// Of one task.
  package struct OfTask: Sendable, Equatable, Codable {
    package var task: Task
    /// Rows that have the label.
    package var rows: Int
    /// Another task whose label is 1 in all of these rows, if the task has a sample space.
    package var sampleSpace: String?
    /// Mean of the labels: the positive rate of a binary task.
    package var labelMean: Double
    /// Mean of the predictions (probabilities, or values of a regression).
    package var predictionMean: Double
    /// Mean loss: logloss, or squared error of a regression.
    package var loss: Double
    /// The loss of predicting the training rows' mean label for every row.
    package var baseLoss: Double?
    /// nil for a regression, or with one class only.
    package var auc: Double?
    /// Expected calibration error of a binary task.
    package var calibrationError: Double?
    /// R² of a regression; nil for constant labels.
    package var explainedVariance: Double?
    /// AUC within groups, if one was asked for.
    package var grouped: GroupedAUC?

    /// Logloss as a share of the base rate's: below 1 is better than knowing nothing.
    package var normalisedEntropy: Double? {
      baseLoss.flatMap { $0 > 0 ? loss / $0 : nil }
    }

    /// Mean prediction over mean label: 1 is right on average.
    package var calibration: Double? { labelMean > 0 ? predictionMean / labelMean : nil }
  }

  package var part: Split.Part
  package var rows: Int
  package var tasks: [OfTask]

  package subscript(task: String) -> OfTask? { tasks.first { $0.task.name == task } }

  /// Mean loss of the tasks that have labels.
  package var meanLoss: Double? {
    let losses = tasks.filter { $0.rows > 0 }.map(\.loss)
    return losses.isEmpty ? nil : losses.reduce(0, +) / Double(losses.count)
  }

  /// Mean AUC of the tasks that have one.
  package var meanAUC: Double? {
    let values = tasks.compactMap(\.auc)
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
