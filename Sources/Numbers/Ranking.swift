/// Rows in the order of their scores, sorted once, and the figures that follow from it.
package struct Ranking: Sendable {
  /// The scores' indices, those of the lowest scores first; equal ones in row order, NaN at the end.
  package let order: [Int32]
  /// True where a row of `order` has the score of the one before it; all NaN are equal.
  package let isTied: [Bool]

  /// Sorts `scores`, one per row.
  package init(_ scores: [Float]) { self.init(keys: scores.map(\.sortingKey)) }

  /// Sorts `scores`, one per row.
  package init(_ scores: [Double]) { self.init(keys: scores.map(\.sortingKey)) }

  private init(keys: [some FixedWidthInteger & UnsignedInteger]) {
    let sorted = sorted(keys)
    order = sorted.map(\.index)
    isTied = sorted.indices.map { $0 > 0 && sorted[$0 - 1].key == sorted[$0].key }
  }

  /// Area under the ROC curve: the weighted share of pairs in the right order, ties counting half; nil
  /// with one class only.
  ///
  /// Rows with the label 1 belong before the others; `weights` are what the rows count, by default 1
  /// each.
  package func auc(labels: [Float], weights: [Double]? = nil) -> Double? {
    precondition(labels.count == order.count)
    var (positives, negatives, area) = (0.0, 0.0, 0.0)
    forEachRun { run in
      var (hits, misses) = (0.0, 0.0)
      for place in run {
        let index = Int(order[place])
        let weight = weights?[index] ?? 1
        let weightOfHit = weight * hit(labels[index])
        hits += weightOfHit
        misses += weight - weightOfHit
      }
      area += hits * (negatives + misses / 2)
      positives += hits
      negatives += misses
    }
    return positives > 0 && negatives > 0 ? area / (positives * negatives) : nil
  }

  /// Area under the precision-recall curve as the average precision, `Σ (R_n − R_{n−1}) P_n` over the
  /// distinct scores from the highest down; nil with one class only.
  package func averagePrecision(labels: [Float], weights: [Double]? = nil) -> Double? {
    precondition(labels.count == order.count)
    var (sum, above, hitsAbove) = (0.0, 0.0, 0.0)
    forEachRun(fromHighest: true) { run in
      var hits = 0.0
      for place in run {
        let index = Int(order[place])
        let weight = weights?[index] ?? 1
        above += weight
        hits += weight * hit(labels[index])
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
      let rank = Double(run.lowerBound + run.upperBound + 1) / 2
      for place in run { ranks[Int(order[place])] = rank }
    }
    return ranks
  }

  /// 1 for the label 1, 0 for all others, without a branch, which processors would predict badly.
  @inline(__always)
  private func hit(_ label: Float) -> Double {
    let difference = label.bitPattern ^ Float(1).bitPattern
    return Double(((Int64(difference) - 1) >> 63) & 1)
  }

  /// Calls `body` with the places in `order` of one score after another, from the lowest or the highest.
  ///
  /// Rows with equal scores come together and in row order.
  @inline(__always)
  private func forEachRun(fromHighest: Bool = false, _ body: (Range<Int>) -> Void) {
    var (first, last) = (0, order.count)
    while first < last {
      if fromHighest {
        var start = last - 1
        while isTied[start] { start -= 1 }
        body(start..<last)
        last = start
      } else {
        var end = first + 1
        while end < last, isTied[end] { end += 1 }
        body(first..<end)
        first = end
      }
    }
  }
}
