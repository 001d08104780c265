import Engine

/// The state of training beside the model's weights and moments, from which training continues with the
/// same bits as without a break.
package struct TrainingState: Sendable {
  /// The optimizer's update rule.
  let rule: UpdateRule
  /// The number of steps that the optimizer has made.
  let steps: Int
  /// Losses and metrics of all runs.
  package let history: History
  /// The position of an unfinished run; nil if there is none.
  package let position: RunPosition?

  /// The optimizer with its step count; the next run sets its learning rate.
  var optimizer: Optimizer { Optimizer(rule, steps: steps) }
}
