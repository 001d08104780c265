import Numbers

/// A function F(x, y) of the virtual gradient.
///
/// x is the similarity of two tasks' labels, y the distance of their gates, both in 0 … 1. Kong et al.,
/// IJCNN 2023, fig. 4 a to h.
package enum VirtualGradientFunction: String, Sendable, CaseIterable {
  case mulCos = "mul-cos"
  case mulAbs = "mul-abs"
  case mulSquare = "mul-square"
  case mulSqrt = "mul-sqrt"
  /// Eq. 9.
  case addCos = "add-cos"
  case addAbs = "add-abs"
  case addSquare = "add-square"
  /// The default; Sec. IV-C.
  case addSqrt = "add-sqrt"

  /// F(x, y), in 0 … 2.
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

/// A virtual gradient: the factors Π_{j≠t} γ_jt that scale the gradients of gates.
///
/// Kong et al., IJCNN 2023, eqs. 8 and 9.
package struct VirtualGradient: Sendable {
  /// F.
  package var function: VirtualGradientFunction
  /// The similarity of labels.
  package var measure: CorrelationMeasure

  /// Takes F and the similarity of labels.
  package init(function: VirtualGradientFunction, measure: CorrelationMeasure) {
    self.function = function
    self.measure = measure
  }

  /// γ_jt for the gates of two tasks and the correlation of their labels; 1 where that is undefined.
  package func factor(correlation: Double, _ gate: Float, _ other: Float) -> Double {
    if correlation.isNaN { return 1 }
    return function(min(1, abs(correlation)), min(1, abs(Double(gate) - Double(other))))
  }

  /// Writes Π γ for the gates [T, n] of one row, given the correlations [T, T], to `result` [T, n].
  func factors(
    _ gates: UnsafePointer<Float>, tasks: Int, perTask: Int, correlation: [Double],
    into result: UnsafeMutablePointer<Float>
  ) {
    for task in 0..<tasks {
      for index in 0..<perTask {
        var product = 1.0
        for other in 0..<tasks where other != task {
          product *= factor(
            correlation: correlation[task * tasks + other], gates[task * perTask + index],
            gates[other * perTask + index])
        }
        result[task * perTask + index] = Float(product)
      }
    }
  }
}
