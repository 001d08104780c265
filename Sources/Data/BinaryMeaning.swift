/// Which of a label's words means 1.
struct BinaryMeaning {
  /// Each word of the column, with 0 or 1.
  private(set) var values: [String: Float] = [:]
  /// What was decided, where it is not plain: a sentence for `show`.
  private(set) var note: String?

  /// Decides for the distinct `words` of the column `label`.
  ///
  /// Numbers equal to 0 and 1, and false and true in any case, mean themselves; of two other
  /// words the later one in the order of bytes is 1 ("no" 0, "yes" 1).
  init(of words: [String], label: String) throws(DataError) {
    let plain = words.map(Self.plainMeaning)
    if words.isEmpty { throw DataError("Label '\(label)' has no value at all.") }
    if !plain.contains(nil) {
      for (word, value) in zip(words, plain) { values[word] = value }
      return
    }
    guard words.count == 2 else {
      let some = words.prefix(5).map { "'\($0.prefix(20))'" }.joined(separator: ", ")
      throw DataError(
        "Label '\(label)' is not binary: \(words.count) distinct values (\(some)\(words.count > 5 ? ", …" : "")).",
        wayOut: "For real values: --regression \(label).")
    }
    let ordered = words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    values = [ordered[0]: 0, ordered[1]: 1]
    note = "Label '\(label)': '\(ordered[1])' is 1, '\(ordered[0])' is 0."
  }

  private static func plainMeaning(_ word: String) -> Float? {
    if let number = TextTable.number(word) { return number == 0 || number == 1 ? number : nil }
    return ["false": 0, "true": 1][word.lowercased()]
  }
}
