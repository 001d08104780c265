import CKernels

/// How a step follows from a gradient.
package enum UpdateRule: String, Sendable, CaseIterable {
  /// Kingma and Ba, 2015.
  case adam
  /// Adam after the weights shrank by `rate · weight decay` (Loshchilov and Hutter, 2019).
  case adamw
  /// Along the gradient, or along its running sum with momentum.
  case sgd
  /// Each weight's rate falls with the sum of its squared gradients (Duchi et al., 2011).
  case adagrad
}

/// Which rows of an embedding table a step of Adam moves.
package enum TableUpdate: String, Sendable, CaseIterable {
  /// Lazy for tables of more than `Optimizer.largestDenseTable` numbers, dense for the others.
  case automatic
  /// All rows: the textbook's Adam.
  case dense
  /// Only the rows of the batch (what PyTorch calls SparseAdam).
  case lazy
}

/// The settings of an optimiser, and the number of steps it has made.
///
/// Adam has ε = 1e-8 after the bias correction.
package struct Optimizer: Sendable {
  /// Numbers of a table up to which every step moves all of them; more would cost more than the rest
  /// of a step.
  package static let largestDenseTable = 1_000_000

  package var rule: UpdateRule
  package var learningRate: Float
  package var tables = TableUpdate.automatic
  package var beta1 = 0.9
  package var beta2 = 0.999
  package var epsilon: Float = 1e-8
  /// Of `sgd`: `v ← momentum · v + g`, `w ← w − rate · v`.
  package var momentum: Float = 0
  /// Of `adamw`.
  package var weightDecay: Float = 0.01
  /// The norm of all gradients together that a step may have; larger ones are scaled down to it.
  package var largestNorm: Double?
  /// What this step's gradients are multiplied by, L2 included.
  var gradientScale: Float = 1
  /// Steps made so far; the bias correction needs it.
  package var steps = 0
  /// β₁ and β₂ to the power of `steps`.
  private var power1 = 1.0
  private var power2 = 1.0

  /// `steps` are those that were made before, with the moments that the parameters hold.
  package init(_ rule: UpdateRule = .adam, learningRate: Float = 1e-3, steps: Int = 0) {
    self.rule = rule
    self.learningRate = learningRate
    for _ in 0..<steps { advance() }
  }

  /// Whether a step moves only those rows of the parameter that the batch holds.
  package func isLazy(_ parameter: Parameter) -> Bool {
    if !parameter.isTable { return false }
    switch tables {
    case .automatic: return parameter.count > Self.largestDenseTable
    case .dense: return false
    case .lazy: return true
    }
  }

  /// Whether a step sums the parameter's gradient in its own memory, not in a thread's.
  package func sumsInGradient(_ parameter: Parameter) -> Bool {
    !parameter.isTable || (!isLazy(parameter) && parameter.count > Self.largestDenseTable)
  }

  /// Counts a step; its updates follow.
  mutating func advance() {
    steps += 1
    power1 *= beta1
    power2 *= beta2
  }

  /// Moves the weights of a region along their gradient, which holds L2 already unless `decays`.
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

  /// Moves a block's weights along their gradient, L2 included.
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
  /// What brings the gradients of all parameters within `largestNorm`.
  ///
  /// Their squares are summed in double, parameter by parameter.
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
