/// The values of the column that splits the rows.
struct SplitValues {
  let codes: RowCodes
  let words: [String]
  /// Rows of each word, and rows without a value.
  let counts: [Int]
  let missing: Int
  /// What the words are if they are dates.
  private let dates: ColumnGuess?
  private let column: String
  private let firstFile: String?
  private let location: (String) throws -> (file: String, line: Int)

  /// - Throws: `DataError` without such a column; `CancellationError` after an interrupt.
  init(of column: String, in table: some SplitTable) throws {
    let (codes, words) = try table.codes(column)
    var counts = [Int](repeating: 0, count: words.count)
    var missing = 0
    for row in 0..<table.rowCount {
      let code = codes[row]
      if code < 0 { missing += 1 } else { counts[Int(code)] += 1 }
    }
    self.codes = codes
    self.words = words.strings
    self.counts = counts
    self.missing = missing
    self.column = column
    firstFile = table.firstFile
    location = { try table.firstLocation(of: $0, in: column) }
    let profile = WordProfile(
      name: column, isNameless: false, words: words, counts: counts, missing: missing)
    dates = profile.dates(profile.words(most: 500))
  }

  /// The first words that some row has.
  var held: [String] { counts.indices.lazy.filter { counts[$0] > 0 }.prefix(500).map { words[$0] } }

  /// - Throws: `DataError` if the words are dates that could begin with the day or with the month.
  func refuseAmbiguousDates() throws {
    if dates == .ambiguousDates {
      throw DataError(.split(.ambiguousDates(column: column)), file: firstFile, line: 1)
    }
  }

  /// The words as times, or as numbers that grow with it; NaN of one that no row has.
  ///
  /// - Throws: `DataError` at a word that is neither.
  func times() throws -> [Double] {
    try refuseAmbiguousDates()
    let some = held
    let form: TimeForm?
    if case .time(let found) = dates {
      form = found
    } else {
      form =
        TimeForm.allCases.first { form in some.allSatisfy { form.isLikely($0) } }
        ?? TimeForm(unitOf: some)
    }
    return try words.indices.map { code in
      if counts[code] == 0 { return .nan }
      let word = words[code]
      if let time = form?.reading(word)?.seconds ?? NumberStyle.plain.number(word) { return time }
      let found = try location(words[code])
      throw DataError(
        .split(.noTime(column: column, word: String(words[code].prefix(40)))), file: found.file,
        line: found.line)
    }
  }
}

/// The order of a column's words for a split by value.
struct SplitOrder {
  /// Of dates that are not in the order of their bytes or numbers.
  private let form: TimeForm?

  /// `bounds` are the values that the line names.
  init(_ words: [String], bounds: [String]) {
    let form = TimeForm(mostOf: words) ?? TimeForm(unitOf: words)
    let areOthers =
      bounds.contains { form?.time($0) == nil && TimeForm(of: $0) != nil }
      || (words + bounds).contains { form?.isInOtherUnit($0) ?? false }
    self.form = form == .dayFirst || form == .monthFirst || areOthers ? form : nil
  }

  /// Whether one word comes before another.
  func precedes(_ one: String, _ other: String) -> Bool {
    if let first = time(one), let second = time(other) { return first < second }
    // Whole numbers first: a double holds no more than 53 bits of one.
    if let first = Int64(one), let second = Int64(other) { return first < second }
    if let first = Double(one), let second = Double(other) { return first < second }
    return one.utf8.lexicographicallyPrecedes(other.utf8)
  }

  private func time(_ word: String) -> Double? {
    form.flatMap { $0.reading(word)?.seconds ?? TimeForm(of: word)?.time(word) }
  }
}
