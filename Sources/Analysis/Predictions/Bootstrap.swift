import DataSets
import Numbers
import System

/// AUCs of the same rows drawn anew with replacement: how far chance alone would move them.
///
/// Efron's bootstrap, percentile intervals. A resample depends on the seed, a purpose and its own
/// number only, so results are the same for any number of threads; several models that are measured
/// with one purpose see the same resamples, so that their differences are paired.
struct Bootstrap: Sendable {
  let resamples: Int
  let seed: UInt64

  /// The AUC of each resample, nil where it drew one class only, for each of `scores`.
  ///
  /// `scores` are several models' scores of the same rows, [models][rows].
  /// - Returns: [models][resamples].
  /// - Throws: `CancellationError` after an interrupt.
  func aucs(
    of scores: [[Float]], labels: [Float], weights: [Double]?, purpose: String,
    interrupt: Interrupt
  ) throws(CancellationError) -> [[Double?]] {
    let ranked = try scores.map { scores throws(CancellationError) in
      try interrupt.check()
      return RankedLabels(scores: scores, labels: labels, weights: weights)
    }
    let drawn = try parallelMap(over: resamples) { resample throws(CancellationError) in
      let counts = try draw(labels.count, "\(purpose), resample \(resample)", interrupt)
      return ranked.map { $0.auc(counts: counts) }
    }
    return scores.indices.map { model in drawn.map { $0[model] } }
  }

  /// The mean of each resample of `values`; the rows' `weights` are 1 where nil.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func means(
    of values: [Double], weights: [Double]?, purpose: String, interrupt: Interrupt
  ) throws(CancellationError) -> [Double?] {
    try parallelMap(over: resamples) { resample throws(CancellationError) in
      let counts = try draw(values.count, "\(purpose), resample \(resample)", interrupt)
      var (sum, all) = (0.0, 0.0)
      for row in values.indices {
        let weight = Double(counts[row]) * (weights?[row] ?? 1)
        sum += weight * values[row]
        all += weight
      }
      return all > 0 ? sum / all : nil
    }
  }

  /// How often each of `count` rows is drawn.
  private func draw(
    _ count: Int, _ purpose: String, _ interrupt: Interrupt
  ) throws(CancellationError) -> [Int32] {
    var watch = Watch(interrupt)
    var stream = RandomStream(seed: seed, purpose: purpose)
    var counts = [Int32](repeating: 0, count: count)
    for _ in 0..<count {
      try watch.step()
      counts[stream.below(count)] += 1
    }
    return counts
  }

  /// The range that holds the middle 95 % of `values`; nil with fewer than twenty of them.
  static func interval(_ values: [Double?]) -> ClosedRange<Double>? {
    let sorted = values.compactMap { $0 }.sorted()
    if sorted.count < 20 { return nil }
    func quantile(_ share: Double) -> Double {
      let position = share * Double(sorted.count - 1)
      let below = Int(position)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
    }
    return quantile(0.025)...quantile(0.975)
  }
}

/// Labels in the order of their scores, for AUCs of rows that count more than once or not at all.
private struct RankedLabels: Sendable {
  private let ranking: Ranking
  /// In the ranking's order.
  private let isPositive: [Bool]
  /// What each row weighs, by its index; nil: 1.
  private let weights: [Double]?

  init(scores: [Float], labels: [Float], weights: [Double]?) {
    self.weights = weights
    ranking = Ranking(scores)
    isPositive = ranking.order.map { labels[Int($0)] == 1 }
  }

  /// Pairs of a positive and a negative row in the right order, ties half, over all pairs; each row as
  /// often as `counts` says.
  func auc(counts: [Int32]) -> Double? {
    var (positives, negatives, won) = (0.0, 0.0, 0.0)
    // Of the rows that tie with the last one.
    var (tiedPositives, tiedNegatives) = (0.0, 0.0)
    func closeTies() {
      won += tiedPositives * (negatives + tiedNegatives / 2)
      positives += tiedPositives
      negatives += tiedNegatives
      (tiedPositives, tiedNegatives) = (0, 0)
    }
    for (rank, row) in ranking.order.enumerated() {
      if !ranking.isTied[rank] { closeTies() }
      let count = Double(counts[Int(row)]) * (weights?[Int(row)] ?? 1)
      if isPositive[rank] { tiedPositives += count } else { tiedNegatives += count }
    }
    closeTies()
    return positives == 0 || negatives == 0 ? nil : won / (positives * negatives)
  }
}
