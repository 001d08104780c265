import Numbers

extension Table {
  /// The table, or where rows lack figures of some of many values of its dimension, a section for each value
  /// with the figures that there are.
  ///
  /// Sections have a `subtitle` of their own. The rows that commands compute with are the same.
  package func withoutGaps(subtitle: String) -> Table {
    let subjects = columns.compactMap(\.subject).uniqued()
    guard case .by(let dimension) = longForm, subjects.count > 2, hasGaps(subjects) else {
      return self
    }
    let measures = columns.compactMap(\.measure).uniqued()
    let first = columns.firstIndex { $0.measure != nil } ?? 0
    let rest = columns.indices.filter { $0 > first && columns[$0].measure == nil }
    var table = self
    table.subtitle = subtitle
    table.longForm = .table(tidy)
    table.columns =
      [Column(key: dimension, header: dimension)] + columns[..<first].map(\.withHeader)
      + measures.map { Column(key: $0, header: header(of: $0)) } + rest.map { columns[$0] }
    // No line between sections: bars of shares between two lines have a scale of their own.
    table.rows = subjects.flatMap { subject in
      let own = measures.map { measure in
        columns.firstIndex { $0.subject == subject && $0.measure == measure }
      }
      return rows.filter { has(subject, $0) }.enumerated().map { index, row in
        Row(
          [.text(index == 0 ? subject : "")] + row.cells[..<first]
            + own.map { $0.map { row.cells[$0] } ?? .missing } + rest.map { row.cells[$0] },
          note: row.note)
      }
    }
    return table
  }

  private func hasGaps(_ subjects: [String]) -> Bool {
    rows.contains { row in row.footer == nil && subjects.contains { !has($0, row) } }
  }

  /// Whether a row has a figure of the subject.
  private func has(_ subject: String, _ row: Row) -> Bool {
    columns.indices.contains { columns[$0].subject == subject && row.cells[$0].value != nil }
  }

  /// A measure's header below the names of groups; without groups the headers are those names.
  private func header(of measure: String) -> String {
    columns.first { $0.measure == measure && $0.group != nil }?.header ?? measure
  }
}

extension Table.Column {
  /// The column with its key as header where it had none.
  fileprivate var withHeader: Table.Column {
    var column = self
    if column.header.isEmpty { column.header = column.key }
    return column
  }
}
