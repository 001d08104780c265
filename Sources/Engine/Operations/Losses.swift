import CKernels
import Numbers

extension Graph {
  /// Ends the graph with the loss of each task's logit, from which the backward pass starts.
  package func losses(_ logits: [Value], kinds: [LossKind]) {
    precondition(logits.count == kinds.count && logits.allSatisfy { $0.width == 1 })
    add(Losses(logits: logits, kinds: kinds))
  }

  /// Weights of the tasks' losses; 1 each unless set.
  package var taskWeights: [Float] {
    get { loss?.taskWeights ?? [] }
    set { loss?.taskWeights = newValue }
  }

  private var loss: Losses? { operations.lazy.compactMap { $0 as? Losses }.first }
}

/// The loss of a task's logit z and label y.
package enum LossKind: Sendable {
  /// Binary cross-entropy of σ(z).
  case crossEntropy
  /// `(z − y)²`.
  case squaredError
}

/// The sum over tasks of the task's weight times the weighted mean loss over the rows with its label.
final class Losses: Operation {
  let inputs: [Value]
  let kinds: [LossKind]
  var taskWeights: [Float]
  let outputs: [Value] = []

  init(logits: [Value], kinds: [LossKind]) {
    inputs = logits
    self.kinds = kinds
    taskWeights = Array(repeating: 1, count: logits.count)
  }

  /// Stores each row's loss in the batch, 0 without a label.
  func forward(_ chunk: Chunk) {
    let tasks = inputs.count
    for (task, kind) in kinds.enumerated() {
      let first = chunk.rows.lowerBound * tasks + task
      let labels = chunk.batch.labels.start + first
      let losses = chunk.batch.rowLosses + first
      kind.losses(chunk.count, chunk.value(inputs[task]), labels, stride: tasks, losses)
      for row in 0..<chunk.count {
        if labels[row * tasks].isNaN {
          losses[row * tasks] = 0
        } else if chunk.batch.isWeighted {
          losses[row * tasks] *= chunk.weight(row)
        }
      }
    }
  }

  func backward(_ chunk: Chunk) {
    let tasks = inputs.count
    for (task, kind) in kinds.enumerated() {
      let z = chunk.value(inputs[task])
      let target = chunk.addable(self, task, inputs[task])
      let present = chunk.batch.presentWeight[task]
      let factor = taskWeights[task] / Float(present > 0 ? present : 1)
      let prediction = chunk.scratch
      switch kind {
      case .crossEntropy: dephn_sigmoid_floats(chunk.count, z, prediction)
      case .squaredError: for row in 0..<chunk.count { prediction[row] = z[row] }
      }
      let slope: Float = kind == .squaredError ? 2 : 1
      for row in 0..<chunk.count {
        let label = chunk.batch.labels.start[(chunk.rows.lowerBound + row) * tasks + task]
        if label.isNaN { continue }
        let distance = slope * factor * (prediction[row] - label)
        target[row] += chunk.batch.isWeighted ? distance * Float(chunk.weight(row)) : distance
      }
    }
  }

  func scratch(chunk: Int, batch: Int) -> Int { chunk }
}

extension Chunk {
  /// What a row of the chunk counts.
  fileprivate func weight(_ row: Int) -> Double {
    Double(batch.weights.start[rows.lowerBound + row])
  }
}

extension LossKind {
  /// The loss of each row.
  package func losses(_ scores: [Float], _ labels: [Float]) -> [Double] {
    precondition(scores.count == labels.count)
    return Array(unsafeUninitializedCapacity: scores.count) { losses, count in
      guard let start = losses.baseAddress else { return }
      self.losses(scores.count, scores, labels, stride: 1, start)
      count = scores.count
    }
  }

  /// The losses of `count` rows; labels and losses are `stride` apart.
  fileprivate func losses(
    _ count: Int, _ z: UnsafePointer<Float>, _ labels: UnsafePointer<Float>, stride: Int,
    _ losses: UnsafeMutablePointer<Double>
  ) {
    switch self {
    case .crossEntropy: dephn_cross_entropy(count, z, labels, stride, losses)
    case .squaredError:
      for row in 0..<count {
        losses[row * stride] = loss(Double(z[row]), Double(labels[row * stride]))
      }
    }
  }

  /// The loss of one row with logit `z`, in double; cross-entropy does not overflow for any logit.
  package func loss(_ z: Double, _ label: Double) -> Double {
    switch self {
    case .crossEntropy: max(z, 0) - z * label + Elementary.log1p(Elementary.exp(-abs(z)))
    case .squaredError: (z - label) * (z - label)
    }
  }
}
