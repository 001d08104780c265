import Display

/// Gates that depend on the row: mean share, spread over the rows and entropy, a task a group.
struct SpreadTable {
  let tasks: [String]
  let parts: [String]
  let spreads: [Gates.Spread]

  func table(title: String) -> Table {
    let columns = tasks.flatMap { task in
      [
        Table.Column(key: "\(task).mean", header: "mean", group: task),
        Table.Column(key: "\(task).spread", header: "spread", group: task),
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
      ruleAbove: true)
    return Table(
      title: title,
      subtitle: "mean: a column sums to 100 %. spread: deviation over the rows. "
        + "entropy: 0 one expert a row, 1 all alike.",
      columns: [Table.Column(key: "expert", header: "")] + columns, rows: rows + [entropy],
      reading: reading, maximumRows: nil)
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
