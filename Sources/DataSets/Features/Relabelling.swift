package import System

extension DataSet {
  /// The same rows and features with some of the tasks.
  ///
  /// Rows, split and fingerprint stay, as where a saved model asks for fewer tasks.
  package func keeping(tasks indices: [Int]) -> DataSet {
    var result = self
    result.schema.tasks = indices.map { schema.tasks[$0] }
    result.labels = indices.map { labels[$0] }
    return result
  }

  /// The same rows and features with other tasks; `labels` belong to `rows`, ascending.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package func with(
    tasks: [Task], labels: [[Float]], ofRows rows: [Int32], source: String, note: DataNote,
    options: String, interrupt: Interrupt = .never
  ) throws -> DataSet {
    var result = self
    result.source = source
    result.schema.tasks = tasks
    let count = self.labels.first?.count ?? Int(rows.last ?? -1) + 1
    result.labels = labels.map { values in
      var column = [Float](repeating: .nan, count: count)
      for (row, value) in zip(rows, values) { column[Int(row)] = value }
      return Values(column)
    }
    result.notes.append(note)
    result.fingerprint = try result.digest(options: options, interrupt)
    return result
  }
}
