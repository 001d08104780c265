import Display

/// Gates that depend on the row: mean share, spread over the rows and entropy, one group of columns per task.
struct SpreadTable {
  let tasks: [String]
  let parts: [String]
  let spreads: [Gates.Spread]
  /// The column of the long form that holds the tasks' names.
  var dimension = "task"

  func table(title: String) -> Table {
    let columns = tasks.flatMap { task in
      [
        Table.Column(key: "\(task).mean", header: "mean", group: task, measure: "mean"),
        Table.Column(key: "\(task).spread", header: "spread", group: task, measure: "spread"),
      ]
    }
    let rows = parts.indices.map { part in
      Table.Row(
        [.text(parts[part])]
          + spreads.flatMap { spread -> [Table.Cell] in
            spread.mean[part].isNaN
              ? [.text(""), .text("")]
              : [.share(spread.mean[part]), .number(spread.deviation[part], .fixed(3))]
          })
    }
    let entropy = Table.Row(
      [.text("entropy")] + spreads.flatMap { [.number($0.entropy, .fixed(3)), .text("")] },
      ruleAbove: true, footer: "entropy")
    let figures =
      "spread: standard deviation across rows. entropy: 0 is one expert per row, 1 is all experts "
      + "equally."
    return Table(
      title: title, subtitle: "mean: columns sum to 100 %. \(figures)",
      columns: [Table.Column(key: "expert", header: "")] + columns, rows: rows + [entropy],
      longForm: .by(dimension), reading: reading, maximumRows: nil
    ).withoutGaps(
      subtitle:
        "mean: a \(dimension)'s rows sum to 100 %. \(figures) \(ExpertUse.omission(dimension))")
  }

  private var reading: String {
    let favourites = zip(tasks, spreads).map { task, spread in
      let seen = spread.mean.indices.filter { !spread.mean[$0].isNaN }
      let most = seen.max { spread.mean[$0] < spread.mean[$1] } ?? 0
      return "\(task) on \(parts[most]) (\(NumberFormat.percent(1).text(spread.mean[most])))"
    }
    return "Most weight: \(Phrase.list(favourites))."
  }
}
