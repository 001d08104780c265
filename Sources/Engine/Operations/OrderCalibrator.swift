import CKernels
import Numbers

extension Graph {
  /// Adds a penalty on predictions by which a later event is more likely than the event before it:
  /// `weight · Σ_t mean over rows of max(σ(z_t) − σ(z_{t−1}), 0)`, for logits [1] in the events' order.
  ///
  /// The behavioral expectation calibrator of AITM: Xi et al., KDD 2021, eq. 9.
  package func orderCalibrator(_ logits: [Value], weight: Float) {
    precondition(logits.allSatisfy { $0.width == 1 })
    for logit in logits { keep(logit) }
    add(OrderCalibrator(logits: logits, weight: weight))
  }
}

/// A penalty on predictions that contradict the order of events.
final class OrderCalibrator: SideLoss {
  let inputs: [Value]
  let weight: Float
  let outputs: [Value] = []

  init(logits: [Value], weight: Float) {
    inputs = logits
    self.weight = weight
  }

  func scratch(chunk: Int, batch: Int) -> Int { 2 * chunk }
  func forward(_ chunk: Chunk) {}

  func backward(_ chunk: Chunk) {
    let factor = weight / Float(max(1, chunk.batch.rows))
    let (earlier, later) = (chunk.scratch, chunk.scratch + chunk.count)
    for (index, logit) in inputs.enumerated() {
      let target = chunk.addable(self, index, logit)
      dephn_sigmoid_floats(chunk.count, chunk.value(logit), later)
      if index > 0 {
        let before = chunk.gradient(inputs[index - 1])
        for row in 0..<chunk.count where later[row] > earlier[row] {
          before[row] -= factor * earlier[row] * (1 - earlier[row])
          target[row] += factor * later[row] * (1 - later[row])
        }
      }
      earlier.update(from: later, count: chunk.count)
    }
  }

  func loss(_ values: ValueLayout, rows: Int) -> Double {
    func probability(_ event: Int, _ row: Int) -> Double {
      1 / (1 + Elementary.exp(-Double(values.row(row, of: inputs[event])[0])))
    }
    var sum = 0.0
    for event in inputs.indices.dropFirst() {
      for row in 0..<rows {
        sum += max(0, probability(event, row) - probability(event - 1, row))
      }
    }
    return Double(weight) * sum / Double(max(1, rows))
  }
}
