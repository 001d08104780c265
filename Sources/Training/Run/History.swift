/// How a training went: losses step by step, and what each epoch ended with.
package struct History: Sendable {
  /// The end of an epoch.
  package struct Epoch: Sendable, Codable {
    /// Counts from 1, over all runs of training.
    package var number: Int
    /// Steps made when it ended.
    package var step: Int
    package var validation: Evaluation?
  }

  /// Mean loss of each step's batch, [steps][tasks].
  package internal(set) var losses: [[Double]] = []
  package internal(set) var epochs: [Epoch] = []
  /// Epochs begun, an interrupted one too: each has an order of its own.
  package internal(set) var startedEpochs = 0
  /// The epoch whose weights the model holds; nil after an interrupt.
  package internal(set) var bestEpoch: Int?
  /// Seconds spent in training; nil where a part of them was spent in another session, for a file
  /// that told them would never be the same twice.
  package internal(set) var seconds: Double? = 0
  /// Rows seen.
  package internal(set) var rows = 0
}
