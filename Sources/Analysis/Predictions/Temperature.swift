import Numbers
import System
import Training

/// Temperature scaling: one number T per task that divides its logits, fitted by logloss.
///
/// Guo et al., On Calibration of Modern Neural Networks, ICML 2017, eq. 9. A T above 1 says that the
/// model is too sure of itself, below 1 that it is too timid; no order of rows changes, so AUC stays.
enum Temperature {
  /// Bounds of 1/T: a model that tells all rows apart without an error has no best T.
  private static let bounds = (least: 1e-3, largest: 1e3)
  /// Whether a T stands at its bound: no better one was found between them.
  static func isAtBound(_ temperature: Double) -> Bool {
    temperature < 1.001 * bounds.least || temperature > 0.999 * bounds.largest
  }

  /// The T with the least logloss of σ(z/T) on a binary task's rows.
  ///
  /// The logloss is convex in β = 1/T, and its derivative, the mean of z (σ(βz) − y), rises with β: it
  /// is halved in on its zero. nil without rows of both classes.
  /// - Throws: `CancellationError` after an interrupt.
  static func fitted(
    _ seen: TaskScores, interrupt: Interrupt
  ) throws(CancellationError) -> Double? {
    guard seen.labels.contains(1), seen.labels.contains(0) else { return nil }
    var (low, high) = (Elementary.log(bounds.least), Elementary.log(bounds.largest))
    while high - low > 1e-9 {
      let middle = (low + high) / 2
      let slope = try slope(at: Elementary.exp(middle), seen, interrupt)
      if slope < 0 { low = middle } else { high = middle }
    }
    return Elementary.exp(-(low + high) / 2)
  }

  /// The derivative of the summed logloss by β.
  private static func slope(
    at beta: Double, _ seen: TaskScores, _ interrupt: Interrupt
  ) throws(CancellationError) -> Double {
    var sum = 0.0
    for index in seen.scores.indices {
      if index & 0xffff == 0 { try interrupt.check() }
      let z = Double(seen.scores[index])
      let slope = z * (Elementary.logistic(beta * z) - Double(seen.labels[index]))
      sum += slope * (seen.weights.values?[index] ?? 1)
    }
    return sum
  }
}
