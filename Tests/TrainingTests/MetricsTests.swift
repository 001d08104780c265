import ArgumentParser
import DataSets
import Engine
import Models
import Numbers
import Testing
import Training

@Suite struct MetricsTests {
  /// Counts pairs one by one, ties as half.
  private func slowAUC(_ scores: [Float], _ labels: [Float]) -> Double {
    var (won, pairs) = (0.0, 0.0)
    for (i, a) in labels.enumerated() where a == 1 {
      for (j, b) in labels.enumerated() where b == 0 {
        pairs += 1
        won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0
      }
    }
    return won / pairs
  }

  @Test func aucCountsPairs() {
    #expect(Metrics.auc(scores: [0.1, 0.4, 0.35, 0.8], labels: [0, 0, 1, 1]) == 0.75)
    #expect(Metrics.auc(scores: [1, 1, 1, 1], labels: [0, 1, 0, 1]) == 0.5)
    #expect(Metrics.auc(scores: [0, 1], labels: [0, 1]) == 1)
    #expect(Metrics.auc(scores: [0, 1], labels: [1, 1]) == nil)
    #expect(Metrics.auc(scores: [], labels: []) == nil)
    let scores = (0..<200).map { Float(($0 * 37) % 23) }
    let labels = (0..<200).map { Float(($0 * 11) % 3 == 0 ? 1 : 0) }
    let auc = Metrics.auc(scores: scores, labels: labels) ?? 0
    #expect(abs(auc - slowAUC(scores, labels)) < 1e-12)
  }

  /// `sklearn.metrics.average_precision_score`, scikit-learn 1.9; ties count together.
  @Test func averagePrecisionAgreesWithScikitLearn() {
    let scores: [Float] = [0.1, 0.4, 0.4, 0.8, 0.35, 0.9, 0.4, 0.05]
    let labels: [Float] = [0, 0, 1, 1, 0, 1, 0, 1]
    let precision = Ranking(scores).averagePrecision(labels: labels)
    #expect(abs((precision ?? 0) - 0.775) < 1e-12)
    // A weight of 2 counts as a row that stands twice.
    let weights = labels.indices.map { $0 == 7 ? 2.0 : 1 }
    let weighted = Ranking(scores).averagePrecision(labels: labels, weights: weights)
    let twice = Ranking(scores + [0.05]).averagePrecision(labels: labels + [1])
    #expect(weighted == twice)
    #expect(Ranking([0.0, 1]).averagePrecision(labels: [1, 1]) == nil)
  }

  /// Scores that are not numbers end the loops over ties like any others.
  @Test func scoresMayBeNaN() {
    let scores = [0.5, Float.nan, 0.25, .nan]
    #expect(Ranking(scores).averagePrecision(labels: [1, 0, 0, 0]) != nil)
    #expect(Ranking(scores).auc(labels: [1, 0, 0, 0]) != nil)
  }

  /// By hand: bins (6, 7], (13, 14] and (0, 1] of fifteenths; a prediction of 0 is in the first.
  @Test func calibrationErrorOverBins() {
    let error = Metrics.calibrationError(
      predictions: [0, 0.05, 0.45, 0.45, 0.9, 0.9, 0.9, 1], labels: [0, 1, 0, 1, 1, 1, 0, 1])
    // |0.05 − 1| + |0.9 − 1| + |2.7 − 2| + |1 − 1|, over eight rows.
    #expect(abs((error ?? 0) - (0.95 + 0.1 + 0.7 + 0) / 8) < 1e-7)
    #expect(Metrics.calibrationError(predictions: [], labels: []) == nil)
    #expect(Metrics.calibrationError(predictions: [.nan], labels: [1])?.isNaN == true)
  }

  // sklearn.metrics.r2_score([3, -0.5, 2, 7], [2.5, 0, 2, 8]), the example of its documentation.
  /// A row that weighs 3 counts as three rows.
  @Test func weightedExplainedVarianceIsThatOfRepeatedRows() {
    let weighted = Metrics.explainedVariance(
      predictions: [2.5, 0, 2, 8], labels: [3, -0.5, 2, 7], weights: [1, 3, 0, 2])
    let repeated = Metrics.explainedVariance(
      predictions: [2.5, 0, 0, 0, 8, 8], labels: [3, -0.5, -0.5, -0.5, 7, 7])
    #expect(abs((weighted ?? 0) - (repeated ?? 1)) < 1e-12)
  }

  @Test func explainedVarianceIsR2() {
    let value = Metrics.explainedVariance(predictions: [2.5, 0, 2, 8], labels: [3, -0.5, 2, 7])
    #expect(abs((value ?? 0) - 0.9486081370449679) < 1e-12)
    #expect(Metrics.explainedVariance(predictions: [1, 2], labels: [3, 3]) == nil)
  }

  /// A row that counts three times is a row three times.
  @Test func weightsAreRepetitions() throws {
    let weighted = Metrics.explainedVariance(
      predictions: [2.5, 0, 2, 8], labels: [3, -0.5, 2, 7], weights: [1, 3, 2, 1])
    let repeated = Metrics.explainedVariance(
      predictions: [2.5, 0, 0, 0, 2, 2, 8], labels: [3, -0.5, -0.5, -0.5, 2, 2, 7])
    let (one, other) = (try #require(weighted), try #require(repeated))
    #expect(abs(one - other) < 1e-12)
    let groups = GroupedAUC(
      scores: [0.1, 0.9, 0.5, 0.2, 0.3], labels: [0, 0, 1, 1, 0], groups: [7, 9, 9, 7, 9],
      weights: [1, 3, 2, 1, 1])
    // Group 9: of four pairs by weight, the one with 0.3 is in order.
    #expect(groups == GroupedAUC(weighted: (1 * 2 + 0.25 * 6) / 8, plain: 0.625, groups: 2))
  }

  /// By hand: ranks 1, 2.5, 2.5, 4 and 2, 1, 3, 4, whose squared distances from 2.5 are 4.5 and 5.
  @Test func ranksCorrelate() throws {
    let value = Ranking([1.0, 2, 2, 9]).correlation(with: Ranking([5.0, 4, 6, 7]))
    #expect(abs(try #require(value) - 3 / (4.5 * 5.0).squareRoot()) < 1e-15)
    #expect(Ranking([1.0, 1]).correlation(with: Ranking([5.0, 4])) == nil)
    #expect(Ranking([Float]()).correlation(with: Ranking([Float]())) == nil)
  }

  /// Group 7 has one pair in order, group 9 one of two; group 4 has one class and does not count.
  @Test func aucWithinGroups() throws {
    let grouped = try #require(
      GroupedAUC(
        scores: [0.1, 0.9, 0.5, 0.2, 0.3, 0.7, 0.8], labels: [0, 0, 1, 1, 0, 1, 1],
        groups: [7, 9, 9, 7, 9, 4, 4]))
    #expect(grouped == GroupedAUC(weighted: (1 * 2 + 0.5 * 3) / 5, plain: 0.75, groups: 2))
    #expect(GroupedAUC(scores: [1, 2], labels: [1, 0], groups: [1, 2]) == nil)
  }

  /// Groups of a feature, in an evaluation, are those of its words.
  @Test func evaluationWithinGroups() throws {
    let data = SmallTask.data()
    let trainer = Trainer(try SmallTask.model(), data)
    let evaluation = try trainer.evaluate(.test, groupedBy: "colour")
    guard case .categories(let ids) = data.columns[0] else { return }
    let rows = data.split.test.map(Int.init).filter { ids[$0] > 0 }
    let logits = try Prediction(trainer.model, data).logits(data.split.test)[0]
    let expected = GroupedAUC(
      scores: data.split.test.indices.filter { ids[Int(data.split.test[$0])] > 0 }
        .map { logits[$0] },
      labels: rows.map { data.labels[0][$0] }, groups: rows.map { Int(ids[$0]) })
    #expect(evaluation["click"]?.grouped == expected && expected?.groups == 3)
    #expect(throws: TrainingError.noGroup("size", known: ["colour"])) {
      try trainer.evaluate(.test, groupedBy: "size")
    }
  }

  /// Figures of a task within its sample space, counted by hand: a model whose logit of `buy` is the
  /// size, on rows whose labels are chosen.
  @Test func evaluationWithinASampleSpace() throws {
    var data = SmallTask.data()
    let sizes: [Float] = [3, 2, 1, 0.5, -1, -2]
    let raw = Values(sizes)
    data.columns = [.categories(Values([0, 0, 0, 0, 0, 0])), .numbers(raw: raw, transformed: raw)]
    data.labels = [Values([1, 0, 1, 1, 0, 1]), Values([1, 0, 1, 0, 0, .nan])]
    data.split = Split(train: [0, 1, 2, 3], validation: [], test: [0, 1, 2, 3, 4, 5])
    let model = try Model(try WideDeep.parse([]), schema: data.schema, seed: 1, drawing: false)
    let slope = try #require(model.parameters.all.first { $0.name == "buy.linear.size.scale" })
    slope.weights[0] = 1
    let trainer = Trainer(model, data)
    let space = [SampleSpace(task: "buy", label: "click")]
    let all = try #require(try trainer.evaluate(.test)["buy"])
    let clicked = try #require(try trainer.evaluate(.test, in: space)["buy"])
    // Sizes 3 and 1 bought; 2, 0.5 and −1 did not, of which 0.5 was clicked.
    #expect(all.rows == 5 && all.labelMean == 0.4 && all.sampleSpace == nil)
    #expect(all.auc.map { abs($0 - 5.0 / 6) < 1e-12 } == true)
    #expect(clicked.rows == 3 && clicked.sampleSpace == "click" && clicked.auc == 1)
    #expect(abs(clicked.labelMean - 2.0 / 3) < 1e-12)
    // python3 -c "from math import *; print((log1p(exp(-3))+log1p(exp(-1))+log1p(exp(.5)))/3)"
    #expect(abs(clicked.loss - 0.4453086744) < 1e-9)
    // Of the training rows 2 of 3 clicked ones bought: H(2/3), and 2 of 4 of all: ln 2.
    #expect(clicked.baseLoss.map { abs($0 - 0.6365141682948128) < 1e-12 } == true)
    #expect(all.baseLoss.map { abs($0 - 0.6931471805599453) < 1e-12 } == true)
    #expect(try trainer.evaluate(.test, in: space)["click"] == trainer.evaluate(.test)["click"])
    #expect(throws: TrainingError.noSampleSpace("visit", known: ["click", "buy"])) {
      try trainer.evaluate(.test, in: [SampleSpace(task: "buy", label: "visit")])
    }
  }

  // python3 -c "from math import log; print(-(.3*log(.2)+.7*log(.8)))"
  @Test func baseRateLogloss() {
    let loss = Metrics.constantLogloss(rate: 0.2, positiveShare: 0.3) ?? 0
    #expect(abs(loss - 0.6390318596501769) < 1e-12)
    #expect(Metrics.constantLogloss(rate: 0, positiveShare: 0) == 0)
    #expect(Metrics.constantLogloss(rate: 0, positiveShare: 0.1) == nil)
  }

  /// Log loss, base rate and calibration, computed from the predictions directly.
  @Test func evaluationAgreesWithItsPredictions() throws {
    let data = SmallTask.data()
    let trainer = Trainer(try SmallTask.model(), data)
    _ = try trainer.train(SmallTask.options())
    let evaluation = try trainer.evaluate(.test)
    let predictions = try Prediction(trainer.model, data).predictions(data.split.test)
    for (task, figures) in evaluation.tasks.enumerated() {
      let pairs = zip(predictions[task], data.split.test).compactMap { prediction, row in
        let label = data.labels[task][Int(row)]
        return label.isNaN ? nil : (Double(prediction), Double(label))
      }
      let count = Double(pairs.count)
      let hits = pairs.reduce(0) { $0 + $1.1 }
      let mean = pairs.reduce(0) { $0 + $1.0 } / count
      #expect(figures.rows == pairs.count && figures.labelMean == hits / count)
      #expect(abs(figures.predictionMean - mean) < 1e-9)
      #expect(abs((figures.calibration ?? 0) - mean / (hits / count)) < 1e-9)
      let brier = pairs.map { $0.1 == 1 ? $0.0 : 1 - $0.0 }
      // A product of probabilities is the exponential of minus the logloss.
      let logloss = brier.reduce(0) { $0 - logarithm($1) } / count
      #expect(abs(figures.loss - logloss) < 1e-5)
    }
    #expect(evaluation["buy"]?.rows == 89)
  }

  /// `ln x` by halving the interval, independent of the code under test.
  private func logarithm(_ x: Double) -> Double {
    var (low, high) = (-60.0, 60.0)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if exponential(middle) < x { low = middle } else { high = middle }
    }
    return low
  }

  private func exponential(_ x: Double) -> Double {
    var (term, sum) = (1.0, 1.0)
    for n in 1..<400 {
      term *= abs(x) / Double(n)
      sum += term
    }
    return x < 0 ? 1 / sum : sum
  }

  @Test func monitorsAreNamedLikeColumns() {
    #expect(Monitor("loss") == .loss && Monitor("logloss") == .loss && Monitor("auc") == .auc)
    #expect(Monitor("income.auc") == .taskAUC("income"))
    #expect(Monitor("a.b.logloss") == .taskLoss("a.b"))
    #expect(Monitor("watch.spearman")?.text == "watch.spearman")
    #expect(Monitor("income") == nil && Monitor("income.f1") == nil)
  }

  /// A mean is that of the tasks which have the metric.
  @Test func aMonitorReadsFigures() {
    let figures = [
      TaskFigures(loss: 0.5, auc: 0.75), TaskFigures(loss: nil, auc: nil),
      TaskFigures(loss: 1.5, auc: nil, mae: 2, r2: 0.25, spearman: 0.5),
    ]
    func value(_ text: String) -> Double? {
      Monitor(text)?.value(of: figures, ["a", "b", "c"])
    }
    #expect(value("loss") == 1 && value("auc") == 0.75 && value("b.loss") == nil)
    #expect(value("c.mae") == 2 && value("spearman") == 0.5 && value("r2") == 0.25)
    #expect(Monitor.loss.prefers(1, to: 2) && Monitor.auc.prefers(2, to: 1))
    #expect(Monitor("mae")?.prefers(1, to: 2) == true)
  }
}
