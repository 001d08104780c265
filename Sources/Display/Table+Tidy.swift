import Numbers

extension Table: Picture {
  /// The rows as they are; or the long form that the table has.
  package var tidy: Table {
    switch longForm {
    case .by(let dimension): return long(by: dimension)
    case .table(let table): return table
    case nil:
      var table = self
      table.hint = nil
      return table
    }
  }

  /// One row per value of a dimension; footers become columns.
  private func long(by dimension: String) -> Table {
    let names = columns.indices.filter { columns[$0].measure == nil }
    let subjects = columns.compactMap(\.subject).uniqued()
    let measures = columns.compactMap(\.measure).uniqued()
    let footers = rows.filter { $0.footer != nil }
    let keys = [dimension] + names.map { columns[$0].key }
    let all = measures + footers.compactMap(\.footer)
    var long = Table(
      title: title, columns: (keys + all).map { Column(key: $0, header: $0) },
      rows: subjects.flatMap { subject -> [Row] in
        let indices = measures.map { measure in
          columns.firstIndex { $0.subject == subject && $0.measure == measure }
        }
        func cell(_ row: Row, _ index: Int?) -> Cell { index.map { row.cells[$0] } ?? .missing }
        return rows.filter { $0.footer == nil }.compactMap { row in
          let figures = indices.map { cell(row, $0) }
          // A task that does not see an expert has no figure of it.
          if figures.allSatisfy({ $0.value == nil }) { return nil }
          return Row(
            [.text(subject)] + names.map { row.cells[$0] } + figures
              + footers.map { cell($0, indices[0]) })
        }
      })
    long.names = keys.count
    return long
  }
}

extension Table.Column {
  /// The value of the table's dimension that the column is of.
  var subject: String? { measure == nil ? nil : group ?? header }
}
