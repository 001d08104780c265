package import DataSets
import Engine
package import Models
import Numbers
package import System

/// Evaluates a model on parts of a data set.
package struct Evaluator {
  private let data: DataSet
  private let prediction: Prediction
  private let evaluation: PredictionEvaluator

  /// Takes a model and data with its schema; a task with a sample space counts only the rows within it.
  package init(_ model: Model, _ data: DataSet, sampleSpaces: [SampleSpace] = []) {
    self.data = data
    evaluation = PredictionEvaluator(data, sampleSpaces: sampleSpaces)
    prediction = Prediction(model, data)
  }

  /// The metrics of all tasks on one part of the data.
  ///
  /// `groups` holds a group per row of the data, −1 for rows without one; with it, AUC is also computed
  /// within groups.
  /// - Throws: `CancellationError` after an interrupt.
  package func evaluate(
    _ part: Split.Part, groups: [Int]? = nil, interrupt: Interrupt = .never
  ) throws(CancellationError) -> Evaluation {
    let rows = data.split[part]
    let scores = try prediction.scores(rows, interrupt: interrupt)
    return try evaluation.evaluate(part, logits: scores, groups: groups, interrupt: interrupt)
  }
}

/// Evaluates predictions, wherever they come from, on the parts of a data set.
package struct PredictionEvaluator {
  private let data: DataSet
  private let sampleSpaces: [SampleSpaceIndices]

  /// A task in `sampleSpaces` counts only rows on which its label there is 1.
  package init(_ data: DataSet, sampleSpaces: [SampleSpace] = []) {
    self.data = data
    self.sampleSpaces = sampleSpaces.indices(in: data.schema.tasks)
  }

  /// The figures of all tasks on one part, from the logits (of a regression the values) of its rows,
  /// [tasks][rows].
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package func evaluate(
    _ part: Split.Part, logits: [[Float]], groups: [Int]? = nil, interrupt: Interrupt = .never
  ) throws(CancellationError) -> Evaluation {
    let rows = data.split[part]
    var tasks: [Evaluation.OfTask] = []
    for task in data.schema.tasks.indices {
      try interrupt.check()
      tasks.append(evaluation(of: task, logits: logits[task], rows: rows, groups: groups))
    }
    return Evaluation(part: part, rows: rows.count, tasks: tasks)
  }

  /// The same from probabilities, of a regression from values.
  package func evaluate(
    _ part: Split.Part, predictions: [[Float]], interrupt: Interrupt = .never
  ) throws(CancellationError) -> Evaluation {
    let logits = zip(data.schema.tasks, predictions).map { task, values in
      task.kind == .binary ? values.map(Self.logit) : values
    }
    return try evaluate(part, logits: logits, interrupt: interrupt)
  }

  /// The logit of a probability; 0 and 1, which have none, are taken for 1e-7 away from there.
  private static func logit(_ probability: Float) -> Float {
    let p = min(1 - 1e-7, max(1e-7, Double(probability)))
    return Float(Elementary.log(p) - Elementary.log(1 - p))
  }

  private func evaluation(
    of task: Int, logits: [Float], rows: [Int32], groups: [Int]?
  ) -> Evaluation.OfTask {
    let values = labels(of: task, in: rows)
    let known = rows.indices.filter { !values[$0].isNaN }
    let weights = RowWeights(data, rows: known.map { rows[$0] })
    let kind = data.schema.tasks[task].kind
    let scores = known.map { logits[$0] }
    let truth = known.map { values[$0] }
    let predictions = kind == .binary ? Elementary.sigmoid(scores) : scores
    let loss = kind == .binary ? LossKind.crossEntropy : .squaredError
    let mean = weights.mean(truth.map { Double($0) })
    return Evaluation.OfTask(
      task: data.schema.tasks[task], rows: known.count,
      sampleSpace: sampleSpaces.first { $0.task == task }.map { data.schema.tasks[$0.label].name },
      labelMean: mean, predictionMean: weights.mean(predictions.map { Double($0) }),
      loss: weights.mean(zip(scores, truth).map { loss.loss(Double($0), Double($1)) }),
      baseLoss: baseLoss(task, labelMean: mean, truth: truth, weights),
      auc: kind == .binary ? weights.auc(scores, truth) : nil,
      averagePrecision: kind == .binary ? weights.averagePrecision(scores, truth) : nil,
      calibrationError: kind == .binary
        ? Metrics.calibrationError(
          predictions: predictions, labels: truth, weights: weights.values) : nil,
      explainedVariance: kind == .regression
        ? Metrics.explainedVariance(predictions: predictions, labels: truth) : nil,
      grouped: kind == .binary
        ? groups.flatMap { grouped(scores, truth, known.map { rows[$0] }, by: $0) } : nil)
  }

  /// A task's labels, without those of rows outside its sample space.
  private func labels(of task: Int, in rows: [Int32]) -> [Float] {
    sampleSpaces.labels(of: task) { data.labels[$0].values(of: rows) }
  }

  /// AUC within groups, over the rows that have one.
  private func grouped(
    _ scores: [Float], _ truth: [Float], _ rows: [Int32], by groups: [Int]
  ) -> GroupedAUC? {
    let members = rows.indices.filter { groups[Int(rows[$0])] >= 0 }
    return GroupedAUC(
      scores: members.map { scores[$0] }, labels: members.map { truth[$0] },
      groups: members.map { groups[Int(rows[$0])] })
  }

  /// The loss of always predicting the training rows' mean label.
  private func baseLoss(
    _ task: Int, labelMean: Double, truth: [Float], _ weights: RowWeights
  ) -> Double? {
    let labels = labels(of: task, in: data.split.train)
    let known = labels.indices.filter { !labels[$0].isNaN }
    if known.isEmpty || truth.isEmpty { return nil }
    let training = RowWeights(data, rows: known.map { data.split.train[$0] })
    let rate = training.mean(known.map { Double(labels[$0]) })
    switch data.schema.tasks[task].kind {
    case .binary: return Metrics.constantLogloss(rate: rate, positiveShare: labelMean)
    case .regression:
      return weights.mean(truth.map { (Double($0) - rate) * (Double($0) - rate) })
    }
  }
}

/// What some rows weigh.
private struct RowWeights {
  /// nil: 1 each.
  let values: [Double]?

  init(_ data: DataSet, rows: [Int32]) {
    values = data.carried.weights?.values(of: rows).map { Double($0) }
  }

  /// The weighted mean of a number a row, summed in row order; 0 without rows.
  func mean(_ numbers: [Double]) -> Double {
    guard let values else { return numbers.reduce(0.0, +) / Double(max(1, numbers.count)) }
    let sum = zip(numbers, values).reduce(0.0) { $0 + $1.0 * $1.1 }
    let all = values.reduce(0, +)
    return all > 0 ? sum / all : 0
  }

  /// Area under the ROC curve; nil with one class only.
  func auc(_ scores: [Float], _ labels: [Float]) -> Double? {
    guard let values else { return Metrics.auc(scores: scores, labels: labels) }
    return Ranking.auc(scores, weights: values) { labels[$0] == 1 }
  }

  /// Area under the precision-recall curve; nil with one class only.
  func averagePrecision(_ scores: [Float], _ labels: [Float]) -> Double? {
    Ranking.averagePrecision(scores, weights: values) { labels[$0] == 1 }
  }
}
