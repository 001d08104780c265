import Engine

extension Network {
  /// A dense layer with `weight` [in, out] and, by default, `bias` [out].
  func dense(
    _ x: Value, _ parameters: Parameters, width: Int, activation: Activation = .none,
    bias: Bool = true
  ) -> Value {
    module(.network, parameters) {
      graph.dense(
        x, weight: matrix(parameters, x.width, width),
        bias: bias ? parameters.tensor("bias", [width], .constant(0)) : nil,
        activation: activation)
    }
  }

  /// The `weight` [in, out] of a layer, with the model's L2 penalty on dense layers.
  func matrix(_ parameters: Parameters, _ inWidth: Int, _ outWidth: Int) -> Parameter {
    let weight = parameters.tensor("weight", [inWidth, outWidth], .glorot(inWidth, outWidth))
    weight.exception.decay = Float(layers.netRegularizer)
    return weight
  }

  /// A hidden layer: dense with an activation, plus batch norm and dropout if the model uses them.
  func hidden(
    _ x: Value, _ parameters: Parameters, width: Int, activation: Activation = .relu
  ) -> Value {
    if !layers.batchNorm {
      return dropout(dense(x, parameters, width: width, activation: activation), parameters)
    }
    // Batch norm's shift replaces the bias.
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

  /// Hidden layers `0`, `1`, … of the given widths.
  func perceptron(
    _ x: Value, _ parameters: Parameters, widths: [Int], activation: Activation = .relu
  ) -> Value {
    module(.network, parameters) {
      widths.enumerated().reduce(x) { input, layer in
        hidden(input, parameters[layer.offset], width: layer.element, activation: activation)
      }
    }
  }

  /// A task's tower: hidden layers with ReLU, then a linear layer to the logit [1].
  func tower(_ x: Value, _ parameters: Parameters, widths: [Int]) -> Value {
    module(.tower, parameters) {
      let layers = widths.filter { $0 > 0 }
      let hidden = perceptron(x, parameters, widths: layers, activation: .relu)
      return dense(hidden, parameters[layers.count], width: 1)
    }
  }

  /// The logit of one part of a model: `x · w` with `weight` [in] and no bias.
  func projection(_ x: Value, _ parameters: Parameters) -> Value {
    module(.tower, parameters) {
      graph.projection(x, weight: parameters.tensor("weight", [x.width], .glorot(x.width, 1)))
    }
  }

  /// A logit from the concatenation of several values: `[x ; y ; …] w + b`.
  func joinedLogit(_ values: [Value], _ parameters: Parameters) -> Value {
    module(.tower, parameters) { dense(graph.concatenation(values), parameters, width: 1) }
  }
}
