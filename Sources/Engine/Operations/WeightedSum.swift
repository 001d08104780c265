import CKernels

extension Graph {
  /// A mixture of experts: `Σ_k gate[k] · expert_k`, with a gate of one column per expert.
  package func weightedSum(_ experts: [Value], gate: Value) -> Value {
    precondition(gate.width == experts.count && !experts.isEmpty)
    let operation = WeightedSum(
      gate: gate, experts: experts, output: value(width: experts[0].width))
    add(operation)
    return operation.output
  }
}

/// The sum of the experts' outputs, each multiplied by its gate.
final class WeightedSum: Operation {
  let gate: Value
  let experts: [Value]
  let output: Value

  init(gate: Value, experts: [Value], output: Value) {
    self.gate = gate
    self.experts = experts
    self.output = output
  }

  var inputs: [Value] { [gate] + experts }
  var outputs: [Value] { [output] }

  /// Calls `body` with the mixture of the chunk's rows.
  private func withMixture(_ chunk: Chunk, _ body: (UnsafePointer<dephn_mixture>) -> Void) {
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: experts.count) {
      values in
      for (k, expert) in experts.enumerated() { values[k] = UnsafePointer(chunk.value(expert)) }
      var mixture = dephn_mixture(
        rows: chunk.count, width: output.width, experts: experts.count, gate: chunk.value(gate),
        values: values.baseAddress)
      body(&mixture)
    }
  }

  func forward(_ chunk: Chunk) {
    withMixture(chunk) { dephn_mix($0, chunk.value(output)) }
  }

  func backward(_ chunk: Chunk) {
    let gateGradient = chunk.addable(self, 0, gate)
    withMixture(chunk) { mixture in
      withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<Float>?.self, capacity: experts.count)
      { gradients in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: experts.count) { adds in
          for (k, expert) in experts.enumerated() {
            gradients[k] = chunk.gradient(expert)
            adds[k] = chunk.adds(self, k + 1) ? 1 : 0
          }
          dephn_mix_gradient(
            mixture, chunk.gradient(output), gateGradient, gradients.baseAddress,
            adds.baseAddress)
        }
      }
    }
  }
}
