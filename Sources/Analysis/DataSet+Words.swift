import DataSets

extension DataSet {
  /// The word that an id of a feature stands for, those that the vocabulary lacks included.
  ///
  /// `#7` for a hashed feature; nil where the value is missing.
  func word(of id: Int32, feature: Int) -> String? {
    let index = Int(id) - 1
    switch schema.features[feature].kind {
    case .categorical(let words), .multiple(let words):
      if words.indices.contains(index) { return words[index] }
      let other = index - words.count
      return other >= 0 && other < strangers[feature].count ? strangers[feature][other] : nil
    case .hashed: return id > 0 ? "#\(id)" : nil
    case .numeric, .binned: return nil
    }
  }
}
