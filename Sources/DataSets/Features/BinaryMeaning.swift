/// Which of a label's words means 1.
struct BinaryMeaning {
  /// Each word of the column, with 0 or 1.
  private(set) var values: [String: Float] = [:]
  /// What was decided, where it is not plain.
  private(set) var notes: [DataNote] = []

  /// Decides for a column of `table`.
  ///
  /// Numbers equal to 0 and 1, and false and true in any case, mean themselves. Of two other numbers
  /// the larger is 1; of two words the later one in lower case and byte order ("no" 0, "yes" 1). Numbers that
  /// are equal, and words that differ in case alone, are one.
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
    let ordered = try Self.ordered(words, label, column, table)
    guard ordered.count == 2 else {
      throw try Self.failure(label, words, plain, ordered.count, column, table)
    }
    for (value, spellings) in ordered.enumerated() {
      for word in spellings { values[word] = Float(value) }
      if spellings.count > 1 { notes.append(.spellings(label: label, spellings.sorted())) }
    }
    notes.insert(.meaning(label: label, one: ordered[1][0], zero: ordered[0][0]), at: 0)
  }

  private static func plainMeaning(_ word: String) -> Float? {
    if let number = TextTable.number(word) { return number == 0 || number == 1 ? number : nil }
    return ["false": 0, "true": 1][word.lowercased()]
  }

  /// The different values with their spellings, ascending.
  private static func ordered(
    _ words: [String], _ label: String, _ column: Int, _ table: TextTable
  ) throws -> [[String]] {
    let numbers = words.map { NumberStyle.plain.number($0) }
    if !numbers.contains(nil) {
      let groups = Dictionary(grouping: words.indices) { numbers[$0] ?? 0 }
      return groups.sorted { $0.key < $1.key }.map { $0.value.map { words[$0] } }
    }
    let ordered = words.sorted { one, other in
      let (first, second) = (one.lowercased(), other.lowercased())
      return first == second
        ? one.utf8.lexicographicallyPrecedes(other.utf8)
        : first.utf8.lexicographicallyPrecedes(second.utf8)
    }
    // Spellings of one word that differ in bytes are one key of a dictionary.
    if let index = ordered.indices.dropFirst().first(where: { ordered[$0 - 1] == ordered[$0] }) {
      let location = try table.firstLocation(of: ordered[index], in: column)
      throw DataError(
        .label(.twoSpellings(label, word: String(ordered[index].prefix(20)))), file: location.file,
        line: location.line)
    }
    var groups: [[String]] = []
    for word in ordered {
      if let index = groups.firstIndex(where: { $0[0].lowercased() == word.lowercased() }) {
        groups[index].append(word)
      } else {
        groups.append([word])
      }
      if groups.count > 50 { break }
    }
    return groups
  }

  /// The error that names the word which fits least, and its line.
  private static func failure(
    _ label: String, _ words: [String], _ plain: [Float?], _ count: Int, _ column: Int,
    _ table: TextTable
  ) throws -> DataError {
    if words.isEmpty {
      return DataError(.label(.noValue(label)), file: table.files.first?.path, line: 1)
    }
    let profile = try table.profile(column)
    let rows = Dictionary(
      profile.counts.indices.map { (profile.words[$0], profile.counts[$0]) },
      uniquingKeysWith: { one, _ in one })
    // Beside words that are plain, the others are strangers; else the rarest is.
    let hasPlain = plain.contains { $0 != nil }
    let candidates = words.indices.filter { !hasPlain || plain[$0] == nil }
    let odd = candidates.min { rows[words[$0]] ?? 0 < rows[words[$1]] ?? 0 }.map { words[$0] }
    let location = try table.firstLocation(of: odd, in: column)
    let numbers = words.compactMap { NumberStyle.plain.number($0) }
    return DataError(
      .label(
        .notBinary(
          LabelValues(
            label: label, words: words.prefix(5).map { String($0.prefix(20)) },
            count: words.count, odd: odd.map { String($0.prefix(20)) } ?? "",
            oddRows: odd.flatMap { rows[$0] } ?? 0, rows: profile.rows,
            isNumeric: numbers.count == words.count,
            middle: numbers.isEmpty ? nil : numbers.sorted()[numbers.count / 2]))),
      file: location.file, line: location.line)
  }
}
