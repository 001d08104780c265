package import Display

extension ExpertHealth {
  package var figure: Figure { .table(table) }

  /// One row per expert; a remark only where something is wrong.
  package var table: Table {
    let measures = [("mean", "mean"), ("top", "top-1"), ("high", "95th pc.")]
    let columns = tasks.flatMap { task -> [Table.Column] in
      measures.map { key, header in
        Table.Column(key: "\(task).\(key)", header: header, group: task, measure: key)
      }
    }
    return Table(
      title: "Health of the experts · \(look.title)",
      subtitle:
        "mean, 95th pc.: share of the weights over the rows; top-1: rows on which it weighs most; "
        + "zeros: activations that are 0.",
      columns: [Table.Column(key: "expert", header: "")] + columns
        + [Table.Column(key: "zeros", header: "zeros")],
      rows: experts.indices.map(row), longForm: .by("task"), reading: reading, maximumRows: nil)
  }

  private func row(_ expert: Int) -> Table.Row {
    let cells = loads.flatMap { loads -> [Table.Cell] in
      guard let load = loads[expert] else { return [.missing, .missing, .missing] }
      return [
        .number(load.mean, .percent(1)), load.top.map { .number($0, .percent(1)) } ?? .missing,
        .number(load.high, .percent(1)),
      ]
    }
    let notes = verdicts(ofExpert: expert).map(Self.phrase)
    return Table.Row(
      [.text(experts[expert])] + cells
        + [zeros[expert].map { .number($0, .percent(1)) } ?? .missing],
      note: notes.isEmpty ? nil : notes.joined(separator: ", "))
  }

  private static func phrase(_ verdict: Verdict) -> String {
    switch verdict {
    case .dead: "dead"
    case .monopoly(let task): "monopoly of \(task)"
    case .saturated: "saturated"
    case .twin(let other): "twin of \(other)"
    }
  }

  private var reading: String {
    var sentences: [String] = []
    let dead = experts.indices.filter { verdicts(ofExpert: $0).contains(.dead) }
    if !dead.isEmpty {
      let (names, verb) = (Phrase.list(dead.map { experts[$0] }), dead.count == 1 ? "is" : "are")
      sentences.append("\(names) \(verb) dead: each task gives less than 1 % of its weight.")
    }
    for task in collapsedTasks {
      let value = tasks.firstIndex(of: task).flatMap { gini[$0] } ?? .nan
      sentences.append(
        "The gate of \(task) has collapsed: most rows go to few experts (Gini of top-1 "
          + "\(NumberFormat.fixed(2).text(value))), and the others are idle.")
    }
    let twins = experts.indices.flatMap { one in
      (0..<one).filter { cosines[one][$0] > 0.95 }.map { "\(experts[$0]) and \(experts[one])" }
    }
    if !twins.isEmpty { sentences.append("Same outputs: \(Phrase.list(twins)).") }
    return sentences.isEmpty
      ? "Every expert does work of its own." : sentences.joined(separator: " ")
  }

  /// What may help: expert dropout against idle experts and collapse, fewer experts against twins.
  package var advice: Advice? {
    let all = experts.indices.flatMap { verdicts(ofExpert: $0) }
    let isCollapsed = !collapsedTasks.isEmpty || all.contains(.dead)
    let hasTwins = all.contains { if case .twin = $0 { true } else { false } }
    if isCollapsed { return .expertDropout(kind: look.kind, source: look.source) }
    return hasTwins ? .fewerExperts(kind: look.kind, source: look.source) : nil
  }
}
