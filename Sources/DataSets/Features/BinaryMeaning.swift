/// Which of a label's words means 1.
struct BinaryMeaning {
  /// Each word of the column, with 0 or 1.
  private(set) var values: [String: Float] = [:]
  /// What was decided, where it is not plain.
  private(set) var note: DataNote?

  /// Decides for a column of `table`.
  ///
  /// Numbers equal to 0 and 1, and false and true in any case, mean themselves; of two other
  /// words the later one in the order of bytes is 1 ("no" 0, "yes" 1).
  ///
  /// - Throws: `DataError` at the first value that fits neither; `CancellationError` after an interrupt.
  init(of column: Int, in table: TextTable) throws {
    let label = table.names[column]
    let words = try table.distinctWords(column)
    let plain = words.map(Self.plainMeaning)
    if !words.isEmpty, !plain.contains(nil) {
      for (word, value) in zip(words, plain) { values[word] = value }
      return
    }
    guard words.count == 2 else {
      let stranger = plain.contains { $0 != nil } ? plain.firstIndex(of: nil) : nil
      let place = try table.firstPlace(
        of: words.isEmpty ? nil : words[stranger ?? min(2, words.count - 1)], in: column)
      let some = words.prefix(5).map { String($0.prefix(20)) }
      throw DataError(
        .label(.notBinary(label, words: some, count: words.count)), file: place.file,
        line: place.line)
    }
    let ordered = words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    // Spellings of one word that differ in bytes are one key of a dictionary.
    guard ordered[0] != ordered[1] else {
      let place = try table.firstPlace(of: words[1], in: column)
      throw DataError(
        .label(.twoSpellings(label, word: String(ordered[0].prefix(20)))), file: place.file,
        line: place.line)
    }
    values = [ordered[0]: 0, ordered[1]: 1]
    note = .meaning(label: label, one: ordered[1], zero: ordered[0])
  }

  private static func plainMeaning(_ word: String) -> Float? {
    if let number = TextTable.number(word) { return number == 0 || number == 1 ? number : nil }
    return ["false": 0, "true": 1][word.lowercased()]
  }
}
