import CKernels

extension Graph {
  /// Batch normalization of each column and an activation: `y = activation(γ (x − μ) / √(σ² + ε) + β)`.
  ///
  /// In training μ and σ² are those of the batch, of which `mean` and `variance` keep running averages
  /// (`← 0.9 · old + 0.1 · batch`, with the unbiased variance); predictions use the averages. All tensors
  /// are [width]. Ioffe and Szegedy, ICML 2015, algorithms 1 and 2.
  package func batchNorm(_ x: Value, _ tensors: NormTensors, activation: Activation) -> Value {
    precondition(tensors.all.allSatisfy { $0.count == x.width })
    let operation = BatchNorm(
      input: x, output: value(width: x.width), tensors: tensors, activation: activation)
    add(operation)
    return operation.output
  }
}

/// The tensors of a batch normalization, [width] each; only scale and shift are trained by gradients.
package struct NormTensors {
  /// γ.
  package var scale: Parameter
  /// β.
  package var shift: Parameter
  /// Running average of μ.
  package var mean: Parameter
  /// Running average of σ².
  package var variance: Parameter

  /// Takes tensors of the same size.
  package init(scale: Parameter, shift: Parameter, mean: Parameter, variance: Parameter) {
    (self.scale, self.shift, self.mean, self.variance) = (scale, shift, mean, variance)
  }

  var all: [Parameter] { [scale, shift, mean, variance] }
}

/// Normalizes columns to mean 0 and variance 1 over the batch, then scales and shifts them.
final class BatchNorm: BatchwideOperation {
  let input: Value
  let output: Value
  let tensors: NormTensors
  let activation: Activation
  /// Statistics of this batch, and of its gradients: Σ dy and Σ dy · x̂.
  private var means: [Double]
  private var variances: [Double]
  private var sums: [Double]
  private var dots: [Double]
  private static let epsilon = 1e-5

  init(input: Value, output: Value, tensors: NormTensors, activation: Activation) {
    self.input = input
    self.output = output
    self.tensors = tensors
    self.activation = activation
    means = Array(repeating: 0, count: input.width)
    (variances, sums, dots) = (means, means, means)
  }

  var inputs: [Value] { [input] }
  var outputs: [Value] { [output] }
  var parameters: [Parameter] { [tensors.scale, tensors.shift] }
  var tileCount: Int { 1 }
  func regions(tile: Int) -> [Region] { parameters.map(Region.init) }

  /// Computes mean and variance per column, summed in row order.
  func summarise(_ batch: Chunk) {
    let x = batch.value(input)
    let (width, rows) = (input.width, Double(max(1, batch.count)))
    for n in 0..<width {
      var sum = 0.0
      for row in 0..<batch.count { sum += Double(x[row * width + n]) }
      means[n] = sum / rows
      var squares = 0.0
      for row in 0..<batch.count {
        let distance = Double(x[row * width + n]) - means[n]
        squares += distance * distance
      }
      variances[n] = squares / rows
    }
  }

  /// Mean and 1 / √(σ² + ε) of a column in this pass.
  private func scales(_ n: Int, _ batch: Batch) -> (mean: Double, inverse: Double) {
    let (mean, variance) =
      batch.isTraining
      ? (means[n], variances[n])
      : (Double(tensors.mean.weights.start[n]), Double(tensors.variance.weights.start[n]))
    return (mean, 1 / (variance + Self.epsilon).squareRoot())
  }

  func forward(_ chunk: Chunk) {
    let (x, y, width) = (chunk.value(input), chunk.value(output), input.width)
    let slope = activation.slope
    for n in 0..<width {
      let (mean, inverse) = scales(n, chunk.batch)
      let factor = Float(inverse) * tensors.scale.weights.start[n]
      let (center, shift) = (Float(mean), tensors.shift.weights.start[n])
      for index in stride(from: n, to: chunk.count * width, by: width) {
        let z = factor * (x[index] - center) + shift
        y[index] = z < 0 ? slope * z : z
      }
    }
  }

  /// Applies the activation's derivative and sums the gradients of each column.
  func summariseGradients(_ batch: Chunk) {
    let (x, up, width) = (batch.value(input), batch.gradient(output), input.width)
    if activation != .none {
      dephn_rectify_gradient(batch.count * width, activation.slope, batch.value(output), up)
    }
    for n in 0..<width {
      let (mean, inverse) = scales(n, batch.batch)
      (sums[n], dots[n]) = (0, 0)
      for index in stride(from: n, to: batch.count * width, by: width) {
        sums[n] += Double(up[index])
        dots[n] += Double(up[index]) * (Double(x[index]) - mean) * inverse
      }
    }
  }

  /// `dx = γ / σ · (dy − mean dy − x̂ · mean(dy · x̂))`.
  func backward(_ chunk: Chunk) {
    let (x, up, width) = (chunk.value(input), chunk.gradient(output), input.width)
    let target = chunk.addable(self, 0, input)
    let rows = Double(max(1, chunk.batch.rows))
    for n in 0..<width {
      let (mean, inverse) = scales(n, chunk.batch)
      let factor = Double(tensors.scale.weights.start[n]) * inverse
      for index in stride(from: n, to: chunk.count * width, by: width) {
        let normal = (Double(x[index]) - mean) * inverse
        target[index] += Float(
          factor * (Double(up[index]) - sums[n] / rows - normal * dots[n] / rows))
      }
    }
  }

  func accumulate(tile: Int, _ batch: Chunk) {
    for n in 0..<input.width {
      tensors.scale.gradient.start[n] = Float(dots[n])
      tensors.shift.gradient.start[n] = Float(sums[n])
    }
  }

  func endStep(rows: Int) {
    let unbiased = rows > 1 ? Double(rows) / Double(rows - 1) : 1
    for n in 0..<input.width {
      let (mean, variance) = (tensors.mean.weights.start, tensors.variance.weights.start)
      mean[n] = Float(0.9 * Double(mean[n]) + 0.1 * means[n])
      variance[n] = Float(0.9 * Double(variance[n]) + 0.1 * unbiased * variances[n])
    }
  }
}
