import DataSets
import Display

extension Suspicion {
  /// What it is about: a feature, a task or a part.
  var subject: String {
    switch self {
    case .tellsLabel(let feature, _, _), .knownAfter(let feature, _), .namedAfter(let feature),
      .uniquePerRow(let feature), .constant(let feature), .noValue(let feature),
      .unknownWords(let feature, _, _),
      .splitColumn(let feature), .groupColumn(let feature):
      feature
    case .repeatedRows(let part, _, _, _): part.rawValue
    case .constantLabel(let task, _): task
    case .fewRows: "rows"
    case .sameLabels(let one, _), .oppositeLabels(let one, _): one
    }
  }

  /// What is odd, and what to type if it is a mistake.
  var sentence: String {
    let ignore = "--ignore \(Word.typed(subject))"
    switch self {
    case .tellsLabel(let feature, let task, let auc):
      return "\(feature) alone gives '\(task)' an AUC of \(NumberFormat.fixed(3).text(auc)). "
        + "If it is known only afterwards: \(ignore)."
    case .knownAfter(let feature, let task):
      return "\(feature) has values only where '\(task)' is 1. "
        + "If it is a result of that: \(ignore)."
    case .namedAfter(let feature):
      return "\(feature) sounds like an outcome. If it is known only after the label: \(ignore)."
    case .uniquePerRow(let feature):
      return "\(feature) has a different value in nearly every row: \(ignore)."
    case .constant(let feature):
      return "\(feature) has the same value in all rows: \(ignore)."
    case .noValue(let feature): return "\(feature) has no value in any row: \(ignore)."
    case .constantLabel(let task, let value):
      return "Label '\(task)' is \(value) in all rows that have one: leave it out of --label, "
        + "or load rows with both values."
    case .fewRows(let rows):
      return "\(Phrase.count(rows, "row")) cannot be split into tenths: all are for training. "
        + "For parts of the same size: --split ordered --ratio 1 1 1."
    case .repeatedRows(let part, let rows, let all, let column):
      return "\(NumberFormat.count.text(Double(rows))) of \(NumberFormat.count.text(Double(all))) "
        + "\(part.rawValue) rows have the features and labels of a training row. "
        + "To keep copies together: --split group --split-by \(column.map(Word.typed) ?? "COLUMN")."
    case .sameLabels(let one, let other):
      return "Labels '\(one)' and '\(other)' are the same: leave one out of --label."
    case .oppositeLabels(let one, let other):
      return "Labels '\(one)' and '\(other)' are opposites: leave one out of --label."
    case .splitColumn(let column):
      return "\(column) splits the rows and is a feature, too: \(ignore)."
    case .groupColumn(let column):
      return "\(column) groups the rows: the values of one part are unknown in the others. "
        + "Unless new rows bring known ones: \(ignore)."
    case .unknownWords(let feature, let part, let share):
      return
        "\(NumberFormat.percent(0).text(share)) of the \(part.rawValue) rows have a value of \(feature) "
        + "that no training row has. Check that it is written the same way everywhere; else \(ignore)."
    }
  }
}
