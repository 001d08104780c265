import CKernels

/// How a step follows from a gradient.
package enum UpdateRule: String, Sendable, CaseIterable {
  case adam, sgd
}

/// The settings of an optimiser, and the number of steps it has made.
///
/// Adam is dense: every weight moves in every step, ε = 1e-8 after the bias correction.
package struct Optimizer: Sendable {
  package var rule: UpdateRule
  package var learningRate: Float
  package var beta1 = 0.9
  package var beta2 = 0.999
  package var epsilon: Float = 1e-8
  /// Steps made so far; the bias correction needs it.
  package var steps = 0
  /// β₁ and β₂ to the power of `steps`.
  private var power1 = 1.0
  private var power2 = 1.0

  package init(_ rule: UpdateRule = .adam, learningRate: Float = 1e-3) {
    self.rule = rule
    self.learningRate = learningRate
  }

  /// Counts a step; its updates follow.
  mutating func advance() {
    steps += 1
    power1 *= beta1
    power2 *= beta2
  }

  /// Moves the weights of a region along their gradient.
  func update(_ region: Region) {
    let exception = region.parameter.exception
    let rate = exception.learningRate ?? learningRate
    for range in region.ranges {
      let before =
        exception.stepFactors == nil ? [] : range.map { region.parameter.weights.start[$0] }
      switch exception.rule ?? rule {
      case .adam: adam(region.parameter, range, rate: rate)
      case .sgd: descend(region.parameter, range, rate: rate)
      }
      if let factors = exception.stepFactors {
        rescale(region.parameter, range, before: before, factors: factors)
      }
    }
  }

  private func adam(_ parameter: Parameter, _ range: Range<Int>, rate: Float) {
    var settings = dephn_adam_settings(
      rate: rate, beta1: Float(beta1), beta2: Float(beta2), complement1: Float(1 - beta1),
      complement2: Float(1 - beta2), epsilon: epsilon, correction1: Float(1 / (1 - power1)),
      correction2: Float(1 / (1 - power2)))
    let start = range.lowerBound
    dephn_adam(
      range.count, parameter.weights.start + start, parameter.gradient.start + start,
      parameter.first.start + start, parameter.second.start + start, &settings)
  }

  private func descend(_ parameter: Parameter, _ range: Range<Int>, rate: Float) {
    for index in range {
      parameter.weights.start[index] -= rate * parameter.gradient.start[index]
    }
  }

  /// `w ← before + factor · (w − before)`: the virtual gradient applied to steps.
  private func rescale(
    _ parameter: Parameter, _ range: Range<Int>, before: [Float], factors: FloatBuffer
  ) {
    for (index, old) in zip(range, before) {
      let moved = parameter.weights.start[index] - old
      parameter.weights.start[index] = old + factors.start[index] * moved
    }
  }
}
