import DataSets
import Training

extension Remark {
  /// A warning before training.
  var sentence: String {
    switch self {
    case .nothingShared(let task, let kind):
      return "There is one task, '\(task)', and \(kind) is a multi-task model: nothing is shared. "
        + "`build dnn` is the plain one."
    case .noValidationRows:
      return "There are no validation rows, so no epoch can be chosen as the best: the weights of "
        + "the last one are kept."
    case .noLabel(let task):
      return "No training row has a label of '\(task)': nothing is learned of it."
    case .oneLabel(let task, .binary, let label, let rows):
      let (lacking, answer) = label == 0 ? ("positive", "no") : ("negative", "yes")
      return "'\(task)' has no \(lacking) in training (\(rows) rows): it can only learn to say "
        + "\(answer), and has no AUC."
    case .oneLabel(let task, .regression, let label, let rows):
      let (which, have) =
        rows == 1 ? ("The one training row", "has") : ("All \(rows) training rows", "have")
      return "\(which) of '\(task)' \(have) the label \(label): there is nothing to learn."
    case .sameLabels(let one, let other):
      return "'\(one)' and '\(other)' have the same label in every training row."
    case .outOfOrder(let task, let before, let rows, let kind):
      return "In \(rows) training rows '\(task)' is 1 where '\(before)' is 0: \(kind) treats each "
        + "task as a part of the one before."
    }
  }
}
