import CKernels

extension Graph {
  /// A parameter as a value: the same numbers in every row.
  package func repeated(_ parameter: Parameter) -> Value {
    let operation = RepeatedParameter(
      parameter: parameter, output: value(width: parameter.count))
    add(operation)
    return operation.output
  }
}

/// Copies a parameter to every row; its gradient is summed over the rows.
final class RepeatedParameter: Operation {
  let parameter: Parameter
  let output: Value
  let inputs: [Value] = []

  init(parameter: Parameter, output: Value) {
    self.parameter = parameter
    self.output = output
  }

  var outputs: [Value] { [output] }
  var parameters: [Parameter] { [parameter] }
  var stored: [Stored] { [.gradient(output)] }
  var tileCount: Int { 1 }
  var sumsInParts: Bool { true }
  func regions(tile: Int) -> [Region] { [Region(parameter)] }

  func forward(_ chunk: Chunk) {
    let y = chunk.value(output)
    let values = parameter.weights.start
    for row in 0..<chunk.count {
      (y + row * output.width).update(from: values, count: output.width)
    }
  }

  func backward(_ chunk: Chunk) {}

  func accumulate(tile: Int, _ part: Chunk) {
    dephn_column_sums(
      part.count, output.width, output.width, part.gradient(output), parameter.gradient.start,
      part.accumulates)
  }
}
