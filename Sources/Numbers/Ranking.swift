/// The order that scores put rows in, sorted once, and the figures that follow from it.
package struct Ranking<Score: Comparable> {
  private let scores: [Score]
  /// The scores' indices, those of the lowest scores first.
  private let order: [Int]

  /// Sorts `scores`, one per row.
  package init(_ scores: [Score]) {
    self.scores = scores
    order = scores.indices.sorted { scores[$0] < scores[$1] }
  }

  /// Area under the ROC curve: the weighted share of pairs in the right order, ties counting half; nil
  /// with one class only.
  ///
  /// `isPositive` says of each score's index whether its row belongs before the others; `weights` are
  /// what the rows count, by default 1 each.
  package func auc(weights: [Double]? = nil, isPositive: (Int) -> Bool) -> Double? {
    var (positives, negatives, area) = (0.0, 0.0, 0.0)
    forEachRun { run in
      var (hits, misses) = (0.0, 0.0)
      for index in run {
        let weight = weights?[index] ?? 1
        if isPositive(index) { hits += weight } else { misses += weight }
      }
      area += hits * (negatives + misses / 2)
      positives += hits
      negatives += misses
    }
    return positives > 0 && negatives > 0 ? area / (positives * negatives) : nil
  }

  /// Area under the precision-recall curve as the average precision, `Σ (R_n − R_{n−1}) P_n` over the
  /// distinct scores from the highest down; nil with one class only.
  package func averagePrecision(
    weights: [Double]? = nil, isPositive: (Int) -> Bool
  ) -> Double? {
    var (sum, above, hitsAbove) = (0.0, 0.0, 0.0)
    forEachRun(fromHighest: true) { run in
      var hits = 0.0
      for index in run {
        let weight = weights?[index] ?? 1
        above += weight
        if isPositive(index) { hits += weight }
      }
      hitsAbove += hits
      if above > 0 { sum += hits * hitsAbove / above }
    }
    return hitsAbove > 0 && above > hitsAbove ? sum / hitsAbove : nil
  }

  /// Spearman's rank correlation with another ranking of the same rows: Pearson's of the ranks; nil if
  /// one of the two is constant.
  package func correlation(with other: Ranking) -> Double? {
    // Ranks from 1, whichever are shared, have this mean.
    let mean = (Double(order.count) + 1) / 2
    var (products, xSquares, ySquares) = (0.0, 0.0, 0.0)
    for (x, y) in zip(ranks, other.ranks) {
      products += (x - mean) * (y - mean)
      xSquares += (x - mean) * (x - mean)
      ySquares += (y - mean) * (y - mean)
    }
    return xSquares > 0 && ySquares > 0 ? products / (xSquares * ySquares).squareRoot() : nil
  }

  /// The rank of each row from 1; equal scores share their mean rank.
  private var ranks: [Double] {
    var ranks = [Double](repeating: 0, count: order.count)
    forEachRun { run in
      for index in run { ranks[index] = Double(run.startIndex + run.endIndex + 1) / 2 }
    }
    return ranks
  }

  /// Calls `body` with the indices of one score after another, from the lowest or the highest.
  ///
  /// Rows with equal scores come together and in row order; NaN equals no score, not even its own.
  private func forEachRun(fromHighest: Bool = false, _ body: (ArraySlice<Int>) -> Void) {
    var rest = order[...]
    while let next = fromHighest ? rest.last : rest.first {
      let isEqual = { (index: Int) in scores[index] == scores[next] }
      let count = max(
        1,
        fromHighest
          ? rest.reversed().prefix(while: isEqual).count : rest.prefix(while: isEqual).count)
      body(fromHighest ? rest.suffix(count) : rest.prefix(count))
      rest = fromHighest ? rest.dropLast(count) : rest.dropFirst(count)
    }
  }
}
