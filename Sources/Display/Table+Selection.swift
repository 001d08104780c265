extension Table {
  /// Position of a column, by its key.
  package func index(ofColumn key: String) -> Int? { columns.firstIndex { $0.key == key } }

  /// The rows in which every one of these columns has this value, as text or as a number.
  package func matching(_ conditions: [(column: Int, value: String)]) -> Table {
    var table = self
    table.rows = rows.filter { row in
      conditions.allSatisfy { row.cells[$0.column].equals($0.value) }
    }
    return table
  }

  /// The rows in order of a column: numbers before words, what is missing last in any case.
  ///
  /// Rows that are equal there stay in their order.
  package func sorted(by column: Int, descending: Bool) -> Table {
    var table = self
    let ranks = rows.map { ($0.cells[column].rank, $0) }
    table.rows = ranks.enumerated().sorted { first, second in
      let (left, right) = (first.element.0, second.element.0)
      if left.kind != right.kind { return left.kind < right.kind }
      if left.number != right.number {
        return (left.number < right.number) != descending
      }
      if left.text != right.text { return (left.text < right.text) != descending }
      return first.offset < second.offset
    }.map { $0.element.1 }
    return table
  }

  /// Some of the columns, in this order.
  package func selecting(_ indices: [Int]) -> Table {
    var table = self
    table.columns = indices.map { columns[$0] }
    table.rows = rows.map { row in
      Row(indices.map { row.cells[$0] }, ruleAbove: row.ruleAbove, note: row.note)
    }
    table.names = nil
    return table
  }
}

extension Table.Cell {
  fileprivate func equals(_ text: String) -> Bool {
    if let value, let number = Double(text) { return value == number }
    return rawText == text
  }

  fileprivate var rank: (kind: Int, number: Double, text: String) {
    switch self {
    case .text(let text): (1, 0, text)
    default: value.flatMap { $0.isNaN ? nil : (0, $0, "") } ?? (2, 0, "")
    }
  }
}
