import DataSets

extension DataSet {
  /// The group of each row, by the value of a categorical feature; −1 where it is missing.
  ///
  /// Values that do not occur in the training rows form groups, too.
  /// - Throws: `TrainingError.noGroup` if there is no categorical feature with that name.
  func groups(by feature: String) throws(TrainingError) -> [Int] {
    guard let index = schema.features.firstIndex(where: { $0.name == feature }),
      case .categories(let ids) = columns[index]
    else {
      let names = zip(schema.features, columns).compactMap { feature, column in
        if case .categories = column { feature.name } else { nil }
      }
      throw .noGroup(feature, known: names)
    }
    return ids.groups
  }
}
