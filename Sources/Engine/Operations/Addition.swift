import CKernels

extension Graph {
  /// The sum of values of the same width, plus a bias [width] if given.
  package func addition(_ terms: [Value], bias: Parameter? = nil) -> Value {
    precondition(!terms.isEmpty && terms.allSatisfy { $0.width == terms[0].width })
    precondition(bias.map { $0.count == terms[0].width } ?? true)
    let operation = Addition(inputs: terms, output: value(width: terms[0].width), bias: bias)
    add(operation)
    return operation.output
  }
}

/// Adds values element by element.
final class Addition: Operation {
  let inputs: [Value]
  let output: Value
  let bias: Parameter?

  init(inputs: [Value], output: Value, bias: Parameter?) {
    self.inputs = inputs
    self.output = output
    self.bias = bias
  }

  var outputs: [Value] { [output] }
  var parameters: [Parameter] { bias.map { [$0] } ?? [] }
  var stored: [Stored] { bias == nil ? [] : [.gradient(output)] }
  var tileCount: Int { bias == nil ? 0 : 1 }
  func regions(tile: Int) -> [Region] { parameters.map(Region.init) }

  func forward(_ chunk: Chunk) {
    let count = chunk.count * output.width
    let y = chunk.value(output)
    for (index, input) in inputs.enumerated() {
      if index == 0 {
        y.update(from: chunk.value(input), count: count)
      } else {
        dephn_add(count, chunk.value(input), y)
      }
    }
    guard let bias else { return }
    for row in 0..<chunk.count {
      dephn_add(output.width, bias.weights.start, y + row * output.width)
    }
  }

  func backward(_ chunk: Chunk) {
    let up = chunk.gradient(output)
    for (index, input) in inputs.enumerated() {
      dephn_add(chunk.count * output.width, up, chunk.addable(self, index, input))
    }
  }

  func accumulate(tile: Int, _ batch: Chunk) {
    guard let bias else { return }
    dephn_column_sums(
      batch.count, output.width, output.width, batch.gradient(output), bias.gradient.start,
      0)
  }
}
