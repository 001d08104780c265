import CKernels

extension Graph {
  /// What a module reads: `σ(g) ⊙ attended + (1 − σ(g)) ⊙ raw`, with its gate g [c, d].
  ///
  /// Eq. 1 of the paper.
  package func selection(attended: Value, raw: Value, gate: Parameter) -> Value {
    precondition(gate.count == raw.width && attended.width == raw.width)
    let operation = SelectionGate(
      attended: attended, raw: raw, output: value(width: raw.width), gate: gate)
    add(operation)
    return operation.output
  }
}

/// Soft selection gating of one module.
final class SelectionGate: Operation {
  let attended: Value
  let raw: Value
  let output: Value
  let gate: Parameter
  /// σ(g), kept up to date.
  private let openness: FloatBuffer

  init(attended: Value, raw: Value, output: Value, gate: Parameter) {
    self.attended = attended
    self.raw = raw
    self.output = output
    self.gate = gate
    openness = FloatBuffer(count: gate.count)
  }

  var inputs: [Value] { [attended, raw] }
  var outputs: [Value] { [output] }
  var parameters: [Parameter] { [gate] }
  var tileCount: Int { 1 }
  func regions(tile: Int) -> [Region] { [Region(gate)] }
  func refresh(tile: Int) { dephn_sigmoid_floats(gate.count, gate.weights.start, openness.start) }

  func forward(_ chunk: Chunk) {
    let a = chunk.value(attended)
    let e = chunk.value(raw)
    let y = chunk.value(output)
    let s = openness.start
    let width = output.width
    for row in 0..<chunk.count {
      for n in 0..<width {
        let i = row * width + n
        y[i] = s[n] * a[i] + (1 - s[n]) * e[i]
      }
    }
  }

  func backward(_ chunk: Chunk) {
    let up = chunk.gradient(output)
    let a = chunk.addable(self, 0)
    let e = chunk.addable(self, 1)
    let s = openness.start
    let width = output.width
    for row in 0..<chunk.count {
      for n in 0..<width {
        let i = row * width + n
        a[i] += s[n] * up[i]
        e[i] += (1 - s[n]) * up[i]
      }
    }
  }

  func accumulate(tile: Int, _ batch: Chunk) {
    let up = batch.gradient(output)
    let a = batch.value(attended)
    let e = batch.value(raw)
    let s = openness.start
    let g = gate.gradient.start
    let width = output.width
    for n in 0..<width { g[n] = 0 }
    for row in 0..<batch.count {
      for n in 0..<width {
        let i = row * width + n
        g[n] += up[i] * (a[i] - e[i])
      }
    }
    for n in 0..<width { g[n] *= s[n] * (1 - s[n]) }
  }
}
