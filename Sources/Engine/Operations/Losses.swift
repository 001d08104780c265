import CKernels
import Numbers

extension Graph {
  /// Ends the graph: the loss of each task's logit, and where training starts to go backward.
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

/// What a task's logit z is held against.
package enum LossKind: Sendable {
  /// Binary cross-entropy of σ(z).
  case crossEntropy
  /// `(z − y)²`.
  case squaredError
}

/// Sum over tasks of the weighted mean loss over the rows that have the task's label.
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

  /// Notes each row's loss (0 without a label) in the batch.
  func forward(_ chunk: Chunk) {
    let tasks = inputs.count
    for (task, kind) in kinds.enumerated() {
      let z = chunk.value(inputs[task])
      for row in 0..<chunk.count {
        let place = (chunk.rows.lowerBound + row) * tasks + task
        let label = Double(chunk.batch.labels.start[place])
        chunk.batch.rowLosses[place] = label.isNaN ? 0 : kind.loss(Double(z[row]), label)
      }
    }
  }

  func backward(_ chunk: Chunk) {
    let tasks = inputs.count
    for (task, kind) in kinds.enumerated() {
      let z = chunk.value(inputs[task])
      let target = chunk.addable(self, task, inputs[task])
      let present = max(1, chunk.batch.present[task])
      let factor = taskWeights[task] / Float(present)
      let prediction = chunk.scratch
      switch kind {
      case .crossEntropy: dephn_sigmoid_floats(chunk.count, z, prediction)
      case .squaredError: for row in 0..<chunk.count { prediction[row] = z[row] }
      }
      let slope: Float = kind == .squaredError ? 2 : 1
      for row in 0..<chunk.count {
        let label = chunk.batch.labels.start[(chunk.rows.lowerBound + row) * tasks + task]
        if !label.isNaN { target[row] += slope * factor * (prediction[row] - label) }
      }
    }
  }

  func scratch(chunk: Int, batch: Int) -> Int { chunk }
}

extension LossKind {
  /// The loss of one row with logit `z`, in double; the cross-entropy without overflow for any logit.
  package func loss(_ z: Double, _ label: Double) -> Double {
    switch self {
    case .crossEntropy: max(z, 0) - z * label + Elementary.log1p(Elementary.exp(-abs(z)))
    case .squaredError: (z - label) * (z - label)
    }
  }
}
