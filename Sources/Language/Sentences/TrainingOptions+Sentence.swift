import Options
import Training

extension TrainingOptions.Partner {
  /// A remark for an option whose partner is missing.
  var sentence: String { "`--\(option)` has no effect without `--\(other) \(value)`." }
}

extension Complaint {
  /// A fault that training finds in its options.
  init(_ fault: TrainingFault) {
    let sentence =
      switch fault {
      case .mixedTaskWeights: "'--task-weights' takes either numbers or one method."
      case .eachAndTogether:
        "'--early-stop-each' and '--early-stop-together' exclude each other."
      case .eachByOne(let task):
        "'--early-stop-each' chooses by each task's own metric, but --monitor names '\(task)'."
      case .noTaskToLearn:
        "At least one of the '--task-weights' must be above 0."
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
