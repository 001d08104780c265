import Numbers

/// Mean and sample standard deviation of the same figure across seeds; nil where a seed has none.
struct Sample {
  let mean: Double?
  let deviation: Double?
  private let count: Int
  private let rounding: Double

  /// `rounding`: how far from 0 the mean may be by rounding alone.
  init(_ values: [Double?], rounding: Double = 0) {
    self.rounding = rounding
    let numbers = values.compactMap { $0 }
    self.count = numbers.count
    guard !numbers.isEmpty, numbers.count == values.count else {
      (mean, deviation) = (nil, nil)
      return
    }
    let moments = Moments(numbers)
    let count = Double(numbers.count)
    mean = moments.mean
    deviation = count > 1 ? moments.deviation * (count / (count - 1)).squareRoot() : nil
  }

  /// The two-sided p-value of Student's t test that the mean is 0; nil with fewer than two seeds.
  ///
  /// Of differences seed by seed this is the paired test.
  var pValue: Double? {
    guard let mean, let deviation, count > 1 else { return nil }
    if abs(mean) <= rounding { return 1 }
    if deviation == 0 { return 0 }
    let statistic = mean / (deviation / Double(count).squareRoot())
    return StudentT(degrees: count - 1).twoSided(statistic)
  }

  /// Whether the mean is further from 0 than chance explains, at 5 %.
  var isBeyondChance: Bool? { pValue.map { $0 < 0.05 } }
}

/// Student's t distribution.
package struct StudentT {
  private let degrees: Double

  /// With so many degrees of freedom, from 1.
  package init(degrees: Int) { self.degrees = Double(max(1, degrees)) }

  /// Probability of a value at least as far from 0: I_x(ν/2, 1/2) at x = ν / (ν + t²).
  package func twoSided(_ t: Double) -> Double {
    Self.incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
  }

  /// The regularized incomplete beta function I_x(a, b), by its continued fraction.
  ///
  /// Abramowitz and Stegun 26.5.8, evaluated as Lentz does.
  static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    // The fraction converges fast below the mean; above it the other tail is taken.
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let logFront =
      a * Elementary.log(x) + b * Elementary.log1p(-x) - Elementary.log(a)
      - (logGamma(a) + logGamma(b) - logGamma(a + b))
    return Elementary.exp(logFront) / fraction(x, a, b)
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    var value = 1.0
    var (c, d) = (1.0, 0.0)
    for index in 1..<300 {
      let m = Double(index / 2)
      let numerator =
        index.isMultiple(of: 2)
        ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 + numerator * d
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = 1 + numerator / c
      if abs(c) < tiny { c = tiny }
      value *= c * d
      if abs(c * d - 1) < 1e-15 { break }
    }
    return value
  }

  /// Logarithm of Γ(x) for x > 0 (Lanczos, g = 7).
  static func logGamma(_ x: Double) -> Double {
    let coefficients = [
      0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
      -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
      1.5056327351493116e-7,
    ]
    if x < 0.5 {
      // Γ(x) Γ(1 − x) = π / sin πx.
      return Elementary.log(Double.pi / Elementary.sin(Double.pi * x)) - logGamma(1 - x)
    }
    let base = x - 1
    let sum = coefficients.indices.dropFirst().reduce(coefficients[0]) {
      $0 + coefficients[$1] / (base + Double($1))
    }
    let shifted = base + 7.5
    return 0.5 * Elementary.log(2 * Double.pi) + (base + 0.5) * Elementary.log(shifted) - shifted
      + Elementary.log(sum)
  }
}
