import Display
package import Training

extension TrainingAge {
  /// For a title or a list: `after epoch 3`, `after 120 steps`, `not trained`, `as opened`.
  package var phrase: String {
    switch self {
    case .untrained: "not trained"
    case .opened: "as opened"
    case .steps(let count): "after \(Phrase.count(count, "step"))"
    case .epoch(let number): "after epoch \(number)"
    }
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
