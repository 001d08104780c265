package import Display
import Engine
import Models

extension Gates {
  /// Gates first, then what they let through, then what scales their gradient.
  package var figures: [Figure] {
    switch values {
    case .shared(let gates):
      return [gateMap(gates), contributions.map(contributionMap), factors.map(factorMap)]
        .compactMap { $0 }
    case .connections(let values):
      return [connectionMap(values)] + routingFigures
    case .rows(let spreads):
      return [.table(spreadTable(spreads))] + levels.map { .table(table(of: $0)) }
        + [contributions.map(contributionMap)].compactMap { $0 }
    }
  }

  private func gateMap(_ gates: [[Double]]) -> Figure {
    let apart = parts.indices.map { part in Self.distance(gates.map { $0[part] }) }
    return map(
      title: "Gates G[task, expert\(hasMappings ? ", mapping" : "")] · \(model) · \(age)",
      of: "gate",
      values: gates,
      footers: tasks.count > 1 ? [HeatMap.Footer(label: "apart", values: apart)] : [],
      scaleNote: "a gate starts at 1", reading: gateReading(gates, apart))
  }

  private func connectionMap(_ values: [[Double]]) -> Figure {
    let apart = parts.indices.map { part in Self.distance(values.map { $0[part] }) }
    return map(
      title: "Connections · \(model) · \(age)",
      subtitle: "What each task takes of the networks below, the same for every row.",
      of: "connection", values: values,
      footers: tasks.count > 1 ? [HeatMap.Footer(label: "apart", values: apart)] : [],
      scaleNote: "0 takes nothing", reading: mostFrom(values))
  }

  private func mostFrom(_ values: [[Double]]) -> String {
    let favourites = zip(tasks, values).map { task, row in
      let most = row.indices.max { abs(row[$0]) < abs(row[$1]) } ?? 0
      return "\(task) from \(parts[most].name) (\(NumberFormat.fixed(2).text(row[most])))"
    }
    return "Takes most: \(Phrase.list(favourites))."
  }

  /// How far a gate's values of all tasks are apart: largest less smallest.
  static func distance(_ values: [Double]) -> Double { (values.max() ?? 0) - (values.min() ?? 0) }

  private func gateReading(_ gates: [[Double]], _ apart: [Double]) -> String {
    let number = NumberFormat.fixed(2)
    let all = gates.joined()
    if all.allSatisfy({ $0 == 1 }) { return "All gates are 1, where they start." }
    let furthest = apart.indices.max { apart[$0] < apart[$1] } ?? 0
    let low = parts.indices.filter { part in gates.allSatisfy { $0[part] < 0.75 } }
    var sentences =
      tasks.count > 1
      ? "Furthest apart: \(parts[furthest].name) (\(number.text(apart[furthest])))." : ""
    if !low.isEmpty {
      sentences += " Below 0.75 for all tasks: \(Phrase.list(low.map { parts[$0].name }))."
    }
    return sentences.isEmpty ? "No gate is below 0.75." : sentences
  }

  private func contributionMap(_ values: [[Double]]) -> Figure {
    let peaks = zip(tasks, values).map { task, row in
      "\(task) \(parts[row.indices.max { row[$0] < row[$1] } ?? 0].name)"
    }
    return map(
      title: "Contribution, mean of |G · W f| · \(model) · \(rows)",
      subtitle: "What each gate lets through to the public logit: G alone cannot be identified, "
        + "since W can grow where G shrinks.",
      of: "contribution", values: values, footers: [], scaleNote: nil,
      reading: "Largest: \(peaks.joined(separator: "; ")).")
  }

  private func factorMap(_ factors: GateFactors) -> Figure {
    map(
      title: "Virtual gradient \(factors.function.rawValue): factor of each gate's "
        + "\(factors.target.rawValue) · \(model)",
      subtitle: "Π γ(ρ, distance) of eq. 8 for the gates as they are, with the labels' ρ "
        + "(\(factors.measure.rawValue)) on the training rows; in training it is each batch's.",
      of: "factor", values: factors.values, footers: [], scaleNote: "1 changes nothing",
      reading: factors.reading)
  }

  private func map(
    title: String, subtitle: String? = nil, of measure: String, values: [[Double]],
    footers: [HeatMap.Footer], scaleNote: String?, reading: String
  ) -> Figure {
    .heatMap(
      HeatMap(
        title: title, subtitle: subtitle, of: measure, rows: HeatMap.Axis("task", tasks),
        columns: columns, values: values, footers: footers, scaleNote: scaleNote,
        reading: reading))
  }

  private var columns: HeatMap.Axis {
    hasMappings
      ? HeatMap.Axis(
        "mapping", parts.map { $0.mapping ?? $0.expert }, groups: ("expert", parts.map(\.expert)))
      : HeatMap.Axis("expert", parts.map(\.expert))
  }

  private var hasMappings: Bool { parts.contains { $0.mapping != nil } }

  private func spreadTable(_ spreads: [Spread]) -> Table {
    SpreadTable(tasks: tasks, parts: parts.map(\.name), spreads: spreads).table(
      title: levels.isEmpty
        ? "Gates, one softmax per row · \(model) · \(rows)"
        : "Gates of the last level, one softmax per row · \(model) · \(rows)")
  }

  private func table(of level: Level) -> Table {
    SpreadTable(
      tasks: level.readers.map { "level \(level.number) \($0)" }, parts: level.parts.map(\.name),
      spreads: level.spreads, dimension: "reader"
    ).table(title: "Gates of level \(level.number), one softmax per row · \(model) · \(rows)")
  }
}
