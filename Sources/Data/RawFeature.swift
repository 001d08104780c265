/// A column as it was read, before vocabularies and transforms are fitted.
package struct RawFeature: Sendable {
  package enum Values: Sendable {
    /// Categorical: the words, and a row's index among them (−1 is missing).
    case words(codes: [Int32], words: [String])
    /// Numeric; NaN is missing.
    case numbers([Float])
  }

  package var name: String
  package var values: Values

  package init(name: String, values: Values) {
    self.name = name
    self.values = values
  }
}

extension TextTable {
  /// A column as a categorical feature.
  package func words(_ column: Int) -> RawFeature {
    RawFeature(
      name: names[column],
      values: .words(codes: columns[column].codes, words: columns[column].table.words))
  }

  /// A column as numbers, NaN where missing.
  ///
  /// - Throws: `DataError` that names the line of the first word that is no number.
  package func numbers(_ column: Int) throws(DataError) -> [Float] {
    try values(column, expected: "a number that fits in 32 bits", meaning: Self.number)
  }

  /// A column whose words mean numbers, NaN where missing; each distinct word is looked at once.
  ///
  /// - Throws: `DataError` that names the line of the first word without a `meaning`.
  package func values(
    _ column: Int, expected: String, meaning: (String) -> Float?
  ) throws(DataError) -> [Float] {
    let words = columns[column].table.words
    let meanings = words.map(meaning)
    var values: [Float] = []
    values.reserveCapacity(rowCount)
    for (row, code) in columns[column].codes.enumerated() {
      guard code >= 0 else {
        values.append(.nan)
        continue
      }
      guard let value = meanings[Int(code)] else {
        let place = place(ofRow: row)
        throw DataError(
          "Column '\(names[column])' holds '\(words[Int(code)].prefix(40))', not \(expected).",
          file: place.file, line: place.line)
      }
      values.append(value)
    }
    return values
  }

  /// The distinct words of a column, in the order in which they first appear.
  package func distinctWords(_ column: Int) -> [String] { columns[column].table.words }

  /// A decimal number, `.5` and `1e-3` included; nil for "nan", "0x1p3", "1e999" and the like.
  package static func number(_ word: String) -> Float? {
    let isDecimal = word.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte)
    }
    guard isDecimal, let value = Double(word).map(Float.init), value.isFinite else { return nil }
    return value
  }
}
