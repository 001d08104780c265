import Data

extension DataSet {
  /// A number a row that rows of the same word of a categorical feature share, −1 where it is missing.
  ///
  /// Words that the training rows do not hold are told apart too.
  /// - Throws: `TrainingError.noGroup` for a name that is no categorical feature.
  func groups(by feature: String) throws(TrainingError) -> [Int] {
    let categorical = schema.features.filter {
      if case .categorical = $0.kind { true } else { false }
    }
    guard let place = schema.features.firstIndex(where: { $0.name == feature }),
      case .categories(let ids) = columns[place],
      case .categorical(let vocabulary) = schema.features[place].kind
    else { throw .noGroup(feature, known: categorical.map(\.name)) }
    var numbers: [String: Int] = [:]
    return ids.enumerated().map { row, id in
      if id > 0 { return Int(id) }
      guard let word = unseen[place][Int32(row)] else { return -1 }
      if let number = numbers[word] { return number }
      numbers[word] = vocabulary.count + 1 + numbers.count
      return vocabulary.count + numbers.count
    }
  }
}
