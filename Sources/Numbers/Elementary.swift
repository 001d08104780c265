import CKernels

/// Elementary functions in double that give the same bits on every machine.
///
/// The C library's versions differ from CPU to CPU, so nothing that reaches a result may use them.
package enum Elementary {
  /// Natural logarithm.
  package static func log(_ x: Double) -> Double { dephn_log(x) }

  /// Natural exponential.
  package static func exp(_ x: Double) -> Double { dephn_exp(x) }

  /// Sine of `x` radians, for |x| below 100,000.
  package static func sin(_ x: Double) -> Double { dephn_sin(x) }

  /// Cosine of `x` radians, for |x| below 100,000.
  package static func cos(_ x: Double) -> Double { dephn_cos(x) }

  /// `log(1 + x)` without the loss of digits that a small `x` would bring.
  package static func log1p(_ x: Double) -> Double {
    let sum = 1 + x
    return sum == 1 ? x : dephn_log(sum) * (x / (sum - 1))
  }

  /// `exp(x) − 1` without the loss of digits that a small `x` would bring.
  package static func expm1(_ x: Double) -> Double {
    let power = exp(x)
    if power == 1 { return x }
    let difference = power - 1
    return difference == -1 || power.isInfinite ? difference : difference * (x / log(power))
  }

  /// Logistic function σ(x) = 1 / (1 + e^-x).
  package static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// Logistic function of each value.
  package static func sigmoid(_ x: [Float]) -> [Float] {
    var result = x
    dephn_sigmoid_floats(x.count, x, &result)
    return result
  }
}
