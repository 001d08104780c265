package import Display

extension ExpertAblation {
  package var figure: Figure { .table(table) }

  /// One row per expert: how AUC and loss of each task change without it; the figures with all below.
  package var table: Table {
    let columns = tasks.flatMap { task in
      [
        Table.Column(key: "\(task).auc", header: "AUC", group: task, measure: "auc"),
        Table.Column(key: "\(task).loss", header: "loss", group: task, measure: "loss"),
      ]
    }
    let all = whole.flatMap { figures -> [Table.Cell] in
      [Self.cell(figures.auc, .fixed(4)), Self.cell(figures.loss, .fixed(5))]
    }
    return Table(
      title: "Experts left out · \(look.title)",
      subtitle: "Change of AUC and loss without the expert; the last row has all experts.",
      columns: [Table.Column(key: "without", header: "without")] + columns,
      rows: experts.indices.map(row) + [
        Table.Row([.text("none")] + all, ruleAbove: true)
      ], longForm: .by("task"), reading: reading, maximumRows: nil)
  }

  private static func cell(_ value: Double?, _ format: NumberFormat) -> Table.Cell {
    value.flatMap { $0.isNaN ? nil : .number($0, format) } ?? .missing
  }

  private func row(_ expert: Int) -> Table.Row {
    Table.Row(
      [.text(experts[expert])]
        + tasks.indices.flatMap { task -> [Table.Cell] in
          [
            Self.cell(change(\.auc, expert, task), .signed(4)),
            Self.cell(lossChange(expert, task), .signed(5)),
          ]
        }, note: isNeedless(expert) ? "no task needs it" : nil)
  }

  private func change(
    _ figure: KeyPath<Figures, Double?>, _ expert: Int, _ task: Int
  ) -> Double? {
    guard let after = without[expert][task][keyPath: figure],
      let before = whole[task][keyPath: figure]
    else { return nil }
    return after - before
  }

  private func lossChange(_ expert: Int, _ task: Int) -> Double {
    without[expert][task].loss - whole[task].loss
  }

  /// No task's loss rises by a thousandth.
  private func isNeedless(_ expert: Int) -> Bool {
    tasks.indices.allSatisfy {
      !(lossChange(expert, $0) > 0.001 * whole[$0].loss)
    }
  }

  /// Experts that can be left out, one at a time, without harm.
  package var needlessExperts: [String] { experts.indices.filter(isNeedless).map { experts[$0] } }

  private var reading: String {
    let needs = tasks.indices.compactMap { task -> String? in
      guard
        let most = experts.indices.max(by: { lossChange($0, task) < lossChange($1, task) }),
        lossChange(most, task) > 0.001 * whole[task].loss
      else { return nil }
      let rise = NumberFormat.signed(4).text(lossChange(most, task))
      return "\(tasks[task]) needs \(experts[most]) most (loss \(rise))"
    }
    let needless = needlessExperts
    let first = needs.isEmpty ? "No task needs a single expert." : Phrase.list(needs) + "."
    if needs.isEmpty || needless.isEmpty { return first }
    return first + " No task loses without \(Phrase.list(needless)), each on its own."
  }
}
