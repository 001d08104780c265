import DataSets

extension DataSet {
  /// A number a row that rows of the same word of a categorical feature share, −1 where it is missing.
  ///
  /// Words that the training rows do not hold are told apart too.
  /// - Throws: `TrainingError.noGroup` for a name that is no categorical feature.
  func groups(by feature: String) throws(TrainingError) -> [Int] {
    guard let place = schema.features.firstIndex(where: { $0.name == feature }),
      case .categories(let ids) = columns[place]
    else {
      let names = zip(schema.features, columns).compactMap { feature, column in
        if case .categories = column { feature.name } else { nil }
      }
      throw .noGroup(feature, known: names)
    }
    return ids.groups
  }
}
