import Engine

extension Network {
  /// One dense layer with its `weight` [in, out] and, unless told otherwise, `bias` [out].
  func dense(
    _ x: Value, _ parameters: Parameters, width: Int, activation: Activation = .none,
    bias: Bool = true
  ) -> Value {
    graph.dense(
      x, weight: matrix(parameters, x.width, width),
      bias: bias ? parameters.tensor("bias", [width], .constant(0)) : nil,
      activation: activation)
  }

  /// The `weight` [in, out] of a layer, with the L2 that the model has on its networks.
  func matrix(_ parameters: Parameters, _ inWidth: Int, _ outWidth: Int) -> Parameter {
    let weight = parameters.tensor("weight", [inWidth, outWidth], .glorot(inWidth, outWidth))
    weight.exception.decay = Float(layers.netRegularizer)
    return weight
  }

  /// A dense layer that is not the last: with the activation; batch norm and dropout if the model
  /// has any.
  func hidden(
    _ x: Value, _ parameters: Parameters, width: Int, activation: Activation = .relu
  ) -> Value {
    if !layers.batchNorm {
      return dropout(dense(x, parameters, width: width, activation: activation), parameters)
    }
    // The shift takes the bias's place.
    let z = dense(x, parameters, width: width, bias: false)
    let norm = parameters["norm"]
    func tensor(_ name: String, _ initial: Double) -> Parameter {
      norm.tensor(name, [width], .constant(initial))
    }
    let tensors = NormTensors(
      scale: tensor("scale", 1), shift: tensor("shift", 0), mean: tensor("mean", 0),
      variance: tensor("variance", 1))
    return dropout(graph.batchNorm(z, tensors, activation: activation), parameters)
  }

  /// Dropout in training, at the model's rate.
  func dropout(_ x: Value, _ parameters: Parameters) -> Value {
    layers.dropout == 0 ? x : graph.dropout(x, rate: layers.dropout, name: parameters.path)
  }

  /// Dense layers `0`, `1`, … one after another, each ending in the activation.
  func perceptron(
    _ x: Value, _ parameters: Parameters, widths: [Int], activation: Activation = .relu
  ) -> Value {
    widths.enumerated().reduce(x) { input, layer in
      hidden(input, parameters[layer.offset], width: layer.element, activation: activation)
    }
  }

  /// A task's tower: hidden layers with ReLU, then a linear one to the logit.
  func tower(_ x: Value, _ parameters: Parameters, widths: [Int]) -> Value {
    let layers = widths.filter { $0 > 0 }
    let hidden = perceptron(x, parameters, widths: layers, activation: .relu)
    return dense(hidden, parameters[layers.count], width: 1)
  }

  /// `x · w` with `weight` [in] and no bias: what one part of a model says to the logit.
  func projection(_ x: Value, _ parameters: Parameters) -> Value {
    graph.projection(x, weight: parameters.tensor("weight", [x.width], .glorot(x.width, 1)))
  }

  /// One logit from several values side by side: `σ`'s argument `[x ; y ; …] w + b`.
  func joinedLogit(_ values: [Value], _ parameters: Parameters) -> Value {
    dense(graph.concatenation(values), parameters, width: 1)
  }
}
