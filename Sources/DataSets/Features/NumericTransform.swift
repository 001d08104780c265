import Numbers

/// How a raw number becomes what the model reads: logarithm, standardising, clipping.
///
/// `x ↦ clip((g(x) − mean) / deviation)`, with g sign·log1p or the identity; a missing value is 0.
package struct NumericTransform: Sendable, Equatable {
  package var takesLogarithm: Bool
  package var mean: Double
  package var deviation: Double
  package var clip: Double

  /// A transform with these numbers, as a saved model has it.
  package init(takesLogarithm: Bool, mean: Double, deviation: Double, clip: Double = 5) {
    self.takesLogarithm = takesLogarithm
    self.mean = mean
    self.deviation = deviation
    self.clip = clip
  }

  /// The transform fitted to training values (missing ones are NaN): the logarithm where the
  /// largest is above 200, or as `takesLogarithm` says, then mean and population deviation in
  /// double; a deviation of 0 counts as 1.
  package init(fitting values: some Sequence<Float>, takesLogarithm: Bool? = nil) {
    let values = values.map { Double($0) }
    self.init(takesLogarithm: takesLogarithm) { body in values.forEach(body) }
  }

  /// The same for values that `pass` gives again and again, in the same order.
  init(takesLogarithm: Bool?, _ pass: ((Double) -> Void) throws -> Void) rethrows {
    var (least, largest) = (Double.infinity, -Double.infinity)
    var count = 0
    try pass { value in
      if value.isNaN { return }
      count += 1
      least = min(least, value)
      largest = max(largest, value)
    }
    // Numbers that are all that large are times or ids, whose digits a logarithm would lose.
    self.takesLogarithm = takesLogarithm ?? (largest > 200 && least <= Double(1 << 24))
    clip = 5
    mean = 0
    deviation = 1
    guard count > 0 else { return }
    var sum = 0.0
    try pass { if !$0.isNaN { sum += logarithmic($0) } }
    mean = sum / Double(count)
    var squares = 0.0
    try pass { value in
      if value.isNaN { return }
      let distance = logarithmic(value) - mean
      squares += distance * distance
    }
    deviation = (squares / Double(count)).squareRoot()
    if deviation == 0 { deviation = 1 }
  }

  /// What the model reads for a raw value.
  package func callAsFunction(_ raw: Float) -> Float { self(Double(raw)) }

  /// The same for a number of 64 bits, which is rounded after it is standardised.
  func callAsFunction(_ raw: Double) -> Float {
    if raw.isNaN { return 0 }
    let standard = (logarithmic(raw) - mean) / deviation
    return Float(min(clip, max(-clip, standard)))
  }

  private func logarithmic(_ x: Double) -> Double {
    guard takesLogarithm else { return x }
    return x < 0 ? -Elementary.log1p(-x) : Elementary.log1p(x)
  }
}
