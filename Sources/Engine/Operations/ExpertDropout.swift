import Numbers

extension Graph {
  /// Dropout of experts before a softmax gate: in training, each row drops each expert with probability
  /// `rate`, and the softmax distributes over the others.
  ///
  /// A row that would drop all experts keeps all. `name` separates the random numbers of gates. With
  /// `experts`, each expert has several adjacent columns, which are dropped together.
  /// Zhao et al., Recommending What Video to Watch Next, RecSys 2019, Sec. 4.
  package func expertDropout(
    _ logits: Value, rate: Double, name: String, experts: Int? = nil
  ) -> Value {
    precondition(rate >= 0 && rate < 1 && logits.width % (experts ?? 1) == 0)
    let operation = ExpertDropout(
      input: logits, output: value(width: logits.width), rate: Float(rate), name: name,
      experts: experts ?? logits.width)
    add(operation)
    return operation.output
  }
}

/// Sets the logits of dropped experts so low that their softmax is 0.
final class ExpertDropout: Operation {
  let input: Value
  let output: Value
  private let rate: Float
  private let noise: RandomField
  private let experts: Int
  private static let lost: Float = -1e4

  init(input: Value, output: Value, rate: Float, name: String, experts: Int) {
    self.input = input
    self.output = output
    self.rate = rate
    self.experts = experts
    noise = RandomField("dropout of experts of " + name)
  }

  var inputs: [Value] { [input] }
  var outputs: [Value] { [output] }
  func scratch(chunk: Int, batch: Int) -> Int { experts }

  func forward(_ chunk: Chunk) {
    let (width, batch) = (output.width, chunk.batch)
    let columns = width / experts
    let y = chunk.value(output)
    y.update(from: chunk.value(input), count: chunk.count * width)
    if !batch.isTraining { return }
    for row in 0..<chunk.count {
      noise.uniforms(
        seed: batch.seed, step: batch.step, row: chunk.rows.lowerBound + row, count: experts,
        into: chunk.scratch)
      let keeps = (0..<experts).contains { chunk.scratch[$0] >= rate }
      if !keeps { continue }
      for expert in 0..<experts where chunk.scratch[expert] < rate {
        (y + row * width + expert * columns).update(repeating: Self.lost, count: columns)
      }
    }
  }

  func backward(_ chunk: Chunk) {
    let (y, up) = (chunk.value(output), chunk.gradient(output))
    let target = chunk.addable(self, 0, input)
    for index in 0..<chunk.count * output.width where y[index] != Self.lost {
      target[index] += up[index]
    }
  }
}
