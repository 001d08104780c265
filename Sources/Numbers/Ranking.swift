/// How well scores put rows in order.
package enum Ranking {
  /// Area under the ROC curve, ties counting half; nil with one class only.
  ///
  /// `isPositive` says of each score's index whether its row belongs before the others.
  package static func auc<Score: Comparable>(
    _ scores: [Score], isPositive: (Int) -> Bool
  ) -> Double? {
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var positives = 0.0
    var rankSum = 0.0
    var first = 0
    while first < order.count {
      var last = first
      while last + 1 < order.count, scores[order[last + 1]] == scores[order[first]] { last += 1 }
      // Ranks count from 1; ties share their mean rank.
      let rank = Double(first + last) / 2 + 1
      let hits = Double(order[first...last].count(where: isPositive))
      positives += hits
      rankSum += hits * rank
      first = last + 1
    }
    let negatives = Double(order.count) - positives
    if positives == 0 || negatives == 0 { return nil }
    return (rankSum - positives * (positives + 1) / 2) / (positives * negatives)
  }

  /// The same with a weight for each score: the weighted share of pairs in the right order.
  package static func auc<Score: Comparable>(
    _ scores: [Score], weights: [Double], isPositive: (Int) -> Bool
  ) -> Double? {
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var (positives, negatives, area) = (0.0, 0.0, 0.0)
    var first = 0
    while first < order.count {
      var (hits, misses, last) = (0.0, 0.0, first)
      // NaN equals no score, not even its own.
      while last == first || last < order.count && scores[order[last]] == scores[order[first]] {
        if isPositive(order[last]) {
          hits += weights[order[last]]
        } else {
          misses += weights[order[last]]
        }
        last += 1
      }
      area += hits * (negatives + misses / 2)
      positives += hits
      negatives += misses
      first = last
    }
    return positives > 0 && negatives > 0 ? area / (positives * negatives) : nil
  }

  /// Area under the precision-recall curve as the average precision, `Σ (R_n − R_{n−1}) P_n` over the
  /// distinct scores from the highest down; nil with one class only.
  package static func averagePrecision<Score: Comparable>(
    _ scores: [Score], weights: [Double]? = nil, isPositive: (Int) -> Bool
  ) -> Double? {
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var (sum, above, hitsAbove) = (0.0, 0.0, 0.0)
    var first = 0
    while first < order.count {
      var (hits, last) = (0.0, first)
      while last == first || last < order.count && scores[order[last]] == scores[order[first]] {
        let weight = weights?[order[last]] ?? 1
        above += weight
        if isPositive(order[last]) { hits += weight }
        last += 1
      }
      hitsAbove += hits
      if above > 0 { sum += hits * hitsAbove / above }
      first = last
    }
    return hitsAbove > 0 && above > hitsAbove ? sum / hitsAbove : nil
  }

  /// Spearman's rank correlation: Pearson's of the ranks; nil if one of the two is constant.
  package static func correlation<Score: Comparable>(
    of one: [Score], and other: [Score]
  ) -> Double? {
    let (x, y) = (ranks(one), ranks(other))
    // Ranks from 1, whichever are shared, have this mean.
    let mean = (Double(x.count) + 1) / 2
    var (products, xSquares, ySquares) = (0.0, 0.0, 0.0)
    for (x, y) in zip(x, y) {
      products += (x - mean) * (y - mean)
      xSquares += (x - mean) * (x - mean)
      ySquares += (y - mean) * (y - mean)
    }
    return xSquares > 0 && ySquares > 0 ? products / (xSquares * ySquares).squareRoot() : nil
  }

  /// The rank of each value from 1; equal ones share their mean rank.
  private static func ranks<Score: Comparable>(_ values: [Score]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var first = 0
    while first < order.count {
      var last = first
      while last + 1 < order.count, values[order[last + 1]] == values[order[first]] { last += 1 }
      for index in order[first...last] { ranks[index] = Double(first + last) / 2 + 1 }
      first = last + 1
    }
    return ranks
  }
}
