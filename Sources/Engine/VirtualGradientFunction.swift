import Numbers

/// The functions F(x, y) of the virtual gradient.
///
/// Fig. 4 a to h; x is the likeness of two tasks' labels, y the distance of their gates, both 0 … 1.
package enum VirtualGradientFunction: String, Sendable, CaseIterable {
  case mulCos = "mul-cos"
  case mulAbs = "mul-abs"
  case mulSquare = "mul-square"
  case mulSqrt = "mul-sqrt"
  /// Eq. 9.
  case addCos = "add-cos"
  case addAbs = "add-abs"
  case addSquare = "add-square"
  /// The default (Sec. IV-C).
  case addSqrt = "add-sqrt"

  package func callAsFunction(_ x: Double, _ y: Double) -> Double {
    switch self {
    case .mulCos: Elementary.cos(2 * .pi * x * y) + 1
    case .mulAbs: 2 * abs(2 * x * y - 1)
    case .mulSquare: 2 * (2 * x * y - 1) * (2 * x * y - 1)
    case .mulSqrt: 2 * abs(2 * x * y - 1).squareRoot()
    case .addCos: Elementary.cos(.pi * (x + y)) + 1
    case .addAbs: 2 * abs(x + y - 1)
    case .addSquare: 2 * (x + y - 1) * (x + y - 1)
    case .addSqrt: 2 * abs(x + y - 1).squareRoot()
    }
  }
}

/// The factors by which gates' gradients are scaled.
///
/// Π_{j≠t} γ_jt, eqs. 8 and 9.
package struct VirtualGradient: Sendable {
  package var function: VirtualGradientFunction
  package var measure: CorrelationMeasure

  package init(function: VirtualGradientFunction, measure: CorrelationMeasure) {
    self.function = function
    self.measure = measure
  }

  /// γ_jt of two tasks' gates whose labels correlate by `correlation`; 1 where that is undefined.
  package func factor(correlation: Double, _ gate: Float, _ other: Float) -> Double {
    if correlation.isNaN { return 1 }
    return function(min(1, abs(correlation)), min(1, abs(Double(gate) - Double(other))))
  }

  /// The products for gates [T, n] of one row, given the tasks' correlations [T × T].
  func factors(
    _ gates: UnsafePointer<Float>, tasks: Int, perTask: Int, correlation: [Double],
    into result: UnsafeMutablePointer<Float>
  ) {
    for task in 0..<tasks {
      for place in 0..<perTask {
        var product = 1.0
        for other in 0..<tasks where other != task {
          product *= factor(
            correlation: correlation[task * tasks + other], gates[task * perTask + place],
            gates[other * perTask + place])
        }
        result[task * perTask + place] = Float(product)
      }
    }
  }
}
