extension Graph {
  /// Turns each row, a matrix [rows × columns], into [columns × rows].
  package func transpose(_ x: Value, rows: Int) -> Value {
    precondition(x.width % rows == 0)
    let operation = Transpose(
      input: x, output: value(width: x.width), rows: rows, columns: x.width / rows)
    add(operation)
    return operation.output
  }
}

/// Swaps fields and dimensions, so that a matrix over the fields is an ordinary matrix product.
final class Transpose: Operation {
  let input: Value
  let output: Value
  let rows: Int
  let columns: Int

  init(input: Value, output: Value, rows: Int, columns: Int) {
    self.input = input
    self.output = output
    self.rows = rows
    self.columns = columns
  }

  var inputs: [Value] { [input] }
  var outputs: [Value] { [output] }

  func forward(_ chunk: Chunk) {
    for sample in 0..<chunk.count {
      let x = chunk.value(input) + sample * input.width
      let y = chunk.value(output) + sample * input.width
      for i in 0..<rows {
        for j in 0..<columns { y[j * rows + i] = x[i * columns + j] }
      }
    }
  }

  func backward(_ chunk: Chunk) {
    let target = chunk.addable(self, 0)
    for sample in 0..<chunk.count {
      let up = chunk.gradient(output) + sample * input.width
      let x = target + sample * input.width
      for i in 0..<rows {
        for j in 0..<columns { x[i * columns + j] += up[j * rows + i] }
      }
    }
  }
}
