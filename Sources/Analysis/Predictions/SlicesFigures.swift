import Numbers

package import Display

extension Slices {
  package var figure: Figure { .table(table) }

  /// One row per slice and task, all rows first.
  package var table: Table {
    Table(
      title:
        "Slices by \(field) · \(look.model)\(other.map { " against \($0)" } ?? "") · \(look.rowsTitle)",
      subtitle: subtitle, columns: shown.map(\.column), rows: rows(shown),
      longForm: .table(
        Table(title: "Slices by \(field)", columns: columns.map(\.column), rows: rows(columns))),
      reading: reading, maximumRows: 60)
  }

  /// A second model's figures leave no room for calibration in 80 columns; kept and exported rows have it.
  private var shown: [Column] {
    other == nil ? columns : columns.filter { $0.column.key != "calibration" }
  }

  private func rows(_ columns: [Column]) -> [Table.Row] {
    figures.enumerated().map { index, figures in
      Table.Row(
        columns.map { $0.cell(figures) },
        ruleAbove: index > 0 && self.figures[index - 1].slice != figures.slice,
        note: remark(figures))
    }
  }

  private struct Column {
    let column: Table.Column
    let cell: (Figures) -> Table.Cell
  }

  private var columns: [Column] {
    func column(
      _ key: String, _ header: String, in group: String? = nil, _ format: NumberFormat,
      _ value: @escaping (Figures) -> Double?
    ) -> Column {
      Column(column: Table.Column(key: key, header: header, group: group)) {
        value($0).map { .number($0, format) } ?? .missing
      }
    }
    func text(_ key: String, _ value: @escaping (Figures) -> String) -> Column {
      Column(column: Table.Column(key: key, header: key)) { .text(value($0)) }
    }
    let common = [
      text("slice") { $0.slice }, text("task") { $0.task },
      column("rows", "rows", .count) { Double($0.rows) },
      column("mean", "mean", .significant(3)) { $0.rows > 0 ? $0.labelMean : nil },
      column("calibration", "calibration", .fixed(2)) { $0.calibration },
      column("auc", "AUC", .fixed(4)) { $0.auc },
    ]
    if other == nil {
      return common + [
        column("auc.low", "from", in: "95 %", .fixed(4)) { $0.interval?.lowerBound },
        column("auc.high", "to", in: "95 %", .fixed(4)) { $0.interval?.upperBound },
      ]
    }
    return common + [
      column("difference", "diff.", .signed(4)) { $0.difference },
      column("difference.low", "from", in: "95 %", .signed(4)) {
        $0.differenceInterval?.lowerBound
      },
      column("difference.high", "to", in: "95 %", .signed(4)) { $0.differenceInterval?.upperBound },
    ]
  }

  private var subtitle: String {
    let rest = "mean: of the labels, the positive rate. 95 %: bootstrap over the rows of a slice."
    return other.map { "diff.: AUC less that of \($0). \(rest)" } ?? rest
  }

  /// Only differences that chance does not explain, and AUCs that cannot be taken.
  private func remark(_ figures: Figures) -> String? {
    if let interval = figures.differenceInterval {
      if interval.upperBound < 0 { return "worse" }
      if interval.lowerBound > 0 { return "better" }
    }
    return nil
  }

  private var reading: String {
    other == nil ? weakest : comparison
  }

  private var slicesAlone: [Figures] { figures.filter { $0.slice != figures.first?.slice } }

  /// The slice with the lowest AUC of each task.
  private var weakest: String {
    let tasks = figures.map(\.task).uniqued()
    let sentences = tasks.compactMap { task -> String? in
      let own = slicesAlone.filter { $0.task == task }
      guard let least = own.filter({ $0.auc != nil }).min(by: { ($0.auc ?? 0) < ($1.auc ?? 0) }),
        let all = figures.first(where: { $0.task == task })?.auc, let auc = least.auc
      else { return nil }
      let number = NumberFormat.fixed(4)
      return "\(task) is ranked worst on \(least.slice) (AUC \(number.text(auc)), all rows "
        + "\(number.text(all)))."
    }
    return sentences.isEmpty
      ? "No slice holds both classes of a task." : sentences.joined(separator: " ")
  }

  /// The slices on which the model is worse beyond chance.
  private var comparison: String {
    let measured = slicesAlone.compactMap { figures in
      figures.differenceInterval.map { (figures, $0) }
    }
    if measured.isEmpty { return "No slice holds enough rows of both classes to compare." }
    func names(_ items: [(Figures, ClosedRange<Double>)]) -> String {
      Phrase.list(
        items.map { figures, _ in
          "\(figures.task) on \(figures.slice) "
            + "(\(NumberFormat.signed(4).text(figures.difference ?? .nan)))"
        })
    }
    let worse = measured.filter { $0.1.upperBound < 0 }
    let better = measured.filter { $0.1.lowerBound > 0 }
    if worse.isEmpty && better.isEmpty { return "No slice differs beyond chance." }
    return
      (worse.isEmpty ? "Worse nowhere beyond chance." : "Worse beyond chance: \(names(worse)).")
      + (better.isEmpty ? "" : " Better: \(names(better)).")
  }
}
