import CKernels

extension Graph {
  /// Soft selection gating: `σ(g) ⊙ attended + (1 − σ(g)) ⊙ raw`, with a gate g [c, d].
  ///
  /// Kong et al., IJCNN 2023, eq. 1.
  package func selection(attended: Value, raw: Value, gate: Parameter) -> Value {
    precondition(gate.count == raw.width && attended.width == raw.width)
    let operation = SelectionGate(
      attended: attended, raw: raw, output: value(width: raw.width), gate: gate)
    add(operation)
    return operation.output
  }
}

/// The soft selection gate of one module.
final class SelectionGate: Operation {
  let attended: Value
  let raw: Value
  let output: Value
  let gate: Parameter
  /// σ(g), updated whenever g changes.
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
  var stored: [Stored] { [.value(attended), .value(raw), .gradient(output)] }
  var tileCount: Int { 1 }
  var sumsInParts: Bool { true }
  func regions(tile: Int) -> [Region] { [Region(gate)] }
  func refresh(tile: Int) { dephn_sigmoid_floats(gate.count, gate.weights.start, openness.start) }

  func forward(_ chunk: Chunk) {
    let (a, e, y) = (chunk.value(attended), chunk.value(raw), chunk.value(output))
    let s = openness.start
    for at in stride(from: 0, to: chunk.count * output.width, by: output.width) {
      dephn_selection(output.width, s, a + at, e + at, y + at)
    }
  }

  func backward(_ chunk: Chunk) {
    let up = chunk.gradient(output)
    let da = chunk.addable(self, 0, attended)
    let de = chunk.addable(self, 1, raw)
    let s = openness.start
    for at in stride(from: 0, to: chunk.count * output.width, by: output.width) {
      dephn_selection_gradient(output.width, s, up + at, da + at, de + at)
    }
  }

  func accumulate(tile: Int, _ part: Chunk) {
    dephn_selection_gate_gradient(
      part.count, output.width, output.width, part.value(attended), part.value(raw),
      part.gradient(output), gate.gradient.start, part.accumulates)
  }

  func finish(tile: Int, _ part: Chunk) {
    let (g, s) = (gate.gradient.start, openness.start)
    for n in 0..<gate.count { g[n] *= s[n] * (1 - s[n]) }
  }
}
