extension Graph {
  /// Bi-interaction pooling: the sum of the products of all pairs of vectors, [fields × d] to [d].
  ///
  /// `½ [(Σ v_i)² − Σ v_i²]`. He and Chua, SIGIR 2017, eq. 4.
  package func biInteraction(_ x: Value, fields: Int) -> Value {
    precondition(x.width % fields == 0)
    let width = x.width / fields
    let operation = BiInteraction(
      input: x, sum: value(width: width), output: value(width: width), fields: fields)
    add(operation)
    return operation.output
  }
}

/// Pools the products of all pairs of fields.
final class BiInteraction: Operation {
  let input: Value
  /// `Σ v_i`, kept for the backward pass.
  let sum: Value
  let output: Value
  let fields: Int

  init(input: Value, sum: Value, output: Value, fields: Int) {
    self.input = input
    self.sum = sum
    self.output = output
    self.fields = fields
  }

  var inputs: [Value] { [input] }
  var outputs: [Value] { [output] }

  func forward(_ chunk: Chunk) {
    let width = output.width
    let (all, sums, pooled) = (chunk.value(input), chunk.value(sum), chunk.value(output))
    for row in 0..<chunk.count {
      let v = all + row * input.width
      for n in 0..<width {
        var total: Float = 0
        var squares: Float = 0
        for field in 0..<fields {
          let x = v[field * width + n]
          total += x
          squares += x * x
        }
        sums[row * width + n] = total
        pooled[row * width + n] = (total * total - squares) / 2
      }
    }
  }

  /// `∂y/∂v_i = Σ v − v_i`.
  func backward(_ chunk: Chunk) {
    let width = output.width
    let (all, sums) = (chunk.value(input), chunk.value(sum))
    let up = chunk.gradient(output)
    let target = chunk.addable(self, 0, input)
    for row in 0..<chunk.count {
      for field in 0..<fields {
        let first = row * input.width + field * width
        for n in 0..<width {
          target[first + n] += up[row * width + n] * (sums[row * width + n] - all[first + n])
        }
      }
    }
  }
}
