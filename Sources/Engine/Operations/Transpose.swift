import CKernels

extension Graph {
  /// The transpose of each row, seen as a matrix: [rows × columns] to [columns × rows].
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
    let (x, y) = (chunk.value(input), chunk.value(output))
    for at in stride(from: 0, to: chunk.count * input.width, by: input.width) {
      dephn_transpose(rows, columns, x + at, y + at, 0)
    }
  }

  func backward(_ chunk: Chunk) {
    let (up, target) = (chunk.gradient(output), chunk.gradient(input))
    let adds: Int32 = chunk.adds(self, 0) ? 1 : 0
    for at in stride(from: 0, to: chunk.count * input.width, by: input.width) {
      dephn_transpose(columns, rows, up + at, target + at, adds)
    }
  }
}
