package import DataSets
import Engine
package import Models
import Numbers
package import System

/// Evaluates a model on the parts of a data set.
package struct Evaluator {
  private let model: Model
  private let data: DataSet
  private let prediction: Prediction
  private let sampleSpaces: [SampleSpacePlace]

  /// A task in `sampleSpaces` counts only rows on which its label there is 1.
  package init(_ model: Model, _ data: DataSet, sampleSpaces: [SampleSpace] = []) {
    self.model = model
    self.data = data
    self.sampleSpaces = sampleSpaces.places(among: data.schema.tasks)
    prediction = Prediction(model, data)
  }

  /// The figures of all tasks on one part.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  ///
  /// `groups` has a number a row of the data, −1 for rows without a group: then AUC is taken within
  /// groups too.
  package func evaluate(
    _ part: Split.Part, groups: [Int]? = nil, interrupt: Interrupt = .never
  ) throws(CancellationError) -> Evaluation {
    let rows = data.split[part]
    let logits = try prediction.logits(rows, interrupt: interrupt)
    var tasks: [Evaluation.OfTask] = []
    for task in data.schema.tasks.indices {
      try interrupt.check()
      tasks.append(evaluation(of: task, logits: logits[task], rows: rows, groups: groups))
    }
    return Evaluation(part: part, rows: rows.count, tasks: tasks)
  }

  private func evaluation(
    of task: Int, logits: [Float], rows: [Int32], groups: [Int]?
  ) -> Evaluation.OfTask {
    let values = labels(of: task, in: rows)
    let known = rows.indices.filter { !values[$0].isNaN }
    let scores = known.map { logits[$0] }
    let truth = known.map { values[$0] }
    let kind = data.schema.tasks[task].kind
    let predictions = kind == .binary ? Elementary.sigmoid(scores) : scores
    let loss = kind == .binary ? LossKind.crossEntropy : .squaredError
    let count = Double(max(1, known.count))
    let sum = zip(scores, truth).reduce(0.0) { $0 + loss.loss(Double($1.0), Double($1.1)) }
    let mean = truth.reduce(0.0) { $0 + Double($1) } / count
    return Evaluation.OfTask(
      task: data.schema.tasks[task], rows: known.count,
      sampleSpace: sampleSpaces.first { $0.task == task }.map { data.schema.tasks[$0.label].name },
      labelMean: mean,
      predictionMean: predictions.reduce(0.0) { $0 + Double($1) } / count, loss: sum / count,
      baseLoss: baseLoss(task, labelMean: mean, truth: truth),
      auc: kind == .binary ? Metrics.auc(scores: scores, labels: truth) : nil,
      calibrationError: kind == .binary
        ? Metrics.calibrationError(predictions: predictions, labels: truth) : nil,
      explainedVariance: kind == .regression
        ? Metrics.explainedVariance(predictions: predictions, labels: truth) : nil,
      grouped: kind == .binary
        ? groups.flatMap { grouped(scores, truth, known.map { rows[$0] }, by: $0) } : nil)
  }

  /// A task's labels, without those of rows outside its sample space.
  private func labels(of task: Int, in rows: [Int32]) -> [Float] {
    sampleSpaces.labels(of: task) { data.labels[$0].values(of: rows) }
  }

  /// AUC within groups, of rows that have one.
  private func grouped(
    _ scores: [Float], _ truth: [Float], _ rows: [Int32], by groups: [Int]
  ) -> GroupedAUC? {
    let members = rows.indices.filter { groups[Int(rows[$0])] >= 0 }
    return GroupedAUC(
      scores: members.map { scores[$0] }, labels: members.map { truth[$0] },
      groups: members.map { groups[Int(rows[$0])] })
  }

  /// The loss of always predicting the training rows' mean label.
  private func baseLoss(_ task: Int, labelMean: Double, truth: [Float]) -> Double? {
    var training = (sum: 0.0, count: 0)
    for label in labels(of: task, in: data.split.train) where !label.isNaN {
      training = (training.sum + Double(label), training.count + 1)
    }
    if training.count == 0 || truth.isEmpty { return nil }
    let rate = training.sum / Double(training.count)
    switch data.schema.tasks[task].kind {
    case .binary: return Metrics.constantLogloss(rate: rate, positiveShare: labelMean)
    case .regression:
      return truth.reduce(0.0) { $0 + (Double($1) - rate) * (Double($1) - rate) }
        / Double(truth.count)
    }
  }
}
