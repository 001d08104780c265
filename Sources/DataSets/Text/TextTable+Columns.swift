import System

extension TextTable {
  /// A column's rows as codes of words, and the words; of numbers, each different one is a word.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func words(_ column: Int) throws(CancellationError) -> (codes: RowCodes, words: WordList) {
    guard let memory else { return (RowCodes(Values([])), WordList()) }
    if columns[column].reading == .words {
      let (codes, words) = (columns[column].codes(in: memory), columns[column].table.words)
      let missing = missingWords(column).codes
      if missing.isEmpty { return (RowCodes(codes), words) }
      var map = (0..<Int32(words.count)).map { $0 }
      for code in missing { map[Int(code)] = -1 }
      return (RowCodes(codes, map: map), words)
    }
    var codeOfNumber: [Float: Int32] = [:]
    var words = WordList()
    var codes: [Int32] = []
    for number in columns[column].numbers(in: memory) {
      if codes.count % 4096 == 0 { try interrupt.check() }
      if number.isNaN {
        codes.append(-1)
      } else if let code = codeOfNumber[number] {
        codes.append(code)
      } else {
        let code = Int32(words.count)
        words.append(
          number == number.rounded() && number.magnitude < 1e9 ? "\(Int(number))" : "\(number)")
        codeOfNumber[number] = code
        codes.append(code)
      }
    }
    return (RowCodes(Values(codes)), words)
  }

  /// The code of a word in a column, nil if no row holds it.
  func code(of word: String, in column: Int) -> Int32? { columns[column].table.find(word) }

  /// A column's rows as codes of words, and the words.
  ///
  /// - Throws: `DataError` without such a column; `CancellationError` after an interrupt.
  func codes(_ name: String) throws -> (codes: RowCodes, words: WordList) {
    try words(try index(of: name))
  }

  /// A column as a categorical feature.
  ///
  /// - Throws: `DataError` without such a column; `CancellationError` after an interrupt.
  package func feature(_ name: String) throws -> RawFeature {
    let (codes, words) = try words(try index(of: name))
    return RawFeature(name: name, values: .words(codes, words))
  }

  /// A column as a numeric feature.
  ///
  /// - Throws: `DataError` if it was read as words and too many of them are no numbers;
  ///   `CancellationError` after an interrupt.
  package func number(_ name: String) throws -> RawFeature {
    RawFeature(name: name, values: .numbers(try numbers(try index(of: name))))
  }

  /// A column as numbers, NaN where missing; rows with other words are bad.
  ///
  /// - Throws: `DataError` if those are too many; `CancellationError` after an interrupt.
  package func numbers(_ column: Int) throws -> RowNumbers {
    if columns[column].reading == .numbers, let memory {
      return .direct(columns[column].numbers(in: memory))
    }
    return try coded(column, expected: .number) { NumberStyle.plain.number($0) }
  }

  /// A column whose words mean numbers, NaN where missing; each distinct word is looked at once.
  ///
  /// Rows with a word without a `meaning` are bad.
  /// - Throws: `DataError` if those are too many; `CancellationError` after an interrupt.
  package func values(
    _ column: Int, expected: BadRow.Expected, meaning: (String) -> Float?
  ) throws -> RowNumbers {
    try coded(column, expected: expected) { word in
      meaning(String(decoding: word, as: UTF8.self)).map { Double($0) }
    }
  }

  /// The same in 64 bits; the words in `ignored` mean "missing", too.
  ///
  /// `isRounded`: numbers that 32 bits do not hold are rounded, as a feature's are (`RowNumbers.kept`).
  func coded(
    _ column: Int, expected: BadRow.Expected, ignoring ignored: [Int32] = [],
    isRounded: Bool = true, meaning: (UnsafeBufferPointer<UInt8>) -> Double?
  ) throws -> RowNumbers {
    let (codes, words) = try words(column)
    var meanings: [Double] = []
    var strangers: Set<Int32> = []
    for code in 0..<words.count {
      if code % 4096 == 0 { try interrupt.check() }
      let value = words.withBytes(of: code, meaning)
      let isTooLarge = value.map { abs($0) > Double(Float.greatestFiniteMagnitude) } ?? true
      let number = isTooLarge ? .nan : value ?? .nan
      meanings.append(isRounded ? RowNumbers.kept(number) : number)
      if isTooLarge { strangers.insert(Int32(code)) }
    }
    strangers.subtract(ignored)
    strangers.subtract(missingWords(column).codes)
    if !strangers.isEmpty {
      var rows: [Int32] = []
      codes.codes.forEachPiece { first, piece in
        for (row, code) in piece.enumerated() where strangers.contains(code) {
          rows.append(Int32(first + row))
        }
      }
      try reject(rows) { row in
        .unexpected(
          column: names[column], word: String(words[Int(codes[Int(row)])].prefix(40)),
          expected: expected)
      }
    }
    return .coded(codes, meanings)
  }

  /// The words that some row of a column holds, in the order of their codes.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package func distinctWords(_ column: Int) throws(CancellationError) -> [String] {
    let (codes, words) = try words(column)
    var isHeld = [Bool](repeating: false, count: words.count)
    codes.codes.forEachPiece { _, piece in
      for code in piece where code >= 0 { isHeld[Int(code)] = true }
    }
    for code in missingWords(column).codes { isHeld[Int(code)] = false }
    var held: [String] = []
    for code in isHeld.indices where isHeld[code] {
      if held.count % 4096 == 0 { try interrupt.check() }
      held.append(words[code])
    }
    return held
  }

  /// Where a word first stands in `column`; the first line if nowhere.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func firstLocation(
    of word: String?, in column: Int
  ) throws(CancellationError) -> (file: String, line: Int) {
    guard let memory, columns[column].reading == .words,
      let code = word.flatMap({ self.code(of: $0, in: column) })
    else { return (files.first?.path ?? "", 1) }
    // The codes as they were read: the word may be one that means "missing".
    let codes = columns[column].codes(in: memory)
    guard let row = (0..<rowCount).first(where: { codes[$0] == code }) else {
      return (files.first?.path ?? "", 1)
    }
    return location(ofRow: row)
  }

  /// A decimal number, `.5` and `1e-3` included; nil for "nan", "0x1p3", "1e999" and the like.
  package static func number(_ word: String) -> Float? {
    DecimalNumber.of(word).map { Float($0) }.flatMap { $0.isFinite ? $0 : nil }
  }
}
