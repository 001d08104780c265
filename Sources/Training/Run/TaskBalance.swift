import DataSets
import Numbers

/// A method that sets the tasks' weights in the loss.
package enum TaskWeighting: String, Sendable, CaseIterable {
  /// Fixed weights, given by the person or 1.
  case fixed
  /// Uncertainty weighting: `Σ e^(−s) L + s/2` with trained s, which lowers the weight of tasks that are
  /// hard to predict (Kendall et al., CVPR 2018).
  case uncertainty
  /// GradNorm: trained weights that balance the gradient norms of shared parameters by how fast each
  /// task learns (Chen et al., ICML 2018).
  case gradnorm
  /// Dynamic weight average: set after each epoch by the ratio of the last two losses (Liu et al., CVPR
  /// 2019).
  case dwa
  /// PCGrad: weights of 1, with conflicting gradients projected onto each other's normal plane (Yu et
  /// al., NeurIPS 2020).
  case pcgrad
}

/// The tasks' weights and their updates over a run.
struct TaskBalance {
  /// The state that determines all later weights.
  struct Memory: Codable, Sendable, Equatable {
    var weights: [Double]
    /// Uncertainty: the log variance s of each task, and Adam's moments of it.
    var logVariances: [Double]
    var firstMeans: [Double]
    var secondMeans: [Double]
    var steps = 0
    /// DWA: mean losses of the last two epochs, [epochs][tasks].
    var earlier: [[Double]] = []
    /// GradNorm: the losses of the first step.
    var firstLosses: [Double]?
  }

  private(set) var memory: Memory
  private let method: TaskWeighting
  private let kinds: [Task.Kind]
  private let learningRate: Double

  init(_ method: TaskWeighting, fixed: [Double], kinds: [Task.Kind], learningRate: Double) {
    self.method = method
    self.kinds = kinds
    self.learningRate = learningRate
    let zeros = kinds.map { _ in 0.0 }
    memory = Memory(
      weights: fixed, logVariances: zeros, firstMeans: zeros, secondMeans: zeros)
    if method == .uncertainty { followVariances() }
  }

  var weights: [Double] { memory.weights }

  /// Continues from a saved state.
  mutating func restore(_ memory: Memory) { self.memory = memory }

  /// Sets the weights to `e^(−s)`, half of that for a squared error.
  private mutating func followVariances() {
    for task in weights.indices {
      memory.weights[task] =
        Elementary.exp(-memory.logVariances[task]) * (kinds[task] == .binary ? 1 : 0.5)
    }
  }

  /// Updates the weights after a step with these mean losses, NaN for a task without labels in it.
  mutating func follow(_ losses: [Double]) {
    guard method == .uncertainty else { return }
    memory.steps += 1
    for (task, loss) in losses.enumerated() where !loss.isNaN {
      memory.logVariances[task] -= adam(task, gradient: 0.5 - weights[task] * loss)
    }
    followVariances()
  }

  /// The step of Adam for s.
  private mutating func adam(_ task: Int, gradient: Double) -> Double {
    memory.firstMeans[task] = 0.9 * memory.firstMeans[task] + 0.1 * gradient
    memory.secondMeans[task] = 0.999 * memory.secondMeans[task] + 0.001 * gradient * gradient
    let first = memory.firstMeans[task] / (1 - power(0.9))
    let second = memory.secondMeans[task] / (1 - power(0.999))
    return learningRate * first / (second.squareRoot() + 1e-8)
  }

  private func power(_ base: Double) -> Double {
    Elementary.exp(Double(memory.steps) * Elementary.log(base))
  }

  /// Updates the weights after an epoch with these mean losses: `T · softmax(r / 2)`, where r is the ratio
  /// of the last two epochs' losses (DWA).
  mutating func followEpoch(_ losses: [Double]) {
    guard method == .dwa else { return }
    memory.earlier = memory.earlier.suffix(1) + [losses]
    guard memory.earlier.count == 2 else { return }
    let ratios = zip(memory.earlier[1], memory.earlier[0]).map { last, before in
      last.isFinite && before > 0 ? last / before : 1
    }
    let shares = ratios.map { Elementary.exp($0 / 2) }
    let sum = shares.reduce(0, +)
    memory.weights = shares.map { Double(ratios.count) * $0 / sum }
  }

  /// Updates the weights by the norms of the tasks' unweighted gradients on shared parameters (GradNorm):
  /// a gradient step on `Σ |G_i − mean G · r_i^α|` with α = 1.5, then rescaling to a sum of T.
  mutating func follow(gradientNorms norms: [Double], losses: [Double]) {
    guard losses.allSatisfy({ $0.isFinite && $0 > 0 }) else { return }
    let first = memory.firstLosses ?? losses
    memory.firstLosses = first
    let progress = zip(losses, first).map { $0 / $1 }
    let count = Double(norms.count)
    let meanProgress = progress.reduce(0, +) / count
    let meanNorm = zip(weights, norms).reduce(0) { $0 + $1.0 * $1.1 } / count
    for task in weights.indices {
      let rate = progress[task] / meanProgress
      let target = meanNorm * rate * rate.squareRoot()
      let difference = weights[task] * norms[task] - target
      let slope = difference == 0 ? 0 : difference > 0 ? norms[task] : -norms[task]
      memory.weights[task] = max(1e-3, weights[task] - 25 * learningRate * slope)
    }
    let sum = weights.reduce(0, +)
    memory.weights = weights.map { $0 * count / sum }
  }
}
