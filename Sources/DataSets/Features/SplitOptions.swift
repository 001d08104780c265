package import ArgumentParser
import Numbers
import Options

/// How rows are shared out among training, validation and test.
package enum SplitRule: String, Sendable, CaseIterable, ExpressibleByArgument {
  /// As the owner of the data or their literature does; each source says how.
  case official
  /// By chance, with the seed.
  case random
  /// By order: the first rows train, the last test.
  case ordered
  /// All rows of one value of a column in the same part, by chance.
  case group
  /// By a column's value: a date or number from which on rows are for validation or test, or the
  /// words train, validation and test.
  case column
}

/// The options of the split; the same for every source that reads files.
package struct SplitOptions: ParsableArguments {
  @Option(help: "How rows are shared out.")
  package var split = SplitRule.official

  @Option(
    parsing: .upToNextOption,
    help: "Shares of training, validation and test, for random, ordered and group.")
  package var ratio = [8.0, 1, 1]

  @Option(help: ArgumentHelp("The column of the rules group and column.", valueName: "column"))
  package var splitBy: String?

  @Option(help: "For the rule column: the first value for validation.")
  package var validationFrom: String?

  @Option(help: "For the rule column: the first value for the test.")
  package var testFrom: String?

  package init() {}

  package func validate() throws {
    guard ratio.count == 3, ratio.allSatisfy({ $0 >= 0 }), ratio[0] > 0,
      ratio.reduce(0, +).isFinite
    else {
      throw SourceFault.wrongRatio
    }
    if [.group, .column].contains(split), splitBy == nil {
      throw OptionFault.needs(option: "split", value: split.rawValue, other: "split-by")
    }
    for (option, value) in [("validation-from", validationFrom), ("test-from", testFrom)]
    where value != nil && split != .column {
      throw OptionFault.goesOnlyWith(option: option, other: "split", value: "column")
    }
  }

  /// For the fingerprint.
  var text: String {
    split == .official
      ? ""
      : " split \(split.rawValue) \(ratio) \(splitBy ?? "") \(validationFrom ?? "") \(testFrom ?? "")"
  }

  /// `readings` with the column that the split looks at.
  func reading(_ readings: [String: TextTable.Reading]) -> [String: TextTable.Reading] {
    var readings = readings
    if let splitBy, readings[splitBy] == .nothing { readings[splitBy] = .words }
    return readings
  }

  /// The split of a table's rows; `official` is what the source does by itself.
  ///
  /// - Throws: `DataError` if a column is not there, or no row is left for training.
  func rows(
    of table: some SplitTable, seed: UInt64, official: () throws -> Split
  ) throws -> Split {
    let split: Split
    switch self.split {
    case .official: split = try official()
    case .random: split = Split(shuffling: table.rowCount, ratio: ratio, seed: seed)
    case .ordered: split = Split(inOrder: table.rowCount, ratio: ratio)
    case .group: split = try byGroup(table, seed)
    case .column: split = try byColumn(table)
    }
    if split.train.isEmpty, self.split != .official {
      throw DataError(.split(.noTrainingRow), file: table.firstFile, line: 1)
    }
    return split.without(table.rejectedRows)
  }

  private func byGroup(_ table: some SplitTable, _ seed: UInt64) throws -> Split {
    let codes = try table.codes(splitBy ?? "")
    var random = RandomStream(seed: seed, purpose: "split groups")
    let bounds = Split.bounds(ratio)
    let parts = (0..<codes.words.count).map { _ -> Split.Part in
      let draw = random.uniform()
      return draw < bounds.0 ? .train : draw < bounds.1 ? .validation : .test
    }
    return Split(rows: table.rowCount) { row in
      let code = codes.codes[row]
      return code < 0 ? .train : parts[Int(code)]
    }
  }

  private func byColumn(_ table: some SplitTable) throws -> Split {
    let codes = try table.codes(splitBy ?? "")
    let parts = (0..<codes.words.count).map { part(of: codes.words[$0]) }
    if let stranger = parts.firstIndex(of: nil) {
      let place = try table.firstPlace(of: codes.words[stranger], in: splitBy ?? "")
      throw DataError(
        .split(
          .noPart(column: splitBy ?? "", word: String(codes.words[stranger].prefix(40)))),
        file: place.file, line: place.line)
    }
    return Split(rows: table.rowCount) { row in
      let code = codes.codes[row]
      return code < 0 ? nil : parts[Int(code)]
    }
  }

  /// The part of a value of the column; nil if it names none.
  private func part(of word: String) -> Split.Part? {
    if validationFrom == nil, testFrom == nil {
      let word = word.lowercased()
      return ["valid", "val"].contains(word) ? .validation : Split.Part(rawValue: word)
    }
    if let testFrom, !Self.precedes(word, testFrom) { return .test }
    if let validationFrom, !Self.precedes(word, validationFrom) { return .validation }
    return .train
  }

  /// Numbers in their order, other words in that of their bytes, as dates of equal length are.
  private static func precedes(_ one: String, _ other: String) -> Bool {
    if let first = Double(one), let second = Double(other) { return first < second }
    return one.utf8.lexicographicallyPrecedes(other.utf8)
  }
}

/// A table whose rows can be shared out by what a column says.
protocol SplitTable {
  var rowCount: Int { get }
  /// Rows that belong to no part, ascending.
  var rejectedRows: [Int32] { get }
  var firstFile: String? { get }
  /// A column's rows as codes of words, and the words.
  ///
  /// - Throws: `DataError` without such a column; `CancellationError` after an interrupt.
  func codes(_ name: String) throws -> (codes: RowCodes, words: WordList)
  /// The place where a word first stands in a column.
  func firstPlace(of word: String, in name: String) throws -> (file: String, line: Int)
}

extension TextTable: SplitTable {
  var firstFile: String? { files.first?.path }

  func firstPlace(
    of word: String, in name: String
  ) throws -> (file: String, line: Int) {
    try firstPlace(of: word, in: try index(of: name))
  }
}
