extension Graph {
  /// Values side by side.
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
    var column = 0
    for input in inputs {
      for row in 0..<chunk.count {
        (chunk.value(output) + row * output.width + column)
          .update(from: chunk.value(input) + row * input.width, count: input.width)
      }
      column += input.width
    }
  }

  func backward(_ chunk: Chunk) {
    var column = 0
    for (place, input) in inputs.enumerated() {
      let target = chunk.addable(self, place)
      for row in 0..<chunk.count {
        let up = chunk.gradient(output) + row * output.width + column
        for n in 0..<input.width { target[row * input.width + n] += up[n] }
      }
      column += input.width
    }
  }
}
