import Numbers

extension Graph {
  /// Dropout: in training, each number becomes 0 with probability `rate`, and others `x / (1 − rate)`.
  ///
  /// The identity in predictions. `name` separates the random numbers of layers. With `groups`, a row
  /// consists of that many vectors, which are dropped as a whole. Srivastava et al., JMLR 2014.
  package func dropout(_ x: Value, rate: Double, name: String, groups: Int? = nil) -> Value {
    precondition(rate >= 0 && rate < 1 && x.width % (groups ?? 1) == 0)
    let operation = Dropout(
      input: x, output: value(width: x.width), rate: Float(rate), name: name,
      draws: groups ?? x.width)
    add(operation)
    return operation.output
  }
}

/// Dropout, with one random number per row and unit of each step.
final class Dropout: Operation {
  let input: Value
  let output: Value
  let rate: Float
  private let noise: RandomField
  /// Random numbers per row, each of which decides about the same number of columns.
  let draws: Int

  init(input: Value, output: Value, rate: Float, name: String, draws: Int) {
    self.input = input
    self.output = output
    self.rate = rate
    noise = RandomField("dropout of " + name)
    self.draws = draws
  }

  var inputs: [Value] { [input] }
  var outputs: [Value] { [output] }
  func scratch(chunk: Int, batch: Int) -> Int { draws }

  func forward(_ chunk: Chunk) {
    let (x, y) = (chunk.value(input), chunk.value(output))
    if chunk.batch.isTraining {
      y.update(repeating: 0, count: chunk.count * output.width)
      addSurviving(chunk, x, y)
    } else {
      y.update(from: x, count: chunk.count * output.width)
    }
  }

  func backward(_ chunk: Chunk) {
    addSurviving(chunk, chunk.gradient(output), chunk.addable(self, 0, input))
  }

  /// Adds the surviving part of `x` to `y`.
  private func addSurviving(
    _ chunk: Chunk, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
  ) {
    let batch = chunk.batch
    let columns = output.width / draws
    let factor = 1 / (1 - rate)
    for row in 0..<chunk.count {
      noise.uniforms(
        seed: batch.seed, step: batch.step, row: chunk.rows.lowerBound + row, count: draws,
        into: chunk.scratch)
      for draw in 0..<draws where chunk.scratch[draw] >= rate {
        let first = row * output.width + draw * columns
        for index in first..<first + columns { y[index] += factor * x[index] }
      }
    }
  }
}
