import Engine

/// What training remembers beside the model's weights and moments: with it, a model is trained on as if
/// there had been no break.
package struct TrainingState: Sendable {
  /// The optimiser's rule, and the steps it has made.
  let rule: UpdateRule
  let steps: Int
  package let history: History
  /// Where a run stands that did not come to its end.
  package let position: RunPosition?

  /// The optimiser as it was; its learning rate is that of the next run.
  var optimizer: Optimizer { Optimizer(rule, steps: steps) }
}
