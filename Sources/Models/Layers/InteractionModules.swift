import DataSets
import Engine

extension Network {
  /// A cross module: L layers `x_{l+1} = x₀ ⊙ (Ω_l x_l) + x₀ (ω_lᵀ x_l) + b_l + r_l ⊙ x_l` on [D].
  func crossModule(
    _ x0: Value, _ parameters: Parameters, layers: Int, residual: ResidualOption
  ) -> Value {
    module(.interaction, parameters) {
      let width = x0.width
      return (0..<layers).reduce(x0) { x, layer in
        let scope = parameters[layer]
        let weights = InteractionWeights(
          matrix: scope.tensor("matrix", [width, width], .glorot(width, width)),
          vector: scope.tensor(
            "vector", [width], .normal(deviation: 1 / Double(width).squareRoot())),
          bias: scope.tensor("bias", [width], .constant(0)),
          residual: residual.weights(scope, width: width))
        return graph.interaction(first: x0, x, weights: weights)
      }
    }
  }

  /// A field-interaction module: L layers `V_{l+1} = V₀ ⊙ (Ω_l V_l) + r_l ⊗ V_l` over the fields.
  ///
  /// `fields` and the result are [c × d].
  func fieldModule(
    _ fields: Value, _ parameters: Parameters, layers: Int, residual: ResidualOption
  ) -> Value {
    module(.interaction, parameters) {
      let count = schema.features.count
      let turned = graph.transpose(fields, rows: count)
      let result = (0..<layers).reduce(turned) { x, layer in
        let scope = parameters[layer]
        let weights = InteractionWeights(
          matrix: scope.tensor("matrix", [count, count], .glorot(count, count)),
          residual: residual.weights(scope, width: count))
        return graph.interaction(first: turned, x, weights: weights)
      }
      return graph.transpose(result, rows: fields.width / count)
    }
  }

  /// The field interaction of FINT: L layers `V^l = V^{l−1} ⊙ (W^l V⁰ + u^l 1ᵀ)` over the fields.
  ///
  /// W is [c, c] (in, out); u [c] weights the residual per field. `fields` and the result are [c × d].
  /// Zhao et al., ICASSP 2022.
  func fieldProducts(_ fields: Value, _ parameters: Parameters, layers: Int) -> Value {
    module(.interaction, parameters) {
      let count = schema.features.count
      let first = graph.transpose(fields, rows: count)
      let result = (0..<layers).reduce(first) { x, layer in
        let scope = parameters[layer]
        // u starts at 1, like PHN's residual: without it, products of small embeddings would hardly train.
        let mixed = graph.dense(
          first, weight: matrix(scope, count, count),
          bias: scope.tensor("residual", [count], .constant(1)), groups: fields.width / count)
        return graph.product(x, mixed)
      }
      return graph.transpose(result, rows: fields.width / count)
    }
  }
}

extension ResidualOption {
  fileprivate func weights(_ parameters: Parameters, width: Int) -> InteractionWeights.Residual {
    switch self {
    case .trainable: .trainable(parameters.tensor("residual", [width], .constant(1)))
    case .plain: .plain
    case .none: .none
    }
  }
}
