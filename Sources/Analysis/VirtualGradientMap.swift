package import Display
package import Engine

/// A function of the virtual gradient as a map over its two arguments.
///
/// Fig. 4.
package struct VirtualGradientMap: Sendable {
  package let function: VirtualGradientFunction

  /// The map of one function.
  package init(_ function: VirtualGradientFunction) { self.function = function }

  /// All eight, in the paper's order.
  package static var all: [VirtualGradientMap] {
    VirtualGradientFunction.allCases.map(VirtualGradientMap.init)
  }

  /// Columns: x, correlation of the labels; rows: y, distance of the gates, 0 at the bottom.
  package var figure: Figure {
    let xs = (0...20).map { Double($0) / 20 }
    let ys = (0...10).reversed().map { Double($0) / 10 }
    return .heatMap(
      HeatMap(
        title: "Virtual gradient \(function.rawValue): F(x, y) = \(formula)",
        subtitle: "Columns: x = |ρ|, correlation of two tasks' labels. "
          + "Rows: y, distance between their gates.",
        of: function.rawValue,
        rows: HeatMap.Axis(
          "y", ys.map { "y \(NumberFormat.fixed(1).text($0))" }, numbers: ys),
        columns: HeatMap.Axis("x", xs.map(NumberFormat.fixed(2).text), numbers: xs),
        values: ys.map { y in xs.map { function($0, y) } },
        scaleNote: "1 changes nothing", reading: reading))
  }

  private var formula: String {
    switch function {
    case .mulCos: "cos(2πxy) + 1"
    case .mulAbs: "2·|2xy - 1|"
    case .mulSquare: "2·(2xy - 1)²"
    case .mulSqrt: "2·√|2xy - 1|"
    case .addCos: "cos(π(x + y)) + 1"
    case .addAbs: "2·|x + y - 1|"
    case .addSquare: "2·(x + y - 1)²"
    case .addSqrt: "2·√|x + y - 1|"
    }
  }

  private var reading: String {
    func value(_ x: Double, _ y: Double) -> String { NumberFormat.fixed(2).text(function(x, y)) }
    return
      "Equal gates (y = 0): \(value(0, 0)) for uncorrelated labels, \(value(1, 0)) for identical ones. "
      + "Gates 1 apart: \(value(0, 1)) and \(value(1, 1))."
  }
}
