extension Table {
  /// The tables as one: full outer join where the columns of names are the same, else one above the other.
  ///
  /// Where both have different values under the same names, the rows of both are kept.
  func joined(with other: Table) -> Table {
    let names = nameCount
    let sameNames =
      names == other.nameCount
      && columns.prefix(names).map(\.key) == other.columns.prefix(names).map(\.key)
    return (sameNames ? beside(other, names) : nil) ?? above(other)
  }

  /// Rows with equal names become one; `nil` if they hold different values of a measure.
  private func beside(_ other: Table, _ names: Int) -> Table? {
    func key(_ row: Row) -> [String] { row.cells.prefix(names).map(\.rawText) }
    var (result, added) = aligned(with: other)
    let slots = Dictionary(
      rows.enumerated().map { (key($1), $0) }, uniquingKeysWith: { first, _ in first })
    for row in added {
      guard let slot = slots[key(row)] else {
        result.rows.append(row)
        continue
      }
      for (column, cell) in row.cells.enumerated() where !cell.rawText.isEmpty {
        let own = result.rows[slot].cells[column].rawText
        if !own.isEmpty, own != cell.rawText { return nil }
        if own.isEmpty { result.rows[slot].cells[column] = cell }
      }
    }
    return result
  }

  /// The rows of `other` below, under columns of the same keys.
  package func above(_ other: Table) -> Table {
    var (result, added) = aligned(with: other)
    result.rows += added
    return result
  }

  /// The table with the columns that only `other` has, and the rows of `other` under all columns.
  private func aligned(with other: Table) -> (table: Table, added: [Row]) {
    var result = self
    result.columns += other.columns.filter { column in
      !columns.contains { $0.key == column.key }
    }
    let gap = Array(repeating: Cell.missing, count: result.columns.count - columns.count)
    for index in rows.indices { result.rows[index].cells += gap }
    let indices = result.columns.map { column in
      other.columns.firstIndex { $0.key == column.key }
    }
    let added = other.rows.map { row in
      Row(indices.map { $0.map { row.cells[$0] } ?? .missing }, note: row.note)
    }
    return (result, added)
  }
}
