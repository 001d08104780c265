import DataSets
import Models
import Training

/// How a model's loss fell: batches of the training rows, and validation after each epoch.
package struct LossCurve: Sendable {
  package let name: String
  /// The model's name in the long form.
  let model: String
  package let tasks: [String]
  /// Mean loss of each step's batch, [steps][tasks].
  package let losses: [[Double]]
  /// Loss of each task on the validation rows, and the step at which it was measured.
  package let validation: [(step: Int, losses: [Double])]
  package let bestEpoch: Int?

  /// A curve of known points.
  package init(
    name: String, model: String? = nil, tasks: [String], losses: [[Double]],
    validation: [(step: Int, losses: [Double])], bestEpoch: Int?
  ) {
    self.name = name
    self.model = model ?? name
    self.tasks = tasks
    self.losses = losses
    self.validation = validation
    self.bestEpoch = bestEpoch
  }

  /// The history of a trained model.
  package init(of named: NamedModel) {
    let history = named.trainer.history
    self.init(
      name: named.label, model: named.name, tasks: named.model.schema.tasks.map(\.name),
      losses: history.losses,
      validation: history.epochs.compactMap { epoch in
        epoch.validation.map { (epoch.step, $0.tasks.map { $0.rows > 0 ? $0.loss : .nan }) }
      },
      // Counted among the whole epochs: an interrupted one has a number too.
      bestEpoch: history.epochs.firstIndex { $0.number == history.bestEpoch }.map { $0 + 1 })
  }

  /// Steps that are drawn as one point, so that no curve has more than 128.
  var window: Int {
    var window = 1
    while losses.count > window * 128 { window *= 2 }
    return window
  }

  /// Means of `window` steps at their middle; of one task, or of all.
  func training(task: Int?) -> [(x: Double, y: Double)] {
    stride(from: 0, to: losses.count, by: window).map { start in
      let steps = losses[start..<min(losses.count, start + window)]
      let middle = Double(start) + (Double(steps.count) + 1) / 2
      return (middle, steps.map { Self.figure($0, task) }.meanOfNumbers)
    }
  }

  /// A point an epoch; of one task, or the mean of all.
  func validated(task: Int?) -> [(x: Double, y: Double)] {
    validation.map { (Double($0.step), Self.figure($0.losses, task)) }
  }

  private static func figure(_ losses: [Double], _ task: Int?) -> Double {
    task.map { losses[$0] } ?? losses.meanOfNumbers
  }
}
