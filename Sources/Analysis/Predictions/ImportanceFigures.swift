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
      [
        Table.Column(
          key: task, header: "drop in \(kinds[index].qualityName)", group: task, measure: "fall"),
        Table.Column(key: "\(task).deviation", header: "±", group: task, measure: "deviation"),
      ]
    }
    return Table(
      title: "Importance of fields · \(look.title)",
      subtitle:
        "How much a task's AUC (R² of a regression) drops when the field's values are shuffled: "
        + (repeats > 1 ? "mean ± standard deviation of \(repeats) shuffles." : "one shuffle."),
      columns: [Table.Column(key: "field", header: "field")] + columns,
      rows: order.map(row), longForm: .by("task"), reading: reading, maximumRows: 60)
  }

  private func largest(_ field: Int) -> Double { falls[field].map(\.mean).max() ?? 0 }

  private func row(_ field: Int) -> Table.Row {
    Table.Row(
      [.text(fields[field])]
        + falls[field].flatMap { fall -> [Table.Cell] in
          [
            .number(fall.mean, .fixed(4)),
            fall.deviation.map { .number($0, .fixed(4)) } ?? .missing,
          ]
        }, note: onlyTask(of: field).map { "\(tasks[$0]) only" })
  }

  /// The one task that a field matters to, where there are several; nil if it matters to none or more.
  private func onlyTask(of field: Int) -> Int? {
    let tasks = falls[field].indices.filter { falls[field][$0].isBeyondScatter }
    return self.tasks.count > 1 && tasks.count == 1 && falls[field][tasks[0]].matters
      ? tasks[0] : nil
  }

  private var reading: String {
    let needs = tasks.indices.compactMap { task -> String? in
      let mattering = fields.indices.filter { falls[$0][task].matters }
      guard let field = mattering.max(by: { falls[$0][task].mean < falls[$1][task].mean }) else {
        return nil
      }
      return "\(tasks[task]) needs \(fields[field]) most "
        + "(\(NumberFormat.fixed(4).text(falls[field][task].mean)))"
    }
    let idle = fields.indices.filter { field in falls[field].allSatisfy { !$0.matters } }
    let isMeasured =
      constantTasks.count == 1 ? "is not measured: it has" : "are not measured: they have"
    let sentences = [
      needs.isEmpty ? nil : Phrase.list(needs) + ".",
      idle.isEmpty
        ? nil
        : "No task loses more than \(NumberFormat.fixed(3).text(TaskScores.leastFall)) without "
          + "\(Phrase.eachAlone(idle.map { fields[$0] })).",
      constantTasks.isEmpty
        ? nil : "\(Phrase.list(constantTasks)) \(isMeasured) labels of one value on these rows.",
    ]
    return sentences.compactMap { $0 }.joined(separator: " ")
  }
}
