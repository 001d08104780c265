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
