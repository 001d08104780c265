import Numbers

/// Metrics of predictions against labels, over all rows of a part, computed in double.
package enum Metrics {
  /// Area under the ROC curve, where ties count half; nil if all labels are equal.
  ///
  /// `scores` and `labels` (0 or 1) are [rows]; `weights` are what the rows count, by default 1 each.
  package static func auc(
    scores: [Float], labels: [Float], weights: [Double]? = nil
  ) -> Double? {
    Ranking(scores).auc(labels: labels, weights: weights)
  }

  /// Expected calibration error: `Σ_b n_b/n · |mean prediction − positive rate|` over 15 bins of equal
  /// width; nil without rows.
  ///
  /// A bin includes its upper end, and 0 belongs to the first one. Guo et al., ICML 2017.
  package static func calibrationError(
    predictions: [Float], labels: [Float], weights: [Double]? = nil
  ) -> Double? {
    var sums = Array(repeating: (prediction: 0.0, label: 0.0), count: calibrationBins)
    for row in labels.indices {
      let (prediction, weight) = (predictions[row], weights?[row] ?? 1)
      let bin = calibrationBin(of: prediction)
      sums[bin].prediction += Double(prediction) * weight
      sums[bin].label += Double(labels[row]) * weight
    }
    let all = weights.map { $0.reduce(0, +) } ?? Double(labels.count)
    return all > 0 ? sums.reduce(0) { $0 + abs($1.prediction - $1.label) } / all : nil
  }

  /// Bins of equal width that a calibration error is taken over.
  package static let calibrationBins = 15

  /// The bin of a predicted probability, from 0; that of NaN is the first.
  package static func calibrationBin(of prediction: Float) -> Int {
    let bin = (Double(prediction) * Double(calibrationBins)).rounded(.up) - 1
    return bin.isNaN ? 0 : Int(min(Double(calibrationBins - 1), max(0, bin)))
  }

  /// Explained variance R² = `1 − Σ w (y − ŷ)² / Σ w (y − ȳ)²`; nil for constant labels.
  ///
  /// `weights` are what the rows count, by default 1 each; ȳ is the mean under them.
  package static func explainedVariance(
    predictions: [Float], labels: [Float], weights: [Double]? = nil
  ) -> Double? {
    func sum(_ value: (Int) -> Double) -> Double {
      labels.indices.reduce(0) { $0 + (weights?[$1] ?? 1) * value($1) }
    }
    let all = sum { _ in 1 }
    guard all > 0 else { return nil }
    let mean = sum { Double(labels[$0]) } / all
    func squares(_ from: (Int) -> Double) -> Double {
      sum { row in
        let distance = Double(labels[row]) - from(row)
        return distance * distance
      }
    }
    let whole = squares { _ in mean }
    return whole > 0 ? 1 - squares { Double(predictions[$0]) } / whole : nil
  }

  /// Mean log loss of the constant prediction `rate`; nil if it is infinite.
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
