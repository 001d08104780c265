import Engine

extension Network {
  /// Experts that read the same x: perceptrons `0`, `1`, … of the same widths.
  func experts(
    _ x: Value, _ parameters: Parameters, count: Int, widths: [Int],
    activation: Activation = .relu
  ) -> [Value] {
    (0..<count).map {
      perceptron(x, parameters[$0], widths: widths, activation: activation)
    }
  }

  /// A softmax gate `softmax(x W)` over so many experts, W [in, experts] without bias.
  func softmaxGate(
    _ x: Value, _ parameters: Parameters, experts: Int, _ options: GateOptions
  ) -> Value {
    let logits = dense(x, parameters, width: experts, bias: false)
    return graph.softmax(
      options.expertDropout == 0
        ? logits
        : graph.expertDropout(logits, rate: options.expertDropout, name: parameters.path))
  }
}
