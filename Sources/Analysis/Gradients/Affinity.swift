package import Display
import Models
package import System
package import Training
import DataSets

/// How the tasks of a model pull on what they share.
package struct Affinity: Sendable {
  package let affinity: TaskAffinity
  package let tasks: [String]
  private let title: String
  /// What people call each group.
  private let names: [String: String]
  private let settings: TaskAffinity.Settings

  /// Measures the affinity of `named`'s tasks on batches of its training rows.
  ///
  /// - Throws: `AnalysisError.fewTasks`, `.noData`, `.sharesNothing`; `TrainingError`;
  ///   `CancellationError` after an interrupt.
  package init(
    of named: NamedModel, _ settings: TaskAffinity.Settings, interrupt: Interrupt = .never
  ) throws {
    guard named.model.schema.tasks.count > 1 else { throw AnalysisError.fewTasks }
    let data = try named.data()
    affinity = try TaskAffinity(of: named.model, data, settings, interrupt: interrupt)
    if affinity.groups.isEmpty {
      throw AnalysisError.sharesNothing(model: named.name, kind: named.model.kindName)
    }
    tasks = named.model.schema.tasks.map(\.name)
    let batches = affinity.batches == 1 ? "1 batch" : "\(affinity.batches) batches"
    title =
      "\(named.label) · \(data.source) · train, \(batches) of "
      + Phrase.count(affinity.batchSize, "row")
    names = Dictionary(
      affinity.groups.map { ($0.name, ModuleLabel.name(ofTensors: $0.name, in: named.model)) }
    ) { first, _ in first }
    self.settings = settings
  }

  /// Cosines over all that is shared, then part by part, then what a step does.
  package var figures: [Figure] { [.heatMap(cosines), .table(groups), .heatMap(effects)] }

  private var cosines: HeatMap {
    HeatMap(
      title: "Cosine of the tasks' gradients, all shared parameters · \(title)", of: "cosine",
      rows: HeatMap.Axis("task", tasks), columns: HeatMap.Axis("other", tasks),
      values: affinity.all.cosines, decimals: 3, scale: .signed, hasOwnCells: true,
      reading: conflictReading)
  }

  private var pairs: [(one: Int, other: Int, name: String)] {
    tasks.indices.flatMap { other in
      (0..<other).map { ($0, other, "\(tasks[$0]) · \(tasks[other])") }
    }
  }

  /// Mean cosine and share of conflicting batches, one row per part and pair of tasks.
  package var groups: Table {
    let groups = affinity.groups.count > 1 ? [affinity.all] + affinity.groups : affinity.groups
    let rows = groups.enumerated().flatMap { index, group in
      pairs.enumerated().compactMap { number, pair -> Table.Row? in
        let cosine = group.cosines[pair.one][pair.other]
        if cosine.isNaN { return nil }
        return Table.Row(
          [
            .text(name(of: group)), .text(pair.name), .number(Double(group.parameters), .count),
            .number(cosine, .signed(3)), .share(group.conflicts[pair.one][pair.other]),
          ], ruleAbove: index == 1 && number == 0)
      }
    }
    return Table(
      title: "Gradients by part of the model · \(title)",
      subtitle:
        "conflict: share of the batches in which the two gradients point against each other.",
      columns: [
        Table.Column(key: "part", header: "part"), Table.Column(key: "tasks", header: "tasks"),
        Table.Column(key: "parameters", header: "parameters"),
        Table.Column(key: "cosine", header: "cosine"),
        Table.Column(key: "conflict", header: "conflict"),
      ], rows: rows, reading: groupReading, maximumRows: 60)
  }

  private func name(of group: TaskAffinity.Group) -> String {
    names[group.name] ?? group.name
  }

  private var effects: HeatMap {
    HeatMap(
      title: "Effect of one task's step on every task's loss · \(title)",
      subtitle:
        "Share in per cent by which the loss on held-out rows falls after a step along the row's "
        + "task, \(NumberFormat.significant(2).text(settings.stepLength)) of the shared weights' length.",
      of: "effect", rows: HeatMap.Axis("step of", tasks), columns: HeatMap.Axis("task", tasks),
      values: affinity.effects.map { $0.map { 100 * $0 } }, decimals: 3, scale: .signed,
      reading: effectReading)
  }

  private var conflictReading: String {
    let all = affinity.all
    guard
      let worst = pairs.min(by: { all.cosines[$0.one][$0.other] < all.cosines[$1.one][$1.other] })
    else { return "There is one task." }
    let cosine = all.cosines[worst.one][worst.other]
    let conflict = all.conflicts[worst.one][worst.other]
    let number = NumberFormat.signed(3).text(cosine)
    let share = NumberFormat.percent(0).text(conflict)
    return cosine < 0
      ? "\(worst.name) pull against each other (\(number)); they conflict in \(share) of the batches."
      : "No pair pulls against each other on average; the least aligned, \(worst.name) (\(number)), "
        + "conflicts in \(share) of the batches."
  }

  private var groupReading: String? {
    guard affinity.groups.count > 1 else { return nil }
    let all = affinity.groups.flatMap { group in
      pairs.map { (name(of: group), $0.name, group.cosines[$0.one][$0.other]) }
    }.filter { !$0.2.isNaN }
    guard let worst = all.min(by: { $0.2 < $1.2 }) else { return nil }
    return "Least aligned: \(worst.1) in \(worst.0) (\(NumberFormat.signed(3).text(worst.2)))."
  }

  private var effectReading: String {
    let harms = tasks.indices.flatMap { step in
      tasks.indices.filter { $0 != step && affinity.effects[step][$0] < 0 }.map { (step, $0) }
    }
    // Along its own gradient a loss can only rise if the step goes beyond the valley.
    let long = tasks.indices.filter { affinity.effects[$0][$0] < 0 }
    if !long.isEmpty {
      let names = Phrase.list(long.map { tasks[$0] })
      let shorter = NumberFormat.significant(2).text(settings.stepLength / 10)
      return "The step is too long for \(names), whose own loss rises: "
        + "a tenth of it, \(shorter), may show what small ones do."
    }
    if harms.isEmpty { return "Every task's step lowers the other tasks' losses, too." }
    let worst = harms.sorted { affinity.effects[$0.0][$0.1] < affinity.effects[$1.0][$1.1] }
    let names = worst.prefix(3).map { step, other in
      "a step of \(tasks[step]) raises the loss of \(tasks[other])"
    }
    let sentence = Phrase.list(names)
    let count = "\(worst.count) of \(tasks.count * (tasks.count - 1))"
    return sentence.prefix(1).uppercased() + sentence.dropFirst() + "."
      + (worst.count > 3 ? " In all, \(count) effects on other tasks do harm." : "")
  }
}
