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
      tasks.append(evaluation(of: task, logits: logits[task], rows: rows, groups: groups))
      try interrupt.check()
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
    let known = TaskRows(task, among: rows, of: data, sampleSpaces)
    let (truth, weights, kind) = (known.labels, known.weights, known.task.kind)
    let scores = known.values(among: logits)
    let predictions = kind == .binary ? Elementary.sigmoid(scores) : scores
    let mean = weights.mean(truth)
    let areas = kind == .binary ? weights.areas(scores, truth) : (roc: nil, precisionRecall: nil)
    return Evaluation.OfTask(
      task: known.task, rows: known.indices.count,
      sampleSpace: sampleSpaces.first { $0.task == task }.map { data.schema.tasks[$0.label].name },
      labelMean: mean, predictionMean: weights.mean(predictions),
      loss: weights.mean(kind.loss.losses(scores, truth)),
      baseLoss: baseLoss(task, labelMean: mean, truth: truth, weights),
      auc: areas.roc,
      averagePrecision: areas.precisionRecall,
      calibrationError: kind == .binary
        ? Metrics.calibrationError(
          predictions: predictions, labels: truth, weights: weights.values) : nil,
      explainedVariance: kind == .regression
        ? Metrics.explainedVariance(
          predictions: predictions, labels: truth, weights: weights.values) : nil,
      absoluteError: kind == .regression && !known.indices.isEmpty
        ? weights.mean(zip(scores, truth).map { abs(Double($0) - Double($1)) }) : nil,
      rankCorrelation: kind == .regression
        ? Ranking(scores).correlation(with: Ranking(truth)) : nil,
      grouped: kind == .binary
        ? groups.flatMap { group in
          grouped(scores, truth, weights, known.indices.map { rows[$0] }, by: group)
        } : nil)
  }

  /// AUC within groups, over the rows that have one.
  private func grouped(
    _ scores: [Float], _ truth: [Float], _ weights: RowWeights, _ rows: [Int32],
    by groups: [Int]
  ) -> GroupedAUC? {
    let members = rows.indices.filter { groups[Int(rows[$0])] >= 0 }
    return GroupedAUC(
      scores: members.map { scores[$0] }, labels: members.map { truth[$0] },
      groups: members.map { groups[Int(rows[$0])] },
      weights: weights.values.map { all in members.map { all[$0] } })
  }

  /// The loss of always predicting the training rows' mean label.
  private func baseLoss(
    _ task: Int, labelMean: Double, truth: [Float], _ weights: RowWeights
  ) -> Double? {
    let training = TaskRows(task, among: data.split.train, of: data, sampleSpaces)
    if training.indices.isEmpty || truth.isEmpty { return nil }
    let rate = training.weights.mean(training.labels)
    switch training.task.kind {
    case .binary: return Metrics.constantLogloss(rate: rate, positiveShare: labelMean)
    case .regression:
      return weights.mean(truth.map { (Double($0) - rate) * (Double($0) - rate) })
    }
  }
}
