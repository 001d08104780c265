import Engine

extension Network {
  /// Experts on the same input x: perceptrons `0`, `1`, … of the same widths.
  func experts(
    _ x: Value, _ parameters: Parameters, count: Int, widths: [Int],
    activation: Activation = .relu
  ) -> [Value] {
    (0..<count).map {
      expert(x, parameters[$0], widths: widths, activation: activation)
    }
  }

  /// One expert: a perceptron that is a module of its own.
  func expert(
    _ x: Value, _ parameters: Parameters, widths: [Int], activation: Activation = .relu
  ) -> Value {
    module(.expert, parameters) {
      perceptron(x, parameters, widths: widths, activation: activation)
    }
  }

  /// The experts of a model whose tasks share all experts.
  func experts(_ x: Value, _ options: MixtureOptions) -> [Value] {
    experts(
      x, parameters["experts"], count: options.numExperts,
      widths: options.experts.expertHiddenUnits)
  }

  /// A softmax gate `softmax(x W)` over that many experts, with W [in, experts] and no bias.
  func softmaxGate(
    _ x: Value, _ parameters: Parameters, experts: Int, _ options: GateOptions
  ) -> Value {
    module(.gate, parameters) {
      softmax(
        dense(x, parameters, width: experts, bias: false), options, name: parameters.path,
        experts: experts)
    }
  }

  /// Softmax over the columns, after expert dropout; each expert has the same number of adjacent columns.
  func softmax(_ logits: Value, _ options: GateOptions, name: String, experts: Int) -> Value {
    graph.softmax(
      options.expertDropout == 0
        ? logits
        : graph.expertDropout(
          logits, rate: options.expertDropout, name: name, experts: experts))
  }
}
