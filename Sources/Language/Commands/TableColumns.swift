import Display

/// The columns of a table by their keys, or by the headers that a person sees, with errors that list the keys.
struct TableColumns {
  private let table: Table

  init(_ table: Table) { self.table = table }

  func index(_ key: String) throws(Complaint) -> Int {
    if let index = table.index(ofColumn: key) ?? index(ofHeader: key) { return index }
    let keys = table.columns.map(\.key)
    // As the columns of a comparison were called before it had a row per task.
    if let dot = key.lastIndex(of: "."), keys.contains("task"),
      keys.contains(String(key[key.index(after: dot)...]))
    {
      throw Complaint(
        .name, "There is no column '\(key)'; rows have a column 'task'.",
        wayOut: "`show t --where task=\(key[..<dot])` chooses its rows.", about: key)
    }
    throw Complaint(
      .name, "There is no column '\(key)'.\(Suggestion.question(for: key, among: keys))",
      wayOut: "Columns: \(Phrase.few(keys)).", about: key)
  }

  /// The only column with this header, whatever its case.
  private func index(ofHeader word: String) -> Int? {
    let found = table.columns.indices.filter {
      table.columns[$0].header.lowercased() == word.lowercased()
    }
    return found.count == 1 ? found[0] : nil
  }

  func cells(_ key: String) throws(Complaint) -> [Table.Cell] {
    let index = try index(key)
    return table.rows.map { $0.cells[index] }
  }

  func numbers(_ key: String) throws(Complaint) -> [Double?] {
    let cells = try cells(key)
    guard cells.contains(where: { $0.value != nil }) else {
      let numeric = table.columns.map(\.key).filter { key in
        table[column: key]?.contains { $0.value != nil } ?? false
      }
      throw Complaint(
        .usage, "Column '\(key)' holds no numbers.",
        wayOut: "Columns of numbers: \(Phrase.few(numeric)).", about: key)
    }
    return cells.map(\.value)
  }
}
