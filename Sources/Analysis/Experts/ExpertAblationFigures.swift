import DataSets
package import Display
import Numbers

extension ExpertAblation {
  package var figure: Figure { .table(table) }

  /// One row per expert: how AUC (or R²) and loss of each task change without it; the figures with all below.
  package var table: Table {
    let columns = zip(tasks, kinds).flatMap { task, kind in
      [
        Table.Column(
          key: "\(task).\(kind.qualityKey)", header: kind.qualityName, group: task,
          measure: kind.qualityKey),
        Table.Column(key: "\(task).loss", header: "loss", group: task, measure: "loss"),
      ]
    }
    let all = zip(whole, kinds).flatMap { figures, kind -> [Table.Cell] in
      [
        Self.cell(figures.quality, .fixed(4)),
        Self.cell(figures.loss, kind.format(decimals: 5)),
      ]
    }
    let rule =
      "A task needs an expert if "
      + "its \(Phrase.list(kinds.map(\.qualityName).uniqued(), "or")) falls by more than "
      + "\(NumberFormat.fixed(3).text(TaskScores.leastFall)) or its loss rises by more than "
      + "\(NumberFormat.percent(1).text(TaskScores.leastRise))."
    return Table(
      title: "Experts left out · \(look.title)",
      subtitle: "Change without the expert; the last row has all experts. \(rule)",
      columns: [Table.Column(key: "without", header: "without")] + columns,
      rows: experts.indices.map(row) + [
        Table.Row([.text("none")] + all, ruleAbove: true)
      ], longForm: .by("task"), reading: reading, maximumRows: nil
    ).withoutGaps(
      subtitle: "Change without the expert; a task's last row has all experts. \(rule) "
        + ExpertUse.omission("task"))
  }

  private static func cell(_ value: Double?, _ format: NumberFormat) -> Table.Cell {
    value.flatMap { $0.isNaN ? nil : .number($0, format) } ?? .missing
  }

  private func row(_ expert: Int) -> Table.Row {
    Table.Row(
      [.text(experts[expert])]
        + tasks.indices.flatMap { task -> [Table.Cell] in
          if !isRead[expert][task] { return [.missing, .missing] }
          return [
            Self.cell(qualityChange(expert, task), .signed(4)),
            Self.cell(
              lossChange(expert, task), kinds[task].format(decimals: 5, isDifference: true)),
          ]
        }, note: isNeedless(expert) ? "no task needs it" : nil)
  }

  private func qualityChange(_ expert: Int, _ task: Int) -> Double? {
    without[expert][task].quality.flatMap { after in whole[task].quality.map { after - $0 } }
  }

  private func lossChange(_ expert: Int, _ task: Int) -> Double {
    without[expert][task].loss - whole[task].loss
  }

  /// What a task loses without an expert, as a multiple of the least that is worth a word; it needs
  /// the expert above 1.
  private func need(_ expert: Int, _ task: Int) -> Double {
    let fall = -(qualityChange(expert, task) ?? 0) / TaskScores.leastFall
    let rise = lossChange(expert, task) / (TaskScores.leastRise * whole[task].loss)
    return rise.isNaN ? fall : max(fall, rise)
  }

  /// The expert without which the AUC (or R²) falls furthest; where it falls without none, the loss
  /// rises furthest.
  private func neededMost(_ task: Int) -> Int? {
    let needed = experts.indices.filter { need($0, task) > 1 }
    let falls = needed.filter { -(qualityChange($0, task) ?? 0) > TaskScores.leastFall }
    return falls.min { (qualityChange($0, task) ?? 0) < (qualityChange($1, task) ?? 0) }
      ?? needed.max { lossChange($0, task) < lossChange($1, task) }
  }

  private func isNeedless(_ expert: Int) -> Bool {
    tasks.indices.allSatisfy { need(expert, $0) <= 1 }
  }

  /// Experts that can be left out, one at a time, without harm.
  package var needlessExperts: [String] { experts.indices.filter(isNeedless).map { experts[$0] } }

  private var reading: String {
    let needs = tasks.indices.compactMap { task -> String? in
      guard let most = neededMost(task) else { return nil }
      let quality = qualityChange(most, task).map {
        "\(kinds[task].qualityName) \(NumberFormat.signed(4).text($0)), "
      }
      let rise = kinds[task].format(decimals: 4, isDifference: true).text(lossChange(most, task))
      return "\(tasks[task]) needs \(experts[most]) most (\(quality ?? "")loss \(rise))"
    }
    let needless = needlessExperts
    if look.rows.count < FieldSlices.leastRows {
      return "\(Phrase.count(look.rows.count, "row")) are too few to say which experts are needed."
    }
    if needless.count == experts.count {
      return "Any one of the experts can be left out without harm."
    }
    let sentences = [
      needs.isEmpty ? nil : Phrase.list(needs) + ".",
      needless.isEmpty ? nil : "No task needs \(Phrase.eachAlone(needless)).",
    ]
    return sentences.compactMap { $0 }.joined(separator: " ")
  }
}
