import CKernels

extension Graph {
  /// The public logits of all tasks, without bias: `p_t = Σ_k Σ_p W_t[k,p] · (G[t,k,p] f_p(e_k))`.
  ///
  /// `gates` is [T·K·P]; `mapped` has one value [P·h] per expert, `weights` one parameter [K, P, h] per
  /// task. Kong et al., IJCNN 2023, eq. 4.
  package func gatedTowers(
    gates: Value, mapped: [Value], weights: [Parameter]
  ) -> [TowerOutput] {
    let perTask = gates.width / weights.count
    precondition(perTask * weights.count == gates.width)
    let outputs = weights.map { _ in
      TowerOutput(logit: value(width: 1), contributions: value(width: perTask))
    }
    let products = weights.map { _ in value(width: perTask) }
    add(
      GatedTowers(
        gates: gates, mapped: mapped, weights: weights, results: outputs, products: products))
    return outputs
  }
}

/// The outputs of a public tower: its logit, and the contribution of each gate.
package struct TowerOutput {
  /// The logit [1], without bias.
  package let logit: Value
  /// The contributions [K·P], `G[t,k,p] · W_t[k,p] · f_p(e_k)`; for analysis only, without a gradient.
  package let contributions: Value
}

/// Linear towers over gated mappings; a tile is a task's weights.
final class GatedTowers: Operation {
  let gates: Value
  let mapped: [Value]
  let weights: [Parameter]
  let results: [TowerOutput]
  /// `W_t[k,p] · f_p(e_k)`, one value per task.
  let products: [Value]
  private let perTask: Int
  private let mappings: Int
  private let width: Int

  init(
    gates: Value, mapped: [Value], weights: [Parameter], results: [TowerOutput],
    products: [Value]
  ) {
    self.gates = gates
    self.mapped = mapped
    self.weights = weights
    self.results = results
    self.products = products
    perTask = gates.width / weights.count
    mappings = perTask / mapped.count
    width = mapped[0].width / mappings
  }

  var inputs: [Value] { [gates] + mapped }
  var outputs: [Value] { results.map(\.logit) }
  var parameters: [Parameter] { weights }
  var tileCount: Int { weights.count }
  var sumsInParts: Bool { true }
  func regions(tile: Int) -> [Region] { [Region(weights[tile])] }

  var stored: [Stored] {
    [.value(gates)] + mapped.map(Stored.value) + results.map { .gradient($0.logit) }
  }

  /// The values or gradients of expert kp / P and mapping kp mod P, from the first row on.
  ///
  /// The next row is P · h floats further.
  private func column(
    _ kp: Int, _ part: (Value) -> UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    part(mapped[kp / mappings]) + kp % mappings * width
  }

  private var rowWidth: Int { mappings * width }

  func forward(_ chunk: Chunk) {
    for (task, result) in results.enumerated() {
      let g = chunk.value(gates) + task * perTask
      let logit = chunk.value(result.logit)
      let parts = chunk.value(result.contributions)
      let u = chunk.value(products[task])
      logit.update(repeating: 0, count: chunk.count)
      for kp in 0..<perTask {
        let f = column(kp, chunk.value)
        let w = weights[task].weights.start + kp * width
        for row in 0..<chunk.count {
          let at = row * perTask + kp
          u[at] = dephn_dot(width, w, f + row * rowWidth)
          parts[at] = g[row * gates.width + kp] * u[at]
          logit[row] += parts[at]
        }
      }
    }
  }

  func backward(_ chunk: Chunk) {
    let dg = chunk.addable(self, 0, gates)
    for (index, value) in mapped.enumerated() { _ = chunk.addable(self, index + 1, value) }
    for (task, result) in results.enumerated() {
      let g = chunk.value(gates) + task * perTask
      let up = chunk.gradient(result.logit)
      let u = chunk.value(products[task])
      for kp in 0..<perTask {
        let df = column(kp, chunk.gradient)
        let w = weights[task].weights.start + kp * width
        for row in 0..<chunk.count {
          dg[row * gates.width + task * perTask + kp] += up[row] * u[row * perTask + kp]
          let factor = up[row] * g[row * gates.width + kp]
          dephn_add_scaled(width, factor, w, df + row * rowWidth)
        }
      }
    }
  }

  func accumulate(tile: Int, _ part: Chunk) {
    let g = part.value(gates) + tile * perTask
    let up = part.gradient(results[tile].logit)
    let gradient = weights[tile].gradient
    if !part.continues { gradient.clear() }
    for kp in 0..<perTask {
      let f = column(kp, part.value)
      for row in 0..<part.count {
        let factor = up[row] * g[row * gates.width + kp]
        dephn_add_scaled(width, factor, f + row * rowWidth, gradient.start + kp * width)
      }
    }
  }
}
