import CKernels

extension Graph {
  /// `softmax(x)` over the columns of a row.
  package func softmax(_ x: Value) -> Value {
    let operation = Softmax(input: x, output: value(width: x.width))
    add(operation)
    return operation.output
  }
}

/// Softmax: positive numbers that sum to 1.
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
    dephn_softmax(chunk.count, output.width, chunk.value(input), chunk.value(output))
  }

  func backward(_ chunk: Chunk) {
    dephn_softmax_gradient(
      chunk.count, output.width, chunk.value(output), chunk.gradient(output),
      chunk.addable(self, 0, input))
  }
}
