import CKernels
import Numbers

extension Graph {
  /// Hard concrete gates z in 0 … 1, often exactly 0 or 1, the same for all rows of a batch.
  ///
  /// In training `s = σ((log u − log(1 − u) + log α) / β)`, with u uniform and drawn anew in each pass,
  /// and `z = min(1, max(0, s (ζ − γ) + γ))`; in predictions s = σ(log α). `logits` is log α. The loss
  /// includes `penalty · Σ σ(log α − β log(−γ/ζ))`, the sum of the probabilities that gates are not 0.
  /// Louizos, Welling, Kingma, ICLR 2018, eqs. 10 to 13.
  package func hardConcrete(_ logits: Parameter, _ shape: HardConcreteShape, penalty: Float)
    -> Value
  {
    let operation = HardConcrete(
      logits: logits, output: value(width: logits.count), shape: shape, penalty: penalty)
    add(operation)
    return operation.output
  }
}

/// The constants of hard concrete gates: the temperature and the stretched interval.
package struct HardConcreteShape: Sendable {
  /// β.
  package var temperature: Double
  /// γ, below 0.
  package var lower = -0.1
  /// ζ, above 1.
  package var upper = 1.1

  /// Takes β.
  package init(temperature: Double) { self.temperature = temperature }

  /// The gate for `log α`, without noise.
  package func gate(_ logit: Double) -> Double { clipped(Elementary.logistic(logit)) }

  /// The probability that the gate for `log α` is not 0.
  package func openness(_ logit: Double) -> Double {
    Elementary.logistic(logit - temperature * Elementary.log(-lower / upper))
  }

  func clipped(_ s: Double) -> Double { min(1, max(0, s * (upper - lower) + lower)) }
}

/// Draws a gate for each number of a parameter.
final class HardConcrete: SideLoss {
  let logits: Parameter
  let output: Value
  let shape: HardConcreteShape
  let penalty: Float
  let inputs: [Value] = []
  private let noise: RandomField

  init(logits: Parameter, output: Value, shape: HardConcreteShape, penalty: Float) {
    self.logits = logits
    self.output = output
    self.shape = shape
    self.penalty = penalty
    noise = RandomField("gates of " + logits.name)
  }

  var outputs: [Value] { [output] }
  var parameters: [Parameter] { [logits] }
  var stored: [Stored] { [.gradient(output)] }
  var tileCount: Int { 1 }
  func regions(tile: Int) -> [Region] { [Region(logits)] }
  func scratch(chunk: Int, batch: Int) -> Int { output.width }

  /// s of a gate, with the random numbers of this pass in training.
  private func smooth(_ gate: Int, _ drawn: UnsafePointer<Float>?) -> Double {
    let logit = Double(logits.weights.start[gate])
    guard let u = drawn.map({ Double($0[gate]) }) else { return Elementary.logistic(logit) }
    let noise = Elementary.log(u) - Elementary.log(1 - u)
    return Elementary.logistic((noise + logit) / shape.temperature)
  }

  /// The uniform random numbers of this pass, one per gate; nil in predictions.
  private func drawn(_ chunk: Chunk) -> UnsafePointer<Float>? {
    let batch = chunk.batch
    if !batch.isTraining { return nil }
    noise.uniforms(
      seed: batch.seed, step: batch.step, row: 0, count: output.width, into: chunk.scratch)
    return UnsafePointer(chunk.scratch)
  }

  func forward(_ chunk: Chunk) {
    if chunk.count == 0 { return }
    let y = chunk.value(output)
    let drawn = drawn(chunk)
    for gate in 0..<output.width { y[gate] = Float(shape.clipped(smooth(gate, drawn))) }
    for row in 1..<chunk.count {
      (y + row * output.width).update(from: y, count: output.width)
    }
  }

  func backward(_ chunk: Chunk) {}

  func accumulate(tile: Int, _ batch: Chunk) {
    let target = logits.gradient.start
    dephn_column_sums(
      batch.count, output.width, output.width, batch.gradient(output), target, 0)
    let range = shape.upper - shape.lower
    let drawn = drawn(batch)
    for gate in 0..<output.width {
      let s = smooth(gate, drawn)
      let stretched = s * range + shape.lower
      let isInside = stretched > 0 && stretched < 1
      let slope = isInside ? range * s * (1 - s) / shape.temperature : 0
      let open = shape.openness(Double(logits.weights.start[gate]))
      target[gate] = Float(Double(target[gate]) * slope + Double(penalty) * open * (1 - open))
    }
  }

  func loss(_ values: ValueLayout, rows: Int) -> Double {
    (0..<logits.count).reduce(0) {
      $0 + Double(penalty) * shape.openness(Double(logits.weights.start[$1]))
    }
  }
}
