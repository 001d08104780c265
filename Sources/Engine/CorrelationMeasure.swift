/// A measure of the similarity of two tasks' labels.
package enum CorrelationMeasure: String, Sendable, CaseIterable {
  case pearson, cosine

  /// The correlation over the rows in which both labels are present, summed in double and in row order.
  ///
  /// `a` and `b` point to `count` labels, `stride` floats apart. Sums of binary labels are integers and
  /// therefore exact: `(n·n₁₁ − n₁n₂) / √(n₁(n − n₁)·n₂(n − n₂))`. For Pearson, the first row's values are
  /// subtracted from all rows, so that a constant column is recognized exactly and a large mean costs no
  /// digits. NaN where undefined: fewer than two common rows, a constant label (Pearson), a column of
  /// zeros (cosine).
  package func correlation(
    of a: UnsafePointer<Float>, and b: UnsafePointer<Float>, stride: Int, count: Int
  ) -> Double {
    var n = 0.0
    var origin = (a: 0.0, b: 0.0)
    var sumA = 0.0
    var sumB = 0.0
    var squaresA = 0.0
    var squaresB = 0.0
    var products = 0.0
    for row in 0..<count {
      var x = Double(a[row * stride])
      var y = Double(b[row * stride])
      if x.isNaN || y.isNaN { continue }
      if n == 0, self == .pearson { origin = (x, y) }
      x -= origin.a
      y -= origin.b
      n += 1
      sumA += x
      sumB += y
      squaresA += x * x
      squaresB += y * y
      products += x * y
    }
    if n < 2 { return .nan }
    switch self {
    case .cosine:
      return squaresA == 0 || squaresB == 0
        ? .nan : products / (squaresA * squaresB).squareRoot()
    case .pearson:
      let varianceA = n * squaresA - sumA * sumA
      let varianceB = n * squaresB - sumB * sumB
      return varianceA <= 0 || varianceB <= 0
        ? .nan : (n * products - sumA * sumB) / (varianceA * varianceB).squareRoot()
    }
  }

  /// The correlation of two arrays of the same length.
  package func correlation(of a: [Float], and b: [Float]) -> Double {
    precondition(a.count == b.count)
    return a.withUnsafeBufferPointer { first in
      b.withUnsafeBufferPointer { second in
        guard let x = first.baseAddress, let y = second.baseAddress else { return .nan }
        return correlation(of: x, and: y, stride: 1, count: a.count)
      }
    }
  }
}
