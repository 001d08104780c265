import CKernels

extension Graph {
  /// Scaled dot-product attention over the fields of a row: `softmax(Q Kᵀ / √(d/H)) V`, H heads side
  /// by side; q, k, v and the result are [fields × dimension] flattened.
  package func attention(
    query: Value, key: Value, value: Value, fields: Int, heads: Int
  ) -> Value {
    precondition(query.width % (fields * heads) == 0)
    let operation = AttentionHeads(
      inputs: [query, key, value], output: self.value(width: query.width), fields: fields,
      heads: heads)
    add(operation)
    return operation.output
  }
}

/// Attention a row at a time, in the first-level cache; shares are computed again going backward.
final class AttentionHeads: Operation {
  let inputs: [Value]
  let output: Value
  let fields: Int
  let heads: Int
  private let dimension: Int

  init(inputs: [Value], output: Value, fields: Int, heads: Int) {
    self.inputs = inputs
    self.output = output
    self.fields = fields
    self.heads = heads
    dimension = output.width / fields
  }

  var outputs: [Value] { [output] }

  /// The C functions' own scratch, and behind it room for a row's three gradients.
  func scratch(chunk: Int, batch: Int) -> Int {
    dephn_attention_scratch(fields, dimension, heads) + 3 * output.width
  }

  func forward(_ chunk: Chunk) {
    for row in 0..<chunk.count {
      let at = row * output.width
      dephn_attention(
        fields, dimension, heads, chunk.value(inputs[0]) + at, chunk.value(inputs[1]) + at,
        chunk.value(inputs[2]) + at, chunk.value(output) + at, chunk.scratch)
    }
  }

  func backward(_ chunk: Chunk) {
    let width = output.width
    let gradients = chunk.scratch + dephn_attention_scratch(fields, dimension, heads)
    let targets = inputs.indices.map { chunk.addable(self, $0) }
    for row in 0..<chunk.count {
      let at = row * width
      dephn_attention_gradient(
        fields, dimension, heads, chunk.value(inputs[0]) + at, chunk.value(inputs[1]) + at,
        chunk.value(inputs[2]) + at, chunk.gradient(output) + at, gradients, gradients + width,
        gradients + 2 * width, chunk.scratch)
      for (place, target) in targets.enumerated() {
        let source = gradients + place * width
        for n in 0..<width { target[at + n] += source[n] }
      }
    }
  }
}
