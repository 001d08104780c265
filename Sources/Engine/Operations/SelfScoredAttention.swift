import CKernels

extension Graph {
  /// Attention in which each slot's score depends on that slot alone: `z = Σ_s a_s v_s` with
  /// `a = softmax over s of ⟨q_s, k_s⟩ / √D`; q, k and v are [slots × D], z is [D].
  ///
  /// The adaptive information transfer of AITM: Xi et al., KDD 2021, eqs. 4 to 6.
  package func selfScoredAttention(
    query: Value, key: Value, value: Value, slots: Int
  ) -> Value {
    precondition(query.width % slots == 0 && key.width == query.width && value.width == query.width)
    let operation = SelfScoredAttention(
      query: query, key: key, value: value, shares: self.value(width: slots),
      output: self.value(width: query.width / slots), slots: slots)
    add(operation)
    return operation.output
  }
}

/// Attention whose queries only meet the key of their own slot.
final class SelfScoredAttention: Operation {
  let query: Value
  let key: Value
  let value: Value
  /// a, [slots].
  let shares: Value
  let output: Value
  let slots: Int
  private let scale: Float

  init(query: Value, key: Value, value: Value, shares: Value, output: Value, slots: Int) {
    self.query = query
    self.key = key
    self.value = value
    self.shares = shares
    self.output = output
    self.slots = slots
    scale = 1 / Float(output.width).squareRoot()
  }

  var inputs: [Value] { [query, key, value] }
  var outputs: [Value] { [output] }
  func scratch(chunk: Int, batch: Int) -> Int { slots }

  func forward(_ chunk: Chunk) {
    let width = output.width
    let (q, k, v) = (chunk.value(query), chunk.value(key), chunk.value(value))
    let (a, z) = (chunk.value(shares), chunk.value(output))
    for slot in 0..<chunk.count * slots {
      a[slot] = scale * dephn_dot(width, q + slot * width, k + slot * width)
    }
    dephn_softmax(chunk.count, slots, a, a)
    for row in 0..<chunk.count {
      dephn_weighted_sums(
        slots, width, width, v + row * slots * width, a + row * slots, 1, z + row * width,
        0)
    }
  }

  func backward(_ chunk: Chunk) {
    let width = output.width
    let (q, k, v) = (chunk.value(query), chunk.value(key), chunk.value(value))
    let (a, up) = (chunk.value(shares), chunk.gradient(output))
    let dq = chunk.addable(self, 0, query)
    let dk = chunk.addable(self, 1, key)
    let dv = chunk.addable(self, 2, value)
    let slope = chunk.scratch
    for row in 0..<chunk.count {
      let z = up + row * width
      var mean: Float = 0
      for slot in 0..<slots {
        slope[slot] = dephn_dot(width, z, v + (row * slots + slot) * width)
        mean += a[row * slots + slot] * slope[slot]
      }
      for slot in 0..<slots {
        let (share, at) = (a[row * slots + slot], (row * slots + slot) * width)
        let score = scale * share * (slope[slot] - mean)
        dephn_add_scaled(width, score, k + at, dq + at)
        dephn_add_scaled(width, score, q + at, dk + at)
        dephn_add_scaled(width, share, z, dv + at)
      }
    }
  }
}
