import Numbers

extension Table {
  /// The table, split into a section per value if some rows lack figures of some values.
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
    // No rule between sections, so that all bars keep one scale.
    table.rows = subjects.flatMap { subject -> [Row] in
      let own = measures.map { measure in
        columns.firstIndex { $0.subject == subject && $0.measure == measure }
      }
      let known = rows.filter { has(subject, $0) }
      if known.isEmpty {
        return [
          Row(
            [.text(subject)] + columns[..<first].map { _ in .text("") }
              + own.map { _ in .missing } + rest.map { _ in .text("") })
        ]
      }
      return known.enumerated().map { index, row in
        let isFirst = subjects.first { has($0, row) } == subject
        return Row(
          [.text(index == 0 ? subject : "")] + row.cells[..<first]
            + own.map { $0.map { row.cells[$0] } ?? .missing } + rest.map { row.cells[$0] },
          note: isFirst ? row.note : nil)
      }
    }
    return table
  }

  /// True if a subject has figures in some rows but not in others.
  private func hasGaps(_ subjects: [String]) -> Bool {
    let rows = rows.filter { $0.footer == nil }
    return subjects.contains { subject in Set(rows.map { has(subject, $0) }).count > 1 }
  }

  /// True if the row has a figure of the subject.
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
