import System

extension TextTable {
  /// The words of a column, and how many rows have each; words that mean "missing" have none.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func profile(_ column: Int) throws -> WordProfile {
    let (codes, words) = try words(column)
    // Rows without a word are counted in front. No checked access: this runs over every row of a file. A
    // file that is cut short reads as zeros, which are words even of a column without any.
    var counts = [Int](repeating: 0, count: max(words.count, 1) + 1)
    try codes.codes.forEachPiece { _, piece in
      try interrupt.check()
      counts.withUnsafeMutableBufferPointer { counts in
        for code in piece { counts[code < 0 ? 0 : Int(code) + 1] += 1 }
      }
    }
    var missing = counts.removeFirst()
    for code in missingWords(column).codes {
      missing += counts[Int(code)]
      counts[Int(code)] = 0
    }
    return WordProfile(
      name: names[column], isNameless: nameless.contains(column), words: words,
      counts: Array(counts.prefix(words.count)), missing: missing)
  }

  /// The different words of a column that was read from text, without those that mean "missing".
  ///
  /// Each is of some row: what `profile` would count is not looked at.
  /// - Throws: `CancellationError` after an interrupt.
  func presentWords(_ column: Int) throws -> some Sequence<String> {
    try interrupt.check()
    let words = columns[column].table.words
    let missing = Set(missingWords(column).codes)
    return (0..<words.count).lazy.filter { !missing.contains(Int32($0)) }.map { words[$0] }
  }

  /// The codes of words in a column that mean "missing"; `keepsNA` where "NA" would be one, but is a
  /// country's code there.
  func missingWords(_ column: Int) -> (codes: [Int32], keepsNA: Bool) {
    guard let missing, columns[column].reading == .words else { return ([], false) }
    let words = columns[column].table.words
    let codes: [Int32]
    if let known = missingCodes[column] {
      codes = known
    } else {
      codes = missing.codes(in: words)
      missingCodes[column] = codes
    }
    if countries.contains(names[column]) {
      return (codes.filter { words[Int($0)] != "NA" }, true)
    }
    guard codes.count == 1, words[Int(codes[0])] == "NA" else { return (codes, false) }
    let others = (0..<words.count).lazy.filter { Int32($0) != codes[0] }.map { words[$0] }
    let areCountries = words.count < 400 && MissingWords.areCountries(Array(others))
    return areCountries ? ([], true) : (codes, false)
  }

  /// The words read as "missing" in some columns, the more frequent first.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func missingNotes(of columns: [Int]) throws -> [DataNote] {
    var found: [MissingWord] = []
    var notes: [DataNote] = []
    for column in columns where self.columns[column].reading == .words {
      let (codes, keepsNA) = missingWords(column)
      if keepsNA { notes.append(.country(column: names[column])) }
      guard !codes.isEmpty, let memory else { continue }
      var rows: [Int32: Int] = [:]
      let isMissing = Set(codes)
      try self.columns[column].codes(in: memory).forEachPiece { _, piece in
        try interrupt.check()
        for code in piece where isMissing.contains(code) { rows[code, default: 0] += 1 }
      }
      found += rows.map { code, rows in
        MissingWord(
          word: self.columns[column].table.words[Int(code)], column: names[column], rows: rows)
      }
    }
    found.sort { ($0.rows, $1.column, $1.word) > ($1.rows, $0.column, $0.word) }
    return (found.isEmpty ? [] : [.missingWords(found)]) + notes
  }

  /// The line on which each of some words first stands in a column.
  func lines(of words: [String], in column: Int) throws -> [WordLine] {
    try words.map {
      WordLine(word: String($0.prefix(40)), line: try firstLocation(of: $0, in: column).line)
    }
  }
}
