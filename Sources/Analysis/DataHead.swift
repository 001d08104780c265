package import DataSets
package import Display

/// The first rows of a data set, as a person would read them.
package struct DataHead: Sendable {
  private let data: DataSet
  private let rows: [Int32]
  private let title: String

  /// The first `count` rows of a part in file order.
  package init(
    _ data: DataSet, part: Split.Part = .train, count: Int = 5
  ) throws(AnalysisError) {
    let selection = try RowSelection([part], of: data)
    self.data = data
    rows = Array(selection.rows.prefix(max(1, count)))
    title = "First \(Phrase.count(rows.count, "row")) · \(data.source) · \(selection.title)"
  }

  package var figure: Figure {
    let features = data.schema.features.map { Table.Column(key: $0.name, header: $0.name) }
    let tasks = data.schema.tasks.map {
      Table.Column(key: $0.name, header: $0.name, group: "label")
    }
    let formats = data.columns.map(format)
    let body = rows.map { row in
      let index = Int(row)
      let values = data.columns.indices.map { cell(feature: $0, row: index, formats[$0]) }
      let labels = data.schema.tasks.indices.map { label(task: $0, row: index) }
      return Table.Row([.number(Double(row) + 1, .count)] + values + labels)
    }
    return .table(
      Table(
        title: title, subtitle: "Raw values; n/a is a missing one.",
        columns: [Table.Column(key: "row", header: "row")] + features + tasks, rows: body))
  }

  /// Whole numbers without a point, if the column's shown ones all are.
  private func format(of column: DataSet.Column) -> NumberFormat {
    switch column {
    case .numbers(let raw, _), .bins(let raw, _):
      let shown = rows.map { raw[Int($0)] }.filter { !$0.isNaN }
      return shown.allSatisfy { $0 == $0.rounded() } ? .count : .significant(4)
    case .categories, .lists: return .count
    }
  }

  private func cell(feature: Int, row: Int, _ format: NumberFormat) -> Table.Cell {
    let name = data.schema.features[feature].name
    if let digits = data.carried.identifiers.first(where: { $0.name == name })?[row] {
      return digits.isEmpty ? .missing : .text(digits)
    }
    switch data.columns[feature] {
    case .categories(let ids):
      return data.word(of: ids[row], feature: feature).map(Table.Cell.text) ?? .missing
    case .numbers(let raw, _), .bins(let raw, _):
      return raw[row].isNaN ? .missing : .number(raw[row].asWritten, format)
    case .lists(let lists):
      let items = lists.items(ofRow: row)
      let words = items.prefix(4).map { data.word(of: lists.ids[$0], feature: feature) ?? "?" }
      return .text((words + (items.count > 4 ? ["… \(items.count)"] : [])).joined(separator: " "))
    }
  }

  private func label(task: Int, row: Int) -> Table.Cell {
    let value = data.labels[task][row]
    if value.isNaN { return .missing }
    return .number(
      value.asWritten, data.schema.tasks[task].kind == .binary ? .count : .significant(4))
  }
}
