import DataSets
package import Display
import Numbers

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
      _ key: String, _ header: String, _ format: NumberFormat,
      _ value: @escaping (Figures) -> Double?
    ) -> Column {
      Column(column: Table.Column(key: key, header: header)) { figures in
        value(figures).map { .number($0, format) } ?? .missing
      }
    }
    /// The AUC of a binary task, the error of a regression.
    func measured(
      _ key: String, _ header: String, in group: String? = nil, isDifference: Bool = false,
      _ value: @escaping (Figures) -> Double?
    ) -> Column {
      Column(column: Table.Column(key: key, header: header, group: group)) { figures in
        let format = figures.kind.format(decimals: 4, isDifference: isDifference)
        return value(figures).map { .number($0, format) } ?? .missing
      }
    }
    func text(_ key: String, _ value: @escaping (Figures) -> String) -> Column {
      Column(column: Table.Column(key: key, header: key, wraps: true)) { .text(value($0)) }
    }
    let common =
      [
        text("slice") { $0.slice }, text("task") { $0.task },
        column("rows", "rows", .count) { Double($0.rows) },
        column("mean", "mean", .significant(3)) { $0.rows > 0 ? $0.labelMean : nil },
      ]
      + (has(.binary)
        ? [
          column("calibration", "calibration", .fixed(2)) { $0.calibration },
          column("auc", "AUC", .fixed(4)) { $0.auc },
        ] : [])
      + (has(.regression) ? [column("mse", "MSE", .anyScale) { $0.squaredError }] : [])
    if other == nil {
      return common + [
        measured("auc.low", "from", in: "95 %") { $0.interval?.lowerBound },
        measured("auc.high", "to", in: "95 %") { $0.interval?.upperBound },
      ]
    }
    return common + [
      measured("difference", "diff.", isDifference: true) { $0.difference },
      measured("difference.low", "from", in: "95 %", isDifference: true) {
        $0.differenceInterval?.lowerBound
      },
      measured("difference.high", "to", in: "95 %", isDifference: true) {
        $0.differenceInterval?.upperBound
      },
    ]
  }

  private var subtitle: String {
    let rest =
      "mean: of the labels\(has(.binary) ? ", of a binary task the positive rate" : "")."
      + " 95 %: bootstrap over the rows of a slice."
    let figure = [has(.binary) ? "AUC" : nil, has(.regression) ? "MSE" : nil].compactMap { $0 }
    return other.map { "diff.: \(Phrase.list(figure, "or")) less that of \($0). \(rest)" } ?? rest
  }

  private func has(_ kind: Task.Kind) -> Bool {
    look.data.schema.tasks.contains { $0.kind == kind }
  }

  /// Only differences that chance does not explain, on rows enough.
  private func remark(_ figures: Figures) -> String? {
    isWorse(figures).map { $0 ? "worse" : "better" }
  }

  /// Whether the model is worse than the other beyond chance; nil where neither is better.
  private func isWorse(_ figures: Figures) -> Bool? {
    guard figures.isLarge, let interval = figures.differenceInterval,
      interval.upperBound < 0 || interval.lowerBound > 0
    else { return nil }
    // A lower AUC is worse, a lower error better.
    return (interval.upperBound < 0) == (figures.auc != nil)
  }

  private var reading: String {
    [other == nil ? weakest : comparison, shortfall].compactMap { $0 }.joined(separator: " ")
  }

  /// The slices that verdicts are about.
  private var slicesAlone: [Figures] {
    figures.filter { $0.slice != figures.first?.slice && $0.isLarge }
  }

  /// The slice with the lowest AUC, or the largest error, of each task.
  private var weakest: String {
    if Set(figures.map(\.slice)).count == 2 { return "All rows are in one slice." }
    let sentences = figures.map(\.task).uniqued().compactMap { task -> String? in
      let own = slicesAlone.filter { $0.task == task && $0.measured != nil }
      guard let all = figures.first(where: { $0.task == task }), let mean = all.measured else {
        return nil
      }
      // A lower AUC is worse, a larger error.
      let sign = all.auc == nil ? -1.0 : 1
      guard let worst = own.min(by: { sign * ($0.measured ?? 0) < sign * ($1.measured ?? 0) }),
        let value = worst.measured
      else { return nil }
      let (name, format) = (all.auc == nil ? "MSE" : "AUC", all.kind.format(decimals: 4))
      let isChance = worst.interval?.contains(mean) == true
      return "\(task) is \(all.auc == nil ? "predicted" : "ranked") worst on \(worst.slice) "
        + "(\(name) \(format.text(value)), all rows \(format.text(mean))"
        + "\(isChance ? "; within chance" : ""))."
    }
    if !sentences.isEmpty { return sentences.joined(separator: " ") }
    if !figures.contains(where: { $0.measured != nil }) {
      return "No slice holds both classes of a task."
    }
    return has(.binary)
      ? "No slice has \(FieldSlices.leastRows) rows of each class."
      : "No slice has \(FieldSlices.leastRows) rows."
  }

  /// The slices on which the model is worse beyond chance.
  private var comparison: String {
    let measured = slicesAlone.filter { $0.differenceInterval != nil }
    if measured.isEmpty {
      return has(.binary)
        ? "No slice has \(FieldSlices.leastRows) rows of each class to compare."
        : "No slice has \(FieldSlices.leastRows) rows to compare."
    }
    func names(_ items: [Figures]) -> String {
      Phrase.list(
        items.map {
          let format = $0.kind.format(decimals: 4, isDifference: true)
          return "\($0.task) on \($0.slice) (\(format.text($0.difference ?? .nan)))"
        })
    }
    let worse = measured.filter { isWorse($0) == true }
    let better = measured.filter { isWorse($0) == false }
    if worse.isEmpty && better.isEmpty { return "No slice differs beyond chance." }
    return
      (worse.isEmpty ? "Worse nowhere beyond chance." : "Worse beyond chance: \(names(worse)).")
      + (better.isEmpty ? "" : " Better: \(names(better)).")
      + (measured.count < 20
        ? "" : " Of \(measured.count) comparisons \(measured.count / 20) may look so by chance.")
  }
}
