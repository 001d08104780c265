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
    let subtitle =
      "mean, 95th pc.: share of the weights over the rows; top-1: rows on which it weighs most; "
      + "zeros: activations that are 0."
    return Table(
      title: "Health of the experts · \(look.title)", subtitle: subtitle,
      columns: [Table.Column(key: "expert", header: "")] + columns
        + [Table.Column(key: "zeros", header: "zeros")],
      rows: experts.indices.map(row), longForm: .by("task"), reading: reading, maximumRows: nil
    ).withoutGaps(subtitle: "\(subtitle) \(ExpertUse.omission("task"))")
  }

  private func row(_ expert: Int) -> Table.Row {
    let cells = loads.flatMap { loads -> [Table.Cell] in
      guard let load = loads[expert] else { return [.missing, .missing, .missing] }
      return [
        .number(load.mean, .percent(1)), load.top.map { .number($0, .percent(1)) } ?? .missing,
        .number(load.high, .percent(1)),
      ]
    }
    return Table.Row(
      [.text(experts[expert])] + cells
        + [zeros[expert].map { .number($0, .percent(1)) } ?? .missing],
      note: note(verdicts(ofExpert: expert)))
  }

  /// One phrase per kind of verdict, with all its tasks or twins; nil without verdicts.
  private func note(_ verdicts: [Verdict]) -> String? {
    let (tasks, twins) = (verdicts.compactMap(\.task), verdicts.compactMap(\.twin))
    let phrases = [
      verdicts.contains(.dead) ? "dead" : nil,
      tasks.isEmpty ? nil : "monopoly of \(Phrase.list(tasks))",
      verdicts.contains(.saturated) ? "saturated" : nil,
      twins.isEmpty ? nil : "twin of \(Phrase.list(twins))",
    ].compactMap { $0 }
    return phrases.isEmpty ? nil : phrases.joined(separator: ", ")
  }

  private var reading: String {
    var sentences: [String] = []
    let verdicts = experts.indices.map { self.verdicts(ofExpert: $0) }
    func named(_ verdict: Verdict) -> String? {
      let names = experts.indices.filter { verdicts[$0].contains(verdict) }.map { experts[$0] }
      return names.isEmpty ? nil : "\(Phrase.list(names)) \(names.count == 1 ? "is" : "are")"
    }
    if let dead = named(.dead) {
      sentences.append("\(dead) dead: each task gives less than 1 % of its weight.")
    }
    for (expert, own) in zip(experts, verdicts) {
      let tasks = own.compactMap(\.task)
      if !tasks.isEmpty { sentences.append("\(expert) has a monopoly of \(Phrase.list(tasks)).") }
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
    if let saturated = named(.saturated) {
      sentences.append("\(saturated) saturated: more than 90 % of the activations are 0.")
    }
    if !twins.isEmpty { sentences.append("Same outputs: \(Phrase.list(twins)).") }
    if !sentences.isEmpty { return sentences.joined(separator: " ") }
    return zeros.contains(nil)
      ? "No task leaves a network unused; their outputs are not measured here."
      : "Every expert does work of its own."
  }

  /// What may help: expert dropout against idle experts and collapse, fewer experts against twins; of what
  /// the model's kind has.
  package var advice: Advice? {
    let verdicts = experts.indices.map { self.verdicts(ofExpert: $0) }
    let isCollapsed = !collapsedTasks.isEmpty
    if canDropExperts && (isCollapsed || verdicts.joined().contains(.dead)) {
      return .expertDropout
    }
    let canBeFewer = zip(isOneOfMany, verdicts).contains { isOneOfMany, verdicts in
      isOneOfMany && (isCollapsed || verdicts.contains { $0 == .dead || $0.twin != nil })
    }
    return canBeFewer ? .fewerExperts : nil
  }
}
