import Engine

extension Network {
  /// One dense layer with its `weight` [in, out] and, unless told otherwise, `bias` [out].
  func dense(
    _ x: Value, _ parameters: Parameters, width: Int, activation: Activation = .none,
    bias: Bool = true
  ) -> Value {
    graph.dense(
      x, weight: parameters.tensor("weight", [x.width, width], .glorot(x.width, width)),
      bias: bias ? parameters.tensor("bias", [width], .constant(0)) : nil, activation: activation)
  }

  /// Dense layers `0`, `1`, … one after another, each ending in the activation.
  func perceptron(
    _ x: Value, _ parameters: Parameters, widths: [Int], activation: Activation
  ) -> Value {
    widths.enumerated().reduce(x) { input, layer in
      dense(input, parameters[layer.offset], width: layer.element, activation: activation)
    }
  }

  /// A task's tower: hidden layers with ReLU, then a linear one to the logit.
  func tower(_ x: Value, _ parameters: Parameters, widths: [Int]) -> Value {
    let layers = widths.filter { $0 > 0 }
    let hidden = perceptron(x, parameters, widths: layers, activation: .relu)
    return dense(hidden, parameters[layers.count], width: 1)
  }
}
