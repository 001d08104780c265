import Engine

extension Network {
  /// The cross network of DCN: L layers `x_{l+1} = x₀ (x_lᵀ w_l) + b_l + x_l`, w and b [D].
  ///
  /// Wang et al., ADKDD 2017, eq. 3.
  func vectorCross(_ x0: Value, _ parameters: Parameters, layers: Int) -> Value {
    module(.interaction, parameters) {
      (0..<layers).reduce(x0) { x, layer in
        let scope = parameters[layer]
        let scaled = graph.weightedSum([x0], gate: projection(x, scope))
        return graph.addition([scaled, x], bias: scope.tensor("bias", [x0.width], .constant(0)))
      }
    }
  }

  /// The cross network of DCN-V2: L layers `x_{l+1} = x₀ ⊙ (x_l W_l + b_l) + x_l`, W [D, D].
  ///
  /// Wang et al., WWW 2021, eq. 1.
  func matrixCross(_ x0: Value, _ parameters: Parameters, layers: Int) -> Value {
    module(.interaction, parameters) {
      (0..<layers).reduce(x0) { x, layer in
        graph.addition([graph.product(x0, dense(x, parameters[layer], width: x0.width)), x])
      }
    }
  }
}
