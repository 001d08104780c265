import CKernels

extension Graph {
  /// `x · w`, one number a row.
  package func projection(_ x: Value, weight: Parameter) -> Value {
    precondition(weight.count == x.width)
    let operation = Projection(input: x, output: value(width: 1), weight: weight)
    add(operation)
    return operation.output
  }

  /// The sum of one-column values, and of biases [1].
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
  var tileCount: Int { 1 }
  func regions(tile: Int) -> [Region] { [Region(weight)] }

  func forward(_ chunk: Chunk) {
    let y = chunk.value(output)
    for row in 0..<chunk.count {
      y[row] = dephn_dot(
        input.width, chunk.value(input) + row * input.width, weight.weights.start)
    }
  }

  func backward(_ chunk: Chunk) {
    let up = chunk.gradient(output)
    let target = chunk.addable(self, 0)
    let width = input.width
    for row in 0..<chunk.count {
      for n in 0..<width { target[row * width + n] += up[row] * weight.weights.start[n] }
    }
  }

  func accumulate(tile: Int, _ batch: Chunk) {
    let up = batch.gradient(output)
    let x = batch.value(input)
    let g = weight.gradient.start
    let width = input.width
    for n in 0..<width { g[n] = 0 }
    for row in 0..<batch.count {
      for n in 0..<width { g[n] += up[row] * x[row * width + n] }
    }
  }
}

/// Adds numbers and biases up to a logit.
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
  var tileCount: Int { biases.count }
  func regions(tile: Int) -> [Region] { [Region(biases[tile])] }

  func forward(_ chunk: Chunk) {
    let y = chunk.value(output)
    let bias = biases.reduce(0) { $0 + $1.weights.start[0] }
    for row in 0..<chunk.count {
      y[row] = inputs.reduce(bias) { $0 + chunk.value($1)[row] }
    }
  }

  func backward(_ chunk: Chunk) {
    let up = chunk.gradient(output)
    for place in inputs.indices {
      let target = chunk.addable(self, place)
      for row in 0..<chunk.count { target[row] += up[row] }
    }
  }

  func accumulate(tile: Int, _ batch: Chunk) {
    ColumnSum.write(
      rows: batch.count, batch.gradient(output), stride: 1, columns: 0..<1,
      into: biases[tile].gradient.start)
  }
}
