import CKernels

extension Graph {
  /// `x · w` [1], with w [x.width].
  package func projection(_ x: Value, weight: Parameter) -> Value {
    precondition(weight.count == x.width)
    let operation = Projection(input: x, output: value(width: 1), weight: weight)
    add(operation)
    return operation.output
  }

  /// The sum of values [1] and of biases [1].
  package func sum(_ terms: [Value], biases: [Parameter] = []) -> Value {
    precondition(terms.allSatisfy { $0.width == 1 })
    let operation = Sum(inputs: terms, output: value(width: 1), biases: biases)
    add(operation)
    return operation.output
  }
}

/// The dot product of each row with a vector of weights.
final class Projection: Operation {
  let input: Value
  let output: Value
  let weight: Parameter

  init(input: Value, output: Value, weight: Parameter) {
    self.input = input
    self.output = output
    self.weight = weight
  }

  var inputs: [Value] { [input] }
  var outputs: [Value] { [output] }
  var parameters: [Parameter] { [weight] }
  var stored: [Stored] { [.value(input), .gradient(output)] }
  var sumsInParts: Bool { true }
  var tileCount: Int { 1 }
  func regions(tile: Int) -> [Region] { [Region(weight)] }

  func forward(_ chunk: Chunk) {
    let (x, y) = (chunk.value(input), chunk.value(output))
    let w = weight.weights.start
    for row in 0..<chunk.count {
      y[row] = dephn_dot(input.width, x + row * input.width, w)
    }
  }

  func backward(_ chunk: Chunk) {
    let up = chunk.gradient(output)
    let target = chunk.gradient(input)
    let adds = chunk.adds(self, 0)
    let w = weight.weights.start
    for row in 0..<chunk.count {
      let dx = target + row * input.width
      if adds {
        dephn_add_scaled(input.width, up[row], w, dx)
      } else {
        dephn_scale(input.width, up[row], w, dx)
      }
    }
  }

  func accumulate(tile: Int, _ part: Chunk) {
    dephn_weighted_sums(
      part.count, input.width, input.width, part.value(input), part.gradient(output), 1,
      weight.gradient.start, part.accumulates)
  }
}

/// The sum of values and biases, such as a logit.
final class Sum: Operation {
  let inputs: [Value]
  let output: Value
  let biases: [Parameter]

  init(inputs: [Value], output: Value, biases: [Parameter]) {
    self.inputs = inputs
    self.output = output
    self.biases = biases
  }

  var outputs: [Value] { [output] }
  var parameters: [Parameter] { biases }
  var stored: [Stored] { [.gradient(output)] }
  var sumsInParts: Bool { true }
  var tileCount: Int { biases.count }
  func regions(tile: Int) -> [Region] { [Region(biases[tile])] }

  func forward(_ chunk: Chunk) {
    let y = chunk.value(output)
    let bias = biases.reduce(0) { $0 + $1.weights.start[0] }
    y.update(repeating: bias, count: chunk.count)
    for input in inputs { dephn_add(chunk.count, chunk.value(input), y) }
  }

  func backward(_ chunk: Chunk) {
    let up = chunk.gradient(output)
    for (index, input) in inputs.enumerated() {
      dephn_add(chunk.count, up, chunk.addable(self, index, input))
    }
  }

  func accumulate(tile: Int, _ part: Chunk) {
    dephn_column_sums(
      part.count, 1, 1, part.gradient(output), biases[tile].gradient.start, part.accumulates)
  }
}
