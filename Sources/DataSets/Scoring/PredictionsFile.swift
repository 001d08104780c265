/// Predictions of another program, for a part of a data set.
package struct PredictionsFile {
  /// Of each task, in the order of the part's rows.
  package let predictions: [[Float]]

  /// Reads a column for each task, named as the task or `task.predicted`; of one task, the last column.
  ///
  /// A column `row` says which row each is, as `predict` counts them; else there are as many as the part
  /// has rows, in their order.
  ///
  /// - Throws: `DataError` with file and line; `CancellationError` after an interrupt.
  package init(
    _ path: String, tasks: [Task], rows: [Int32], _ context: LoadContext
  ) throws {
    let form = FormRecognition(
      try TextSample(of: path), GivenForm(names: Set(tasks.map(\.name) + ["row"])))
    let table = TextTable(missing: .standard)
    try table.append(file: path, format: form.form.format(missing: []), context: context)
    let order = try Self.order(table, rows, path)
    predictions = try tasks.map { task in
      let names = [task.name, "\(task.name).predicted", "p_\(task.name)", "\(task.name)_pred"]
      let found = names.compactMap { table.names.firstIndex(of: $0) }.first
      guard let column = found ?? (tasks.count == 1 ? table.names.count - 1 : nil) else {
        throw DataError(
          .predictions(.noTask(task.name, columns: table.names)), file: path, line: 1)
      }
      let numbers = try table.numbers(column)
      return try order.map { row in
        let number = numbers[row]
        guard number.isFinite, task.kind == .regression || (0...1).contains(number) else {
          let location = table.location(ofRow: row)
          throw DataError(
            .predictions(.notAProbability(column: table.names[column])), file: location.file,
            line: location.line)
        }
        return number
      }
    }
  }

  /// The table's row of each row of the part.
  private static func order(
    _ table: TextTable, _ rows: [Int32], _ path: String
  ) throws -> [Int] {
    guard let column = table.names.firstIndex(of: "row") else {
      guard table.rowCount == rows.count else {
        throw DataError(
          .predictions(.wrongCount(table.rowCount, expected: rows.count)), file: path, line: 1)
      }
      return Array(0..<rows.count)
    }
    let numbers = try table.numbers(column)
    var rowOfNumber: [Int: Int] = [:]
    for row in 0..<table.rowCount where !numbers.exact(row).isNaN {
      rowOfNumber[Int(numbers.exact(row))] = row
    }
    return try rows.map { row in
      guard let found = rowOfNumber[Int(row) + 1] else {
        throw DataError(.predictions(.noRow(Int(row) + 1)), file: path, line: 1)
      }
      return found
    }
  }
}
