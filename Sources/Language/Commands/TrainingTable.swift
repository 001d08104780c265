import DataSets
import Display
import Engine
import Models
import Options
import System
import Training

/// What training reached, a row a model.
enum TrainingTable {
  /// A model that was trained, and how that ended.
  struct Run {
    var name: String
    var trainer: Trainer
    var outcome: TrainingOutcome
  }

  /// The figures and the weights' digests.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  static func table(of runs: [Run], _ interrupt: Interrupt) throws -> Table {
    let tasks = runs.flatMap(\.trainer.model.schema.tasks).reduce(into: [Task]()) { tasks, task in
      if !tasks.contains(task) { tasks.append(task) }
    }
    let figures = tasks.flatMap { task -> [Table.Column] in
      let loss = task.kind == .binary ? "logloss" : "mse"
      let keys = task.kind == .binary ? [loss, "auc"] : [loss]
      return keys.map { Table.Column(key: "\(task.name).\($0)", header: $0, group: task.name) }
    }
    let columns =
      [
        Table.Column(key: "model", header: "model"),
        Table.Column(key: "epoch", header: "best epoch"),
      ]
      + figures
      + [
        Table.Column(key: "seconds", header: "seconds"),
        Table.Column(key: "weights", header: "weights"),
      ]
    return try Table(
      title:
        "Training · validation rows · \(rule(of: runs)) · order of rows from \(seeds(of: runs))",
      columns: columns, rows: runs.map { try row($0, tasks, interrupt) },
      reading: "weights: the first digits of their SHA-256; the same seeds give the same ones."
        + dataRead(of: runs) + waysOfTraining(of: runs) + lazyTables(of: runs))
  }

  /// The fingerprints of the data that the runs read, as `show` tells them.
  private static func dataRead(of runs: [Run]) -> String {
    var seen: Set<String> = []
    let fingerprints = runs.compactMap { $0.trainer.data.map { String($0.fingerprint.prefix(12)) } }
      .filter { seen.insert($0).inserted }
    return " Read: data of the fingerprint \(fingerprints.joined(separator: ", "))."
  }

  /// "seed 7", and of each model if they differ.
  private static func seeds(of runs: [Run]) -> String {
    let seeds = runs.map { $0.trainer.options?.seed ?? 0 }
    return Set(seeds).count == 1
      ? "seed \(seeds[0])" : "seeds \(seeds.map(String.init).joined(separator: ", "))"
  }

  /// The optimiser's rule, and whether it moves all weights in every step.
  private static func rule(of runs: [Run]) -> String {
    let rule = runs.first?.trainer.options?.optimizer.rawValue ?? ""
    let lazy = runs.filter { !$0.trainer.lazyTables.isEmpty }.count
    return "\(rule), \(lazy == 0 ? "dense" : lazy == runs.count ? "lazy" : "lazy in part")"
  }

  /// The options that are not the default, a model's name before them if they differ.
  private static func waysOfTraining(of runs: [Run]) -> String {
    let ways = runs.map { wayOfTraining($0.trainer.options ?? TrainingOptions.standard) }
    if Set(ways).count == 1 { return ways[0] }
    return zip(runs, ways).map { $1.isEmpty ? "" : " \($0.name):\($1)" }.joined()
  }

  /// Options that the title and the columns tell of.
  private static let told: Set = ["epochs", "optimizer", "embedding-update", "seed"]

  private static func wayOfTraining(_ options: TrainingOptions) -> String {
    options.changes.filter { !told.contains($0.name) }.map { " " + $0.sentence }.joined()
  }

  /// Which tables are trained lazily, a sentence a model that has some.
  private static func lazyTables(of runs: [Run]) -> String {
    runs.map { run in
      let names = run.trainer.lazyTables
      if names.isEmpty { return "" }
      let list = names.prefix(3).joined(separator: ", ")
      let more = names.count > 3 ? " and \(names.count - 3) more" : ""
      return " A step of \(run.name) moves only its batch's rows of \(list)\(more)."
    }.joined()
  }

  private static func row(
    _ run: Run, _ tasks: [Task], _ interrupt: Interrupt
  ) throws(CancellationError) -> Table.Row {
    let history = run.trainer.history
    let best = history.epochs.first { $0.number == history.bestEpoch }
    let epoch = history.bestEpoch.map { number in
      // Without validation rows there is no best one.
      let kept = best?.validation == nil ? "last" : "\(number)"
      return Table.Cell.text("\(kept) of \(history.startedEpochs)")
    }
    return try Table.Row(
      [.text(run.name), epoch ?? .missing] + tasks.flatMap { figures(of: $0, best?.validation) }
        + [
          .number(run.outcome.seconds, .seconds),
          .text(String(run.trainer.model.digest(interrupt: interrupt).prefix(12))),
        ])
  }

  private static func figures(of task: Task, _ evaluation: Evaluation?) -> [Table.Cell] {
    // Without a row of the task there is no figure.
    let figures = evaluation?[task.name].flatMap { $0.rows > 0 ? $0 : nil }
    let loss = figures.map { Table.Cell.number($0.loss, .fixed(4)) } ?? .missing
    guard task.kind == .binary else { return [loss] }
    return [loss, figures?.auc.map { .number($0, .fixed(4)) } ?? .missing]
  }
}
