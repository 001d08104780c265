import DataSets

extension DataSet {
  /// The group of each row, by the value of a categorical feature or a column kept as an id; −1 where it is
  /// missing.
  ///
  /// Values that do not occur in the training rows form groups, too.
  /// - Throws: `TrainingError.noGroup` if there is none with that name.
  func groups(by feature: String) throws(TrainingError) -> [Int] {
    if let identifier = carried.identifiers.first(where: { $0.name == feature }) {
      return identifier.codes.map { Int($0) }
    }
    guard let index = schema.features.firstIndex(where: { $0.name == feature }),
      case .categories(let ids) = columns[index]
    else {
      let names = zip(schema.features, columns).compactMap { feature, column in
        if case .categories = column { feature.name } else { nil }
      }
      throw .noGroup(feature, known: names + carried.identifiers.map(\.name))
    }
    return ids.groups
  }
}
