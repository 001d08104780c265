import CKernels

extension Graph {
  /// `x ⊙ y`, the element-wise product of values of the same width.
  package func product(_ x: Value, _ y: Value) -> Value {
    precondition(x.width == y.width)
    let operation = Product(x: x, y: y, output: value(width: x.width))
    add(operation)
    return operation.output
  }
}

/// The product of two values, element by element.
final class Product: Operation {
  let x: Value
  let y: Value
  let output: Value

  init(x: Value, y: Value, output: Value) {
    self.x = x
    self.y = y
    self.output = output
  }

  var inputs: [Value] { [x, y] }
  var outputs: [Value] { [output] }

  func forward(_ chunk: Chunk) {
    dephn_multiply(
      chunk.count * output.width, chunk.value(x), chunk.value(y), chunk.value(output))
  }

  func backward(_ chunk: Chunk) {
    let count = chunk.count * output.width
    let up = chunk.gradient(output)
    dephn_add_product(count, up, chunk.value(y), chunk.addable(self, 0, x))
    dephn_add_product(count, up, chunk.value(x), chunk.addable(self, 1, y))
  }
}
