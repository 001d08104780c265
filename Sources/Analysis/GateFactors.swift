import DataSets
import Display
package import Engine
package import Models

/// What the virtual gradient multiplies each gate's gradient, or step, by, for the gates as they are.
package struct GateFactors: Sendable {
  package let function: VirtualGradientFunction
  package let measure: CorrelationMeasure
  /// What is multiplied.
  package let target: VirtualGradientTarget
  /// Π_{j≠t} γ_jt, tasks × gates.
  package let values: [[Double]]

  /// The factors for gates [tasks][gates] and a matrix of the labels' correlations.
  package init(
    _ virtualGradient: VirtualGradient, on target: VirtualGradientTarget = .gradient,
    gates: [[Double]], correlation: [[Double]]
  ) {
    self.target = target
    function = virtualGradient.function
    measure = virtualGradient.measure
    values = gates.indices.map { task in
      gates[task].indices.map { part in
        gates.indices.filter { $0 != task }.reduce(1) { product, other in
          product
            * virtualGradient.factor(
              correlation: correlation[task][other], Float(gates[task][part]),
              Float(gates[other][part]))
        }
      }
    }
  }

  /// The factors of a model over the training rows; nil where no virtual gradient is on.
  init?(of model: Model, gates: [[Double]], data: DataSet) {
    guard let scaling = model.gateScaling, gates.count > 1,
      let selection = try? RowSelection([.train], of: data)
    else { return nil }
    self.init(
      scaling.virtualGradient, on: scaling.target, gates: gates,
      correlation: LabelCorrelation.matrix(
        data.labels.map(selection.values), scaling.virtualGradient.measure))
  }

  var reading: String {
    let all = values.joined()
    guard let least = all.min(), let most = all.max() else { return "There is no gate." }
    let number = NumberFormat.fixed(2)
    if least == most {
      return "Every gate's \(target.rawValue) is multiplied by \(number.text(least))."
    }
    let range = "Factors from \(number.text(least)) to \(number.text(most))."
    return target == .step
      ? range : range + " Under Adam a factor that hardly changes over the steps cancels."
  }
}
