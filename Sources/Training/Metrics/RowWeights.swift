import DataSets
import Numbers

/// What some rows weigh.
package struct RowWeights: Sendable {
  /// nil: 1 each.
  package let values: [Double]?

  /// The weights of `rows` of a data set.
  init(_ data: DataSet, rows: [Int32]) {
    values = data.carried.weights?.values(of: rows).map { Double($0) }
  }

  private init(_ values: [Double]?) { self.values = values }

  /// Those of the rows with these indices.
  func gathered(_ kept: [Int]) -> RowWeights {
    RowWeights(values.map { values in kept.map { values[$0] } })
  }

  /// The weighted mean of one number per row, summed in row order; 0 without rows.
  package func mean(_ numbers: [Double]) -> Double {
    guard let values else { return numbers.reduce(0.0, +) / Double(max(1, numbers.count)) }
    let sum = zip(numbers, values).reduce(0.0) { $0 + $1.0 * $1.1 }
    let all = values.reduce(0, +)
    return all > 0 ? sum / all : 0
  }

  /// The same of single-precision numbers, summed in double.
  package func mean(_ numbers: [Float]) -> Double { mean(numbers.map { Double($0) }) }

  /// Area under the ROC curve; nil with one class only.
  package func auc(_ scores: [Float], _ labels: [Float]) -> Double? {
    Metrics.auc(scores: scores, labels: labels, weights: values)
  }

  /// Areas under the ROC and the precision-recall curve; each nil with one class only.
  func areas(_ scores: [Float], _ labels: [Float]) -> (roc: Double?, precisionRecall: Double?) {
    let ranking = Ranking(scores)
    return (
      ranking.auc(labels: labels, weights: values),
      ranking.averagePrecision(labels: labels, weights: values)
    )
  }
}
