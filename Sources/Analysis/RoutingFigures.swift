import Display
import Models

extension Gates {
  /// The connections of all layers: every weight as a map, then one row per network that reads others.
  var routingFigures: [Figure] {
    guard let sources = routing.first?.sources, routing.allSatisfy({ $0.sources == sources }) else {
      return []
    }
    // One layer of towers alone is the map of the tasks' connections.
    let map = Set(routing.map(\.layer)).count > 1 ? [Figure.heatMap(routingMap(sources))] : []
    return map + [.table(routingTable)]
  }

  private func routingMap(_ sources: [GatePart]) -> HeatMap {
    HeatMap(
      title: "Connections of all layers · \(model) · \(age)",
      subtitle: "Rows: the network that reads. Columns: the network below that it takes from.",
      of: "connection", rows: HeatMap.Axis("reader", routing.map(\.name)),
      columns: HeatMap.Axis("source", sources.map(\.name)), values: routing.map(\.values),
      scale: isSigned ? .signed : .shades, scaleNote: isSigned ? nil : "0 takes nothing",
      reading: extremes)
  }

  /// Whether weights can be below 0: their magnitude is what a network takes.
  private var isSigned: Bool { routing.contains { $0.values.contains { $0 < 0 } } }

  /// What each network takes most of, and how much of all others.
  private var routingTable: Table {
    let columns = [
      ("reader", "reader"), ("open", "open"), ("connections", "of"), ("most", "takes most of"),
      ("weight", "weight"), ("others", "others"),
    ]
    return Table(
      title: "Connections by reader · \(model) · \(age)",
      subtitle: "open: connections that are not 0. others: sum of the other weights' magnitudes.",
      columns: columns.map { Table.Column(key: $0.0, header: $0.1) },
      rows: routing.indices.map(routingRow), reading: opennessReading, maximumRows: 60)
  }

  private func routingRow(_ index: Int) -> Table.Row {
    let unit = routing[index]
    let most =
      unit.values.indices.max { unit.values[$0].magnitude < unit.values[$1].magnitude } ?? 0
    let others = unit.values.indices.filter { $0 != most }.reduce(0.0) {
      $0 + unit.values[$1].magnitude
    }
    let open = unit.values.count { $0 != 0 }
    return Table.Row(
      [
        .text(unit.name), .number(Double(open), .count), .number(Double(unit.values.count), .count),
        open == 0 ? .missing : .text(unit.sources[most].name),
        .number(unit.values[most], .fixed(3)),
        .number(others, .fixed(3)),
      ], ruleAbove: index > 0 && routing[index - 1].layer != unit.layer,
      note: open == 0 ? "takes nothing" : nil)
  }

  private var extremes: String {
    let all = routing.flatMap { unit in
      zip(unit.sources, unit.values).map { (reader: unit.name, source: $0.name, weight: $1) }
    }
    guard let most = all.max(by: { $0.weight.magnitude < $1.weight.magnitude }),
      let least = all.min(by: { $0.weight.magnitude < $1.weight.magnitude }),
      Set(all.map { NumberFormat.fixed(2).text($0.weight) }).count > 1
    else { return "All connections have the same weight." }
    func name(_ one: (reader: String, source: String, weight: Double)) -> String {
      "\(one.reader) from \(one.source) (\(NumberFormat.fixed(2).text(one.weight)))"
    }
    return "Strongest: \(name(most)). Weakest: \(name(least))."
  }

  /// How many connections are at an end of a gate's range.
  private var opennessReading: String {
    let all = routing.flatMap(\.values)
    let (closed, open) = (all.count { $0 == 0 }, all.count { $0 == 1 })
    let number = Phrase.count(all.count, "connection")
    if closed == 0 && open == 0 { return "None of the \(number) is closed." }
    return
      "Of the \(number) of all layers, closed (0): \(closed); fully open (1): \(open); "
      + "in between: \(all.count - closed - open)."
  }
}
