import Numbers

/// Figures of predictions against labels, pooled over a split, in double.
package enum Metrics {
  /// Area under the ROC curve, ties counting half; nil with one class only.
  ///
  /// `scores` and `labels` (0 or 1) belong to the same rows.
  package static func auc(scores: [Float], labels: [Float]) -> Double? {
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var positives = 0.0
    var rankSum = 0.0
    var first = 0
    while first < order.count {
      var last = first
      while last + 1 < order.count, scores[order[last + 1]] == scores[order[first]] { last += 1 }
      // Ranks count from 1; ties share their mean rank.
      let rank = Double(first + last) / 2 + 1
      let hits = Double(order[first...last].count { labels[$0] == 1 })
      positives += hits
      rankSum += hits * rank
      first = last + 1
    }
    let negatives = Double(order.count) - positives
    if positives == 0 || negatives == 0 { return nil }
    return (rankSum - positives * (positives + 1) / 2) / (positives * negatives)
  }

  /// Expected calibration error: over fifteen bins of equal width, how far mean prediction and positive
  /// rate are apart, each bin weighing as many rows as it has (Guo et al., ICML 2017); nil without rows.
  ///
  /// A bin holds its upper end, as in the paper; a prediction of 0 is in the first.
  package static func calibrationError(predictions: [Float], labels: [Float]) -> Double? {
    let bins = 15
    var sums = Array(repeating: (prediction: 0.0, label: 0.0), count: bins)
    for (prediction, label) in zip(predictions, labels) {
      let place = (Double(prediction) * Double(bins)).rounded(.up) - 1
      let bin = place.isNaN ? 0 : Int(min(Double(bins - 1), max(0, place)))
      sums[bin].prediction += Double(prediction)
      sums[bin].label += Double(label)
    }
    if labels.isEmpty { return nil }
    return sums.reduce(0) { $0 + abs($1.prediction - $1.label) } / Double(labels.count)
  }

  /// Share of the labels' variance that predictions explain, `1 − Σ (y − ŷ)² / Σ (y − ȳ)²`; nil for
  /// constant labels.
  package static func explainedVariance(predictions: [Float], labels: [Float]) -> Double? {
    if labels.isEmpty { return nil }
    let mean = labels.reduce(0.0) { $0 + Double($1) } / Double(labels.count)
    func squares(_ from: (Int) -> Double) -> Double {
      labels.indices.reduce(0) { sum, row in
        let distance = Double(labels[row]) - from(row)
        return sum + distance * distance
      }
    }
    let whole = squares { _ in mean }
    return whole > 0 ? 1 - squares { Double(predictions[$0]) } / whole : nil
  }

  /// Mean logloss of a constant prediction `rate`; nil where that is infinite.
  package static func constantLogloss(rate: Double, positiveShare: Double) -> Double? {
    func part(_ share: Double, _ probability: Double) -> Double? {
      if share == 0 { return 0 }
      return probability <= 0 ? nil : -share * Elementary.log(probability)
    }
    guard let hits = part(positiveShare, rate), let rest = part(1 - positiveShare, 1 - rate) else {
      return nil
    }
    return hits + rest
  }
}
