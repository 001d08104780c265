import Numbers

/// How the learning rate changes over the steps of a run.
package struct LearningRateSchedule: Sendable, Equatable {
  package enum Shape: String, Sendable, CaseIterable {
    case constant
    /// `rate · decay^(step / decaySteps)`.
    case exponential
    /// `rate · ½ (1 + cos(π · share of the run))`, down to 0.
    case cosine
  }

  package var shape = Shape.constant
  /// Steps over which the rate rises from 0 to its full height, in a line; the shape begins after them.
  package var warmupSteps = 0
  /// Of the exponential shape.
  package var decay = 0.9
  package var decaySteps = 1000

  package init() {}

  /// What step `step` of `total` (counted from 0) multiplies the learning rate by.
  package func factor(step: Int, of total: Int) -> Double {
    if step < warmupSteps { return Double(step + 1) / Double(warmupSteps) }
    let past = Double(step - warmupSteps)
    switch shape {
    case .constant: return 1
    case .exponential: return Elementary.exp(Elementary.log(decay) * past / Double(decaySteps))
    case .cosine:
      let share = past / Double(max(1, total - warmupSteps))
      return (1 + Elementary.cos(Double.pi * min(1, share))) / 2
    }
  }
}
