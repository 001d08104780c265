import CKernels

extension Graph {
  /// `softmax(x)` over the columns of a row.
  package func softmax(_ x: Value) -> Value {
    let operation = Softmax(input: x, output: value(width: x.width))
    add(operation)
    return operation.output
  }
}

/// Shares that are positive and sum to 1.
final class Softmax: Operation {
  let input: Value
  let output: Value

  init(input: Value, output: Value) {
    self.input = input
    self.output = output
  }

  var inputs: [Value] { [input] }
  var outputs: [Value] { [output] }

  func forward(_ chunk: Chunk) {
    let width = output.width
    for row in 0..<chunk.count {
      let x = chunk.value(input) + row * width
      let y = chunk.value(output) + row * width
      var largest = x[0]
      for n in 1..<max(1, width) { largest = max(largest, x[n]) }
      for n in 0..<width { y[n] = x[n] - largest }
      dephn_exp_floats(width, y, y)
      var sum: Float = 0
      for n in 0..<width { sum += y[n] }
      for n in 0..<width { y[n] /= sum }
    }
  }

  func backward(_ chunk: Chunk) {
    let width = output.width
    let target = chunk.addable(self, 0)
    for row in 0..<chunk.count {
      let at = row * width
      let y = chunk.value(output) + at
      let up = chunk.gradient(output) + at
      var mean: Float = 0
      for n in 0..<width { mean += y[n] * up[n] }
      for n in 0..<width { target[at + n] += y[n] * (up[n] - mean) }
    }
  }
}
