import DataSets
import Display

extension [DataNote] {
  /// A sentence per note; suspicions of one sort that more than three features share have one sentence.
  var sentences: [String] {
    var features: [String: [String]] = [:]
    for case .suspicion(let suspicion) in self {
      features[suspicion.sort, default: []].append(suspicion.subject)
    }
    var isSaid: Set<String> = []
    return compactMap { note -> String? in
      guard case .suspicion(let suspicion) = note, let names = features[suspicion.sort],
        names.count > 3
      else { return note.sentence }
      return isSaid.insert(suspicion.sort).inserted ? suspicion.sentence(of: names) : nil
    }
  }
}

extension Suspicion {
  /// What is odd, without the feature: suspicions that are alike but for that are of one sort.
  fileprivate var sort: String {
    switch self {
    case .tellsLabel(_, let task, _): "tells \(task)"
    case .knownAfter(_, let task): "after \(task)"
    case .namedAfter: "named"
    case .uniquePerRow: "unique"
    case .constant: "constant"
    case .noValue: "no value"
    case .unknownWords(_, let part, _): "unknown \(part.rawValue)"
    case .splitColumn, .groupColumn, .repeatedRows, .constantLabel, .fewRows, .sameLabels,
      .oppositeLabels:
      sentence
    }
  }

  /// The sentence of several features of one sort.
  fileprivate func sentence(of features: [String]) -> String {
    let list = OwnData.list(features, most: 3)
    let ignore =
      features.count > 6
      ? "--ignore with their names, which `check data` lists"
      : "--ignore \(features.map(Word.typed).joined(separator: " "))"
    switch self {
    case .tellsLabel(_, let task, _):
      return "\(list) give '\(task)' an AUC above 0.95, each alone. "
        + "If they are known only afterwards: \(ignore)."
    case .knownAfter(_, let task):
      return
        "\(list) have values only where '\(task)' is 1. If they are results of that: \(ignore)."
    case .namedAfter:
      return "\(list) sound like outcomes. If they are known only after the label: \(ignore)."
    case .uniquePerRow:
      return "\(list) have a different value in nearly every row: \(ignore)."
    case .constant: return "\(list) have the same value in all rows: \(ignore)."
    case .noValue: return "\(list) have no value in any row: \(ignore)."
    case .unknownWords(_, let part, _):
      return "Most \(part.rawValue) rows have values of \(list) that no training row has. "
        + "Check that they are written the same way everywhere; else \(ignore)."
    case .splitColumn, .groupColumn, .repeatedRows, .constantLabel, .fewRows, .sameLabels,
      .oppositeLabels:
      return sentence
    }
  }
}
