import CKernels

extension Graph {
  /// The public logits of all tasks, without bias.
  ///
  /// `p_t = Σ_k Σ_p W_t[k,p] · (G[t,k,p] f_p(e_k))`, eq. 4;
  /// `gates` [T·K·P], `mapped` one value [P·h] an expert, `weights` one parameter [K, P, h] a task.
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

/// What a public tower gives: its logit, and each gate's part in it.
package struct TowerOutput {
  /// [1], without bias.
  package let logit: Value
  /// [K·P]: `G[t,k,p] · W_t[k,p] · f_p(e_k)`; observed, not differentiated.
  package let contributions: Value
}

/// Linear towers over gated mappings; a tile is a task's weights.
final class GatedTowers: Operation {
  let gates: Value
  let mapped: [Value]
  let weights: [Parameter]
  let results: [TowerOutput]
  /// `W_t[k,p] · f_p(e_k)`, a value a task.
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
  func regions(tile: Int) -> [Region] { [Region(weights[tile])] }

  /// Column kp of a row's mapped experts: expert kp / P, mapping kp mod P.
  private func mappedColumn(_ values: [UnsafeMutablePointer<Float>], _ row: Int, _ kp: Int)
    -> UnsafeMutablePointer<Float>
  {
    values[kp / mappings] + row * mappings * width + kp % mappings * width
  }

  func forward(_ chunk: Chunk) {
    let g = chunk.value(gates)
    let f = mapped.map(chunk.value)
    for (task, result) in results.enumerated() {
      let logit = chunk.value(result.logit)
      let parts = chunk.value(result.contributions)
      let u = chunk.value(products[task])
      for row in 0..<chunk.count {
        var sum: Float = 0
        for kp in 0..<perTask {
          let at = row * perTask + kp
          u[at] = dephn_dot(
            width, weights[task].weights.start + kp * width, mappedColumn(f, row, kp))
          parts[at] = g[row * gates.width + task * perTask + kp] * u[at]
          sum += parts[at]
        }
        logit[row] = sum
      }
    }
  }

  func backward(_ chunk: Chunk) {
    let g = chunk.value(gates)
    let dg = chunk.addable(self, 0)
    let df = mapped.indices.map { chunk.addable(self, $0 + 1) }
    for (task, result) in results.enumerated() {
      let up = chunk.gradient(result.logit)
      let u = chunk.value(products[task])
      let w = weights[task].weights.start
      for row in 0..<chunk.count {
        for kp in 0..<perTask {
          let gate = row * gates.width + task * perTask + kp
          dg[gate] += up[row] * u[row * perTask + kp]
          let factor = up[row] * g[gate]
          let target = mappedColumn(df, row, kp)
          for n in 0..<width { target[n] += factor * w[kp * width + n] }
        }
      }
    }
  }

  func accumulate(tile: Int, _ batch: Chunk) {
    let g = batch.value(gates)
    let f = mapped.map(batch.value)
    let up = batch.gradient(results[tile].logit)
    let dw = weights[tile].gradient.start
    dw.update(repeating: 0, count: weights[tile].count)
    for row in 0..<batch.count {
      for kp in 0..<perTask {
        let factor = up[row] * g[row * gates.width + tile * perTask + kp]
        let source = mappedColumn(f, row, kp)
        for n in 0..<width { dw[kp * width + n] += factor * source[n] }
      }
    }
  }
}
