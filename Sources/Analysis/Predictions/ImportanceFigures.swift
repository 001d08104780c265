package import Display

extension Importance {
  package var figure: Figure { .table(table) }

  /// One row per field, the most needed first; mean and spread of the fall per task.
  package var table: Table {
    let order = fields.indices.sorted { one, other in
      let (first, second) = (largest(one), largest(other))
      return first == second ? one < other : first > second
    }
    let columns = tasks.enumerated().flatMap { index, task -> [Table.Column] in
      let group = "\(task) \(isRegression[index] ? "R²" : "AUC")"
      return [
        Table.Column(key: task, header: "loses", group: group),
        Table.Column(key: "\(task).deviation", header: "±", group: group),
      ]
    }
    return Table(
      title: "Importance of fields · \(look.title)",
      subtitle:
        "How much a task's AUC (R² of a regression) falls when the field's values are shuffled: "
        + "mean ± standard deviation of \(Phrase.count(repeats, "shuffle")).",
      columns: [Table.Column(key: "field", header: "field")] + columns,
      rows: order.map(row), reading: reading, maximumRows: 60)
  }

  private func largest(_ field: Int) -> Double { falls[field].map(\.mean).max() ?? 0 }

  private func row(_ field: Int) -> Table.Row {
    Table.Row(
      [.text(fields[field])]
        + falls[field].flatMap { fall -> [Table.Cell] in
          [.number(fall.mean, .signed(4)), .number(fall.deviation, .fixed(4))]
        }, note: onlyTask(of: field).map { "\(tasks[$0]) only" })
  }

  /// The one task that a field matters to, where there are several; nil if it matters to none or more.
  private func onlyTask(of field: Int) -> Int? {
    let tasks = falls[field].indices.filter { falls[field][$0].matters }
    return self.tasks.count > 1 && tasks.count == 1 ? tasks[0] : nil
  }

  private var reading: String {
    let most = tasks.indices.map { task -> String in
      let field = fields.indices.max { falls[$0][task].mean < falls[$1][task].mean } ?? 0
      return "\(tasks[task]) needs \(fields[field]) most "
        + "(\(NumberFormat.fixed(4).text(falls[field][task].mean)))"
    }
    let idle = fields.indices.filter { field in falls[field].allSatisfy { !$0.matters } }
    return Phrase.list(most) + "."
      + (idle.isEmpty
        ? "" : " No task loses without \(Phrase.list(idle.map { fields[$0] })), each on its own.")
  }
}
