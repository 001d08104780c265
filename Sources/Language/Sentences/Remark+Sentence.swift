import DataSets
import Training

extension Remark {
  /// The remark as a warning before training.
  var sentence: String {
    switch self {
    case .nothingShared(let task, let kind):
      return
        "\(kind) is a multi-task model, but there is only one task, '\(task)': nothing is shared. "
        + "`build dnn` builds a single-task model."
    case .noValidationRows:
      return
        "There are no validation rows to choose the best epoch by: the weights of the last epoch "
        + "are kept."
    case .noLabel(let task):
      return "No training row has a label for '\(task)': it cannot be learned."
    case .oneLabel(let task, .binary, let label, let rows):
      let (only, answer) = label == 0 ? ("negative", "no") : ("positive", "yes")
      let which = rows == 1 ? "The one training row" : "All \(rows) training rows"
      return
        "\(which) of '\(task)' \(rows == 1 ? "is" : "are") \(only): the model can only learn to "
        + "answer \(answer), and there is no AUC."
    case .oneLabel(let task, .regression, let label, let rows):
      let (which, have) =
        rows == 1 ? ("The one training row", "has") : ("All \(rows) training rows", "have")
      return "\(which) of '\(task)' \(have) the label \(label): there is nothing to learn."
    case .sameLabels(let one, let other):
      return "'\(one)' and '\(other)' have the same label in every training row."
    case .outOfOrder(let task, let before, let rows, let kind):
      return
        "In \(rows) training rows '\(task)' is 1 but '\(before)' is 0: \(kind) treats each task as "
        + "a subset of the one before."
    }
  }
}
