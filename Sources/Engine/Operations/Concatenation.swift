import CKernels

extension Graph {
  /// The concatenation of values, column after column.
  package func concatenation(_ values: [Value]) -> Value {
    let operation = Concatenation(
      inputs: values, output: value(width: values.reduce(0) { $0 + $1.width }))
    add(operation)
    return operation.output
  }
}

/// Copies columns into one wider value.
final class Concatenation: Operation {
  let inputs: [Value]
  let output: Value

  init(inputs: [Value], output: Value) {
    self.inputs = inputs
    self.output = output
  }

  var outputs: [Value] { [output] }

  func forward(_ chunk: Chunk) {
    var target = chunk.value(output)
    for input in inputs {
      let source = chunk.value(input)
      for row in 0..<chunk.count {
        (target + row * output.width).update(from: source + row * input.width, count: input.width)
      }
      target += input.width
    }
  }

  func backward(_ chunk: Chunk) {
    var up = chunk.gradient(output)
    for (index, input) in inputs.enumerated() {
      let target = chunk.addable(self, index, input)
      for row in 0..<chunk.count {
        dephn_add(input.width, up + row * output.width, target + row * input.width)
      }
      up += input.width
    }
  }
}
