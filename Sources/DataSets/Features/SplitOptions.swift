package import ArgumentParser
import Numbers
import Options

/// How rows are split into training, validation and test.
package enum SplitRule: String, Sendable, Codable, CaseIterable, ExpressibleByArgument {
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
  /// By the times of a column: the earliest rows train, the latest test.
  case time
}

/// The options of the split; the same for every source that reads files.
package struct SplitOptions: ParsableArguments {
  @Option(help: "How rows are shared out.")
  package var split = SplitRule.official

  @Option(
    parsing: .upToNextOption,
    help: "Shares of training, validation and test, for random, ordered, group and time.")
  package var ratio = [8.0, 1, 1]

  @Option(help: ArgumentHelp("The column of the rules group and column.", valueName: "column"))
  package var splitBy: String?

  @Option(help: "For the rule column: the first value for validation.")
  package var validationFrom: String?

  @Option(help: "For the rule column: the first value for the test.")
  package var testFrom: String?

  package init() {}

  /// Checks that the options of the split fit each other.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    guard ratio.count == 3, ratio.allSatisfy({ $0 >= 0 }), ratio[0] > 0,
      ratio.reduce(0, +).isFinite
    else {
      throw SourceFault.wrongRatio
    }
    if [.group, .column].contains(split), splitBy == nil {
      throw OptionFault.needs(option: "split", value: split.rawValue, other: "split-by")
    }
    if splitBy != nil, ![.group, .column].contains(split) {
      throw OptionFault.goesOnlyWith(option: "split-by", other: "split", value: "group or column")
    }
    if ratio != [8, 1, 1], [.official, .column].contains(split) {
      throw OptionFault.goesOnlyWith(
        option: "ratio", other: "split", value: "random, ordered, group or time")
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

  /// `readings` with the column that the split looks at: words, which keep all digits.
  func reading(
    _ readings: [String: TextTable.Reading], time: String? = nil
  ) -> [String: TextTable.Reading] {
    var readings = readings
    for column in [splitBy, time].compactMap({ $0 }) where readings[column] != nil {
      readings[column] = .words
    }
    return readings
  }

  /// The split of a table's rows; `official` is what the source does by itself.
  ///
  /// - Throws: `DataError` if a column is not there, or a part that was asked for is empty.
  func rows(
    of table: some SplitTable, by column: String?, seed: UInt64, official: () throws -> Split
  ) throws -> SplitRows {
    let column = column ?? ""
    var result: SplitRows
    switch split {
    case .official: result = SplitRows(try official(), SplitNote(.official))
    case .random:
      result = SplitRows(
        Split(shuffling: table.rowCount, ratio: ratio, seed: seed), SplitNote(.random))
    case .ordered:
      result = SplitRows(Split(inOrder: table.rowCount, ratio: ratio), SplitNote(.ordered))
    case .group: result = try byGroup(table, column, seed)
    case .column: result = try byColumn(table, column)
    case .time: result = try byTime(table, column)
    }
    result.rows = result.rows.without(table.rejectedRows)
    if split != .official { try check(result.rows, table, column) }
    return result
  }

  /// Refuses a part that was asked for and has no row.
  private func check(_ rows: Split, _ table: some SplitTable, _ column: String) throws {
    let isByValue = split == .column
    func values() throws -> [String] { isByValue ? try tenths(table, column) : [] }
    if rows.train.isEmpty {
      throw DataError(
        .split(.noTrainingRow(column: isByValue ? column : nil, bounds: try values())),
        file: table.firstFile, line: 1)
    }
    let wanted: [(Split.Part, Bool)] =
      isByValue
      ? (validationFrom == nil && testFrom == nil
        ? [(.validation, true), (.test, true)]
        : [(.validation, validationFrom != nil), (.test, testFrom != nil)])
      : [(.validation, ratio[1] > 0), (.test, ratio[2] > 0)]
    guard let empty = wanted.first(where: { rows[$0.0].isEmpty && $0.1 })?.0 else { return }
    // Few groups leave a part empty by chance; one part to judge by is enough.
    if split == .group, !rows.validation.isEmpty || !rows.test.isEmpty { return }
    // Ten rows cannot be split eight to one to one by chance without luck.
    if [.random, .ordered].contains(split), table.rowCount < 10 { return }
    throw DataError(
      .split(
        .emptyPart(
          empty, column: [.group, .column, .time].contains(split) ? column : nil,
          bounds: try values())), file: table.firstFile, line: 1)
  }

  /// The values of a column from which on about a fifth and a tenth of the rows are left.
  private func tenths(_ table: some SplitTable, _ column: String) throws -> [String] {
    let values = try SplitValues(of: column, in: table)
    let rule = order(of: values.held)
    let order = values.counts.indices.filter { values.counts[$0] > 0 }.sorted {
      rule.precedes(values.words[$0], values.words[$1])
    }
    guard let cuts = SplitCuts(order.map { values.counts[$0] }).bounds([8, 1, 1]) else { return [] }
    return [values.words[order[cuts.validation]], values.words[order[cuts.test]]]
  }

  private func order(of words: [String]) -> SplitOrder {
    SplitOrder(words, bounds: [validationFrom, testFrom].compactMap { $0 })
  }

  private func byGroup(
    _ table: some SplitTable, _ column: String, _ seed: UInt64
  ) throws -> SplitRows {
    let codes = try table.codes(column)
    var random = RandomStream(seed: seed, purpose: "split groups")
    let bounds = Split.bounds(ratio)
    let parts = (0..<codes.words.count).map { _ -> Split.Part in
      let draw = random.uniform()
      return draw < bounds.0 ? .train : draw < bounds.1 ? .validation : .test
    }
    let rows = Split(rows: table.rowCount) { row in
      let code = codes.codes[row]
      return code < 0 ? .train : parts[Int(code)]
    }
    let groups = Split.Part.allCases.map { part in parts.count { $0 == part } }
    let missing = (0..<table.rowCount).count { codes.codes[$0] < 0 }
    return SplitRows(
      rows, SplitNote(.group, column: column, groups: groups, withoutValue: missing))
  }

  private func byColumn(_ table: some SplitTable, _ column: String) throws -> SplitRows {
    let values = try SplitValues(of: column, in: table)
    if validationFrom != nil || testFrom != nil { try values.refuseAmbiguousDates() }
    let order = order(of: values.held)
    let parts = values.words.map { part(of: $0, in: order) }
    if let stranger = parts.indices.first(where: { parts[$0] == nil && values.counts[$0] > 0 }) {
      let word = values.words[stranger]
      let location = try table.firstLocation(of: word, in: column)
      throw DataError(
        .split(.noPart(column: column, word: String(word.prefix(40)))), file: location.file,
        line: location.line)
    }
    let rows = Split(rows: table.rowCount) { row in
      let code = values.codes[row]
      return code < 0 ? nil : parts[Int(code)]
    }
    let bounds = [validationFrom, testFrom].compactMap { $0 }
    return SplitRows(
      rows, SplitNote(.column, column: column, bounds: bounds, withoutValue: values.missing))
  }

  /// The earliest rows train, the latest test; rows of one time are in one part.
  private func byTime(_ table: some SplitTable, _ column: String) throws -> SplitRows {
    let values = try SplitValues(of: column, in: table)
    let times = try values.times()
    var rowsAt: [Double: Int] = [:]
    for (code, count) in values.counts.enumerated() where count > 0 {
      rowsAt[times[code], default: 0] += count
    }
    let order = rowsAt.keys.sorted()
    let cuts = SplitCuts(order.map { rowsAt[$0] ?? 0 }).bounds(ratio)
    let bounds = [cuts?.validation, cuts?.test].map { index in
      index.flatMap { $0 < order.count ? order[$0] : nil } ?? .infinity
    }
    let rows = Split(rows: table.rowCount) { row in
      let code = values.codes[row]
      let time = code < 0 ? -.infinity : times[Int(code)]
      return time < bounds[0] ? .train : time < bounds[1] ? .validation : .test
    }
    let words = bounds.compactMap { bound in times.firstIndex(of: bound).map { values.words[$0] } }
    return SplitRows(
      rows, SplitNote(.time, column: column, bounds: words, withoutValue: values.missing))
  }

  /// The part of a value of the column; nil if it names none.
  private func part(of word: String, in order: SplitOrder) -> Split.Part? {
    if validationFrom == nil, testFrom == nil {
      let word = word.lowercased()
      return ["valid", "val", "dev"].contains(word) ? .validation : Split.Part(rawValue: word)
    }
    if let testFrom, !order.precedes(word, testFrom) { return .test }
    if let validationFrom, !order.precedes(word, validationFrom) { return .validation }
    return .train
  }
}

/// A split, and the notes that say how it came about.
package struct SplitRows: Sendable {
  var rows: Split
  var notes: [DataNote]

  /// Rows split as the source does.
  init(_ rows: Split, _ note: SplitNote? = nil) {
    self.rows = rows
    notes = note.map { [.split($0)] } ?? []
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
  /// Where a word first stands in a column.
  func firstLocation(of word: String, in name: String) throws -> (file: String, line: Int)
}

extension TextTable: SplitTable {
  var firstFile: String? { files.first?.path }

  func firstLocation(
    of word: String, in name: String
  ) throws -> (file: String, line: Int) {
    try firstLocation(of: word, in: try index(of: name))
  }
}
