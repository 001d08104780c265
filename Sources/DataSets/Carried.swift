/// What a row carries beside features and labels: its weight, and ids for whoever reads predictions.
package struct CarriedColumns: Sendable {
  /// A column of words that is no feature.
  package struct Identifier: Sendable {
    package var name: String
    /// The number of each row's word, from 0; −1 is missing.
    package var codes: Values<Int32>
    package var words: WordList

    /// The word of a row, empty where it is missing.
    package subscript(row: Int) -> String {
      let code = Int(codes[row])
      return code >= 0 && code < words.count ? words[code] : ""
    }
  }

  /// Ids; and of features whose whole numbers 32 bits do not hold, under their names, the digits.
  package var identifiers: [Identifier] = []
  /// What each row counts in losses and metrics; nil: 1.
  package var weights: Values<Float>?

  /// Nothing.
  package init() {}
}

/// The same before columns are made.
struct RawCarried: Sendable {
  var identifiers: [(name: String, codes: RowCodes, words: WordList)] = []
  var weights: RowNumbers?

  /// Columns of four bytes a row, the weights at last.
  var recipes: [Recipe] {
    var recipes = identifiers.map { identifier in
      Recipe.ids(
        identifier.codes, idOfCode: Array(0..<Int32(identifier.words.count)), missing: -1)
    }
    if let weights { recipes.append(.raw(weights)) }
    return recipes
  }

  /// Made of the columns of `recipes`.
  func carried(_ columns: [Values<Int32>]) -> CarriedColumns {
    var result = CarriedColumns()
    result.identifiers = zip(identifiers, columns).map { raw, codes in
      CarriedColumns.Identifier(name: raw.name, codes: codes, words: raw.words)
    }
    if weights != nil { result.weights = columns.last?.asNumbers }
    return result
  }
}
