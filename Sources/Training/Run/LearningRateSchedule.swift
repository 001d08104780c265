import Numbers

/// A learning rate schedule: a factor for each step of a run.
package struct LearningRateSchedule: Sendable, Equatable {
  /// The course of the learning rate after warm-up.
  package enum Shape: String, Sendable, CaseIterable {
    case constant
    /// `rate · decay^(step / decaySteps)`.
    case exponential
    /// `rate · ½ (1 + cos(π · fraction of the run))`, down to 0.
    case cosine
  }

  /// The course after warm-up.
  package var shape = Shape.constant
  /// The number of warm-up steps, over which the rate rises linearly to its full value.
  package var warmupSteps = 0
  /// Exponential shape: the factor over `decaySteps` steps.
  package var decay = 0.9
  /// Exponential shape: the number of steps over which the rate falls by `decay`.
  package var decaySteps = 1000

  /// A constant learning rate without warm-up.
  package init() {}

  /// The factor of the learning rate in step `step` of `total`, counted from 0.
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
