import CKernels

/// An update rule: the step of a weight, given its gradient.
package enum UpdateRule: String, Sendable, CaseIterable {
  /// Adam (Kingma and Ba, ICLR 2015).
  case adam
  /// AdamW: weights shrink by `rate · weight decay` before a step of Adam (Loshchilov and Hutter, ICLR
  /// 2019).
  case adamw
  /// Stochastic gradient descent, optionally with momentum.
  case sgd
  /// Adagrad: each weight's rate falls with the sum of its squared gradients (Duchi et al., JMLR 2011).
  case adagrad
}

/// The rows of an embedding table that a step updates.
package enum TableUpdate: String, Sendable, CaseIterable {
  /// `lazy` for tables of more than `Optimizer.largestDenseTable` weights, `dense` for others.
  case automatic
  /// All rows, as in textbook Adam.
  case dense
  /// Only the rows in the batch, like PyTorch's SparseAdam.
  case lazy
}

/// An optimizer: its settings, and the number of steps it has made.
package struct Optimizer: Sendable {
  /// Largest number of weights of a table that is updated densely by default; a larger one would take
  /// longer than the rest of the step.
  package static let largestDenseTable = 1_000_000

  /// The update rule of all tensors without one of their own.
  package var rule: UpdateRule
  /// The learning rate of all tensors without one of their own.
  package var learningRate: Float
  /// The rows of embedding tables that a step updates.
  package var tables = TableUpdate.automatic
  /// Adam: decay β₁ of the first moment.
  package var beta1 = 0.9
  /// Adam: decay β₂ of the second moment.
  package var beta2 = 0.999
  /// Adam: ε, added after bias correction.
  package var epsilon: Float = 1e-8
  /// SGD: `v ← momentum · v + g`, `w ← w − rate · v`.
  package var momentum: Float = 0
  /// AdamW: weight decay per step, times the learning rate.
  package var weightDecay: Float = 0.01
  /// Largest global norm of the gradients, to which larger ones are scaled down; nil without clipping.
  package var largestNorm: Double?
  /// The factor of this step's gradients, L2 included.
  var gradientScale: Float = 1
  /// The number of steps made so far, which bias correction depends on.
  package var steps = 0
  /// β₁ and β₂ to the power of `steps`.
  private var power1 = 1.0
  private var power2 = 1.0

  /// Takes the number of steps that led to the parameters' moments.
  package init(_ rule: UpdateRule = .adam, learningRate: Float = 1e-3, steps: Int = 0) {
    self.rule = rule
    self.learningRate = learningRate
    for _ in 0..<steps { advance() }
  }

  /// True if a step updates only those rows of the parameter that occur in the batch.
  package func isLazy(_ parameter: Parameter) -> Bool {
    if !parameter.isTable { return false }
    switch tables {
    case .automatic: return parameter.count > Self.largestDenseTable
    case .dense: return false
    case .lazy: return true
    }
  }

  /// True if the parameter's gradient is summed in its own buffer rather than in a thread's scratch.
  package func sumsInGradient(_ parameter: Parameter) -> Bool {
    !parameter.isTable || (!isLazy(parameter) && parameter.count > Self.largestDenseTable)
  }

  /// Counts a step, before its updates.
  mutating func advance() {
    steps += 1
    power1 *= beta1
    power2 *= beta2
  }

  /// Updates the weights of a region; adds L2 to their gradient if `decays`.
  func update(_ region: Region, decays: Bool = true) {
    var exception = region.parameter.exception
    if !decays { exception.decay = 0 }
    guard let factors = exception.stepFactors else { return update(region.block, exception) }
    let values = region.parameter.weights
    factors.before.start.update(from: values.start, count: values.count)
    update(region.block, exception)
    // w ← before + factor · (w − before): the virtual gradient applied to steps.
    for index in 0..<values.count {
      let old = factors.before.start[index]
      values[index] = old + factors.factors.start[index] * (values[index] - old)
    }
  }

  /// Updates a block's weights, after adding L2 to their gradient.
  func update(_ block: WeightBlock, _ exception: UpdateException) {
    block.addDecay(exception.decay)
    if gradientScale != 1 { block.scaleGradient(gradientScale) }
    let rate = exception.learningRate ?? learningRate
    switch exception.rule ?? rule {
    case .adam: adam(block, rate: rate)
    case .adamw:
      block.forEach { block, weight, _ in block.weights[weight] *= 1 - rate * weightDecay }
      adam(block, rate: rate)
    case .sgd: descend(block, rate: rate)
    case .adagrad: adagrad(block, rate: rate)
    }
  }

  private func adam(_ block: WeightBlock, rate: Float) {
    var settings = dephn_adam_settings(
      rate: rate, beta1: Float(beta1), beta2: Float(beta2), complement1: Float(1 - beta1),
      complement2: Float(1 - beta2), epsilon: epsilon, correction1: Float(1 / (1 - power1)),
      correction2: Float(1 / (1 - power2)))
    var weights = dephn_weights(
      rows: block.rows, columns: block.columns, stride: block.stride, indices: block.indices,
      weights: block.weights, first: block.first, second: block.second,
      gradient: block.gradient, gradient_stride: block.gradientStride)
    dephn_adam(&weights, &settings)
  }

  private func descend(_ block: WeightBlock, rate: Float) {
    block.forEach { block, weight, gradient in
      var move = block.gradient[gradient]
      if momentum != 0 {
        move += momentum * block.first[weight]
        block.first[weight] = move
      }
      block.weights[weight] -= rate * move
    }
  }

  private func adagrad(_ block: WeightBlock, rate: Float) {
    block.forEach { block, weight, gradient in
      let g = block.gradient[gradient]
      block.second[weight] += g * g
      block.weights[weight] -= rate * g / (block.second[weight].squareRoot() + 1e-10)
    }
  }
}

extension Optimizer {
  /// The factor that scales the gradients of all parameters down to `largestNorm`, at most 1.
  ///
  /// Squares are summed in double, parameter by parameter.
  func clipping(_ parameters: [Parameter]) -> Float {
    guard let largestNorm else { return 1 }
    let square = parameters.reduce(0.0) { sum, parameter in
      let gradient = parameter.gradient.start
      return sum
        + (0..<parameter.count).reduce(0.0) { $0 + Double(gradient[$1]) * Double(gradient[$1]) }
    }
    return square <= largestNorm * largestNorm ? 1 : Float(largestNorm / square.squareRoot())
  }
}
