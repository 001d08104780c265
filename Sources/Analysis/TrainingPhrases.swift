import Display
package import Training

extension TrainingAge {
  /// For a title or a list: `after epoch 3`, `after 120 steps`, `not trained`, `as opened`.
  package var phrase: String {
    switch self {
    case .untrained: "not trained"
    case .opened: "as opened"
    case .steps(let count): "after \(Phrase.count(count, "step"))"
    case .epochs(let numbers): "after \(History.phrase(of: numbers))"
    }
  }
}

extension History {
  /// For a sentence: `epoch 3`, or of several tasks `epochs 2 and 3`.
  static func phrase(of epochs: [Int]) -> String {
    (epochs.count == 1 ? "epoch " : "epochs ") + Phrase.list(epochs.map(String.init))
  }
}

extension NextOfRun {
  /// For a sentence: `epoch 3`, `step 51 of epoch 2`, `the validation of epoch 2`.
  package var phrase: String {
    switch self {
    case .epoch(let number): "epoch \(number)"
    case .step(let step, let epoch): "step \(step) of epoch \(epoch)"
    case .validation(let epoch): "the validation of epoch \(epoch)"
    }
  }
}
