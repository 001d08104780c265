import Options
import Training

extension TrainingOptions.Partner {
  /// What to say of the option where its partner is missing.
  var sentence: String { "`--\(option)` changes nothing without `--\(other) \(value)`." }
}

extension Complaint {
  /// What training finds against its options.
  init(_ fault: TrainingFault) {
    let sentence =
      switch fault {
      case .mixedTaskWeights: "'--task-weights' are numbers, or one of the methods."
      case .noTaskToLearn:
        "'--task-weights' leave no task to learn: one has to be above 0."
      }
    self.init(.usage, sentence, about: "--task-weights")
  }
}

extension OptionSetting {
  /// As in "Batch size: 256", or for a flag "No shuffle".
  var sentence: String {
    let words = name.replacing("-", with: " ")
    let subject = words.prefix(1).uppercased() + words.dropFirst()
    if case .flag = value { return subject + "." }
    return "\(subject): \(value.words.joined(separator: ", "))."
  }
}
