extension Table {
  /// The tables as one: full outer join where the columns of names are the same, else one above the other.
  ///
  /// Measures that both have under the same names make rows of their own, so that none is lost.
  func joined(with other: Table) -> Table {
    let names = nameCount
    let sameNames =
      names == other.nameCount
      && columns.prefix(names).map(\.key) == other.columns.prefix(names).map(\.key)
    let ownMeasures = Set(columns.dropFirst(names).map(\.key))
    let isDisjoint = other.columns.dropFirst(names).allSatisfy { !ownMeasures.contains($0.key) }
    return sameNames && isDisjoint ? beside(other, names) : above(other)
  }

  /// Rows with equal names become one.
  private func beside(_ other: Table, _ names: Int) -> Table {
    let added = other.columns.count - names
    var result = self
    result.columns += other.columns.dropFirst(names)
    var slots: [[String]: Int] = [:]
    for index in rows.indices {
      slots[rows[index].cells.prefix(names).map(\.rawText)] =
        slots[
          rows[index].cells.prefix(names).map(\.rawText), default: index]
      result.rows[index].cells += Array(repeating: .missing, count: added)
    }
    for row in other.rows {
      let cells = Array(row.cells.dropFirst(names))
      if let slot = slots[row.cells.prefix(names).map(\.rawText)] {
        result.rows[slot].cells.replaceSubrange(columns.count..., with: cells)
      } else {
        let gap = Array(repeating: Cell.missing, count: columns.count - names)
        result.rows.append(Row(row.cells.prefix(names) + gap + cells))
      }
    }
    return result
  }

  /// The rows of `other` below, under columns of the same keys.
  package func above(_ other: Table) -> Table {
    var result = self
    result.columns += other.columns.filter { column in
      !columns.contains { $0.key == column.key }
    }
    let added = result.columns.count - columns.count
    for index in rows.indices {
      result.rows[index].cells += Array(repeating: .missing, count: added)
    }
    let indices = result.columns.map { column in
      other.columns.firstIndex { $0.key == column.key }
    }
    result.rows += other.rows.map { row in
      Row(indices.map { $0.map { row.cells[$0] } ?? .missing }, note: row.note)
    }
    return result
  }
}
