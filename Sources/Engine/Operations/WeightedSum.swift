import CKernels

extension Graph {
  /// A mixture of experts: `Σ_k gate[k] · expert_k`, with a gate of one column an expert.
  package func weightedSum(_ experts: [Value], gate: Value) -> Value {
    precondition(gate.width == experts.count && !experts.isEmpty)
    let operation = WeightedSum(
      gate: gate, experts: experts, output: value(width: experts[0].width))
    add(operation)
    return operation.output
  }
}

/// The experts' outputs, each times its gate.
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

  func forward(_ chunk: Chunk) {
    let width = output.width
    let g = chunk.value(gate)
    let y = chunk.value(output)
    for (k, expert) in experts.enumerated() {
      let x = chunk.value(expert)
      for row in 0..<chunk.count {
        let factor = g[row * experts.count + k]
        for i in row * width..<(row + 1) * width {
          y[i] = k == 0 ? factor * x[i] : y[i] + factor * x[i]
        }
      }
    }
  }

  func backward(_ chunk: Chunk) {
    let width = output.width
    let g = chunk.value(gate)
    let up = chunk.gradient(output)
    let dg = chunk.addable(self, 0)
    for (k, expert) in experts.enumerated() {
      let x = chunk.value(expert)
      let dx = chunk.addable(self, k + 1)
      for row in 0..<chunk.count {
        let at = row * width
        let factor = g[row * experts.count + k]
        dg[row * experts.count + k] += dephn_dot(width, up + at, x + at)
        for i in at..<at + width { dx[i] += factor * up[i] }
      }
    }
  }
}
