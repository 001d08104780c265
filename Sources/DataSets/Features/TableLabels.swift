/// The tasks of a table of the user's own, and their labels.
struct TableLabels {
  private(set) var tasks: [Task] = []
  private(set) var values: [RowNumbers] = []
  private(set) var notes: [DataNote] = []
  /// The columns they are made of.
  private(set) var indices: [Int] = []
  private let table: TextTable
  private let file: TableFile

  /// The names of those columns, which are no features.
  var columns: Set<String> { Set(indices.map { table.names[$0] }) }

  init(
    _ options: ColumnOptions, of table: TextTable, among chosen: [String], _ file: TableFile
  ) throws {
    self.table = table
    self.file = file
    for name in try options.labelNames(among: chosen) {
      if options.regression.contains(name) {
        let column = try table.index(of: name)
        indices.append(column)
        tasks.append(Task(name: name, kind: .regression))
        values.append(try table.numbers(column, file))
      } else {
        try add(LabelExpression(name, names: table.names))
      }
    }
    // Labels that are not learned now are no features all the same.
    for name in options.label + options.regression {
      for column in LabelExpression(name, names: table.names).columns {
        if let index = table.names.firstIndex(of: column), !indices.contains(index) {
          indices.append(index)
        }
      }
    }
  }

  private mutating func add(_ label: LabelExpression) throws {
    var columns: [Int] = []
    for name in label.columns { columns.append(try table.index(of: name)) }
    indices += columns
    tasks.append(Task(name: label.text))
    guard let (comparison, word) = label.comparison else {
      let meaning = try BinaryMeaning(of: columns[0], in: table)
      values.append(
        try table.values(columns[0], expected: .words(["0", "1"]), meaning: { meaning.values[$0] }))
      notes += meaning.notes
      return
    }
    notes.append(.labelColumns(label: label.text, label.columns))
    let bound = try NumberStyle.plain.number(word) ?? boundInStyle(of: columns[0], word)
    if columns.count == 1, let number = bound {
      let numbers = try table.writtenNumbers(columns[0], file)
      values.append(numbers.mapped { comparison.holds($0, number) ? 1 : 0 })
    } else if columns.count == 1, comparison.isEquality {
      values.append(
        try table.values(columns[0], expected: .words([word])) {
          comparison.holds($0, word) ? 1 : 0
        })
    } else if columns.count == 2, let number = bound {
      let (above, below) = (
        try table.writtenNumbers(columns[0], file), try table.writtenNumbers(columns[1], file)
      )
      values.append(
        .direct(
          Values(
            (0..<table.rowCount).map { row -> Float in
              let ratio = above.exact(row) / below.exact(row)
              return ratio.isFinite ? (comparison.holds(ratio, number) ? 1 : 0) : .nan
            })))
    } else {
      let location = table.location(ofRow: 0)
      throw DataError(
        .label(.notComparable(label.text, word: word)), file: location.file, line: location.line)
    }
  }

  /// A bound that is written as the column's numbers are, such as 4,5.
  private func boundInStyle(of column: Int, _ word: String) throws -> Double? {
    guard table.columns[column].reading == .words else { return nil }
    return try table.style(of: column, file).number(word)
  }
}

extension RowNumbers {
  /// Each number's meaning, NaN for a missing one.
  func mapped(_ meaning: (Double) -> Double) -> RowNumbers {
    switch self {
    case .coded(let codes, let meanings):
      return .coded(codes, meanings.map { $0.isNaN ? $0 : meaning($0) })
    case .direct(let values):
      return .direct(Values(values.map { $0.isNaN ? $0 : Float(meaning(Double($0))) }))
    case .missing: return self
    }
  }
}
