import DataSets
import Display

extension Suspicion {
  /// What it is about: a feature, a task or a part.
  var subject: String {
    switch self {
    case .tellsLabel(let feature, _, _), .knownAfter(let feature, _), .namedAfter(let feature),
      .uniquePerRow(let feature), .constant(let feature), .unknownWords(let feature, _, _),
      .splitColumn(let feature):
      feature
    case .repeatedRows(let part, _, _): part.rawValue
    case .sameLabels(let one, _), .oppositeLabels(let one, _): one
    }
  }

  /// What is odd, and what to type if it is a mistake.
  var sentence: String {
    switch self {
    case .tellsLabel(let feature, let task, let auc):
      return "\(feature) alone gives '\(task)' an AUC of \(NumberFormat.fixed(3).text(auc)). "
        + "If it is known only afterwards: --ignore \(feature)."
    case .knownAfter(let feature, let task):
      return "\(feature) has values only where '\(task)' is 1. "
        + "If it follows from that: --ignore \(feature)."
    case .namedAfter(let feature):
      return "\(feature) sounds like an outcome. "
        + "If it is known only after the label: --ignore \(feature)."
    case .uniquePerRow(let feature):
      return "\(feature) has a value of its own in nearly every row: --ignore \(feature)."
    case .constant(let feature):
      return "\(feature) has one value in all rows: --ignore \(feature)."
    case .repeatedRows(let part, let rows, let all):
      return "\(NumberFormat.count.text(Double(rows))) of \(NumberFormat.count.text(Double(all))) "
        + "\(part.rawValue) rows have the features and labels of a training row. "
        + "Keep copies together: --split group --split-by COLUMN."
    case .sameLabels(let one, let other):
      return "Labels '\(one)' and '\(other)' are the same: leave one out of --label."
    case .oppositeLabels(let one, let other):
      return "Labels '\(one)' and '\(other)' are opposites: leave one out of --label."
    case .splitColumn(let column):
      return "\(column) splits the rows and is a feature, too: --ignore \(column)."
    case .unknownWords(let feature, let part, let share):
      return
        "\(NumberFormat.percent(0).text(share)) of the \(part.rawValue) rows have a \(feature) "
        + "that no training row has: is it written the same way? Else --ignore \(feature)."
    }
  }
}
