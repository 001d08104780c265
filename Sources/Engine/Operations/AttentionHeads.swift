import CKernels

extension Graph {
  /// Scaled dot-product attention over the fields of a row, `softmax(Q Kᵀ / √(d/H)) V`, with H heads.
  ///
  /// q, k, v and the result are [fields × d], flattened. Vaswani et al., NeurIPS 2017, eq. 1.
  package func attention(
    query: Value, key: Value, value: Value, fields: Int, heads: Int
  ) -> Value {
    precondition(query.width % (fields * heads) == 0)
    let operation = AttentionHeads(
      query: query, key: key, value: value, output: self.value(width: query.width),
      fields: fields, heads: heads)
    add(operation)
    return operation.output
  }
}

/// Attention row by row, within the first-level cache; attention weights are recomputed backward.
final class AttentionHeads: Operation {
  let query: Value
  let key: Value
  let value: Value
  let output: Value
  private let shape: dephn_attention_shape

  init(query: Value, key: Value, value: Value, output: Value, fields: Int, heads: Int) {
    self.query = query
    self.key = key
    self.value = value
    self.output = output
    shape = dephn_attention_shape(
      fields: fields, dimension: output.width / fields, heads: heads)
  }

  var inputs: [Value] { [query, key, value] }
  var outputs: [Value] { [output] }

  /// The C functions' scratch, followed by the three gradients of a row.
  func scratch(chunk: Int, batch: Int) -> Int { kernelScratch + 3 * output.width }

  private var kernelScratch: Int {
    withUnsafePointer(to: shape) { dephn_attention_scratch($0) }
  }

  func forward(_ chunk: Chunk) {
    let (q, k, v) = (chunk.value(query), chunk.value(key), chunk.value(value))
    let (y, scratch) = (chunk.value(output), chunk.scratch)
    var shape = shape
    for at in stride(from: 0, to: chunk.count * output.width, by: output.width) {
      dephn_attention(&shape, q + at, k + at, v + at, y + at, scratch)
    }
  }

  func backward(_ chunk: Chunk) {
    let width = output.width
    let (q, k, v) = (chunk.value(query), chunk.value(key), chunk.value(value))
    let up = chunk.gradient(output)
    let scratch = chunk.scratch
    let gradients = scratch + kernelScratch
    let dq = chunk.addable(self, 0, query)
    let dk = chunk.addable(self, 1, key)
    let dv = chunk.addable(self, 2, value)
    var shape = shape
    for at in stride(from: 0, to: chunk.count * width, by: width) {
      dephn_attention_gradient(
        &shape, q + at, k + at, v + at, up + at, gradients, gradients + width,
        gradients + 2 * width, scratch)
      dephn_add(width, gradients, dq + at)
      dephn_add(width, gradients + width, dk + at)
      dephn_add(width, gradients + 2 * width, dv + at)
    }
  }
}
