import DataSets
import Numbers

/// Who says how much each task's loss counts.
package enum TaskWeighting: String, Sendable, CaseIterable {
  /// The person.
  case fixed
  /// Trained: `Σ e^(−s) L + s/2`, a task that is hard to predict counts less (Kendall et al., CVPR 2018).
  case uncertainty
  /// Trained, so that the tasks' gradients on what they share keep up with how fast each learns (Chen
  /// et al., ICML 2018).
  case gradnorm
  /// From epoch to epoch, by how much each loss fell (dynamic weight average: Liu et al., CVPR 2019).
  case dwa
  /// All 1, but gradients that pull against each other are projected apart (Yu et al., NeurIPS 2020).
  case pcgrad
}

/// The tasks' weights over a run.
struct TaskBalance {
  /// What the next weights follow from.
  struct Memory: Codable, Sendable, Equatable {
    var weights: [Double]
    /// Uncertainty: s, the logarithm of each task's variance, and Adam's means for it.
    var logVariances: [Double]
    var firstMeans: [Double]
    var secondMeans: [Double]
    var steps = 0
    /// DWA: mean losses of the last two epochs.
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

  /// Goes on as one that had this memory.
  mutating func restore(_ memory: Memory) { self.memory = memory }

  /// `e^(−s)`, half of it for a squared error.
  private mutating func followVariances() {
    for task in weights.indices {
      memory.weights[task] =
        Elementary.exp(-memory.logVariances[task]) * (kinds[task] == .binary ? 1 : 0.5)
    }
  }

  /// Follows a step whose mean losses these were; NaN is a task without labels in it.
  mutating func follow(_ losses: [Double]) {
    guard method == .uncertainty else { return }
    memory.steps += 1
    for (task, loss) in losses.enumerated() where !loss.isNaN {
      memory.logVariances[task] -= adam(task, gradient: 0.5 - weights[task] * loss)
    }
    followVariances()
  }

  /// A step of Adam for s.
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

  /// Follows an epoch with these mean losses: `T · softmax(fall / 2)`, fall being the ratio of the last
  /// two epochs' losses.
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

  /// Follows the norms of the tasks' own gradients (without weights) on what they share: a step of
  /// gradient descent on `Σ |G_i − mean G · r_i^α|` with α = 1.5, then weights that sum to T.
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
