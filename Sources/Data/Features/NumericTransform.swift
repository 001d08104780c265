import Numbers

/// How a raw number becomes what the model reads: logarithm, standardising, clipping.
///
/// `x ↦ clip((g(x) − mean) / deviation)`, with g sign·log1p or the identity; a missing value is 0.
package struct NumericTransform: Sendable, Equatable {
  package var takesLogarithm: Bool
  package var mean: Double
  package var deviation: Double
  package var clip: Double

  package init(takesLogarithm: Bool, mean: Double, deviation: Double, clip: Double = 5) {
    self.takesLogarithm = takesLogarithm
    self.mean = mean
    self.deviation = deviation
    self.clip = clip
  }

  /// The transform fitted to training values (missing ones are NaN): the logarithm where the
  /// largest is above 200, then mean and population deviation in double; a deviation of 0 counts as 1.
  package init(fitting values: some Sequence<Float>) {
    let present = values.filter { !$0.isNaN }.map(Double.init)
    takesLogarithm = (present.max() ?? 0) > 200
    clip = 5
    mean = 0
    deviation = 1
    guard !present.isEmpty else { return }
    let scaled = present.map(logarithmic)
    mean = scaled.reduce(0, +) / Double(scaled.count)
    let squares = scaled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = (squares / Double(scaled.count)).squareRoot()
    if deviation == 0 { deviation = 1 }
  }

  package func callAsFunction(_ raw: Float) -> Float {
    if raw.isNaN { return 0 }
    let standard = (logarithmic(Double(raw)) - mean) / deviation
    return Float(min(clip, max(-clip, standard)))
  }

  private func logarithmic(_ x: Double) -> Double {
    guard takesLogarithm else { return x }
    return x < 0 ? -Elementary.log1p(-x) : Elementary.log1p(x)
  }
}
