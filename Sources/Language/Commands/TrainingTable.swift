import DataSets
import Display
import Engine
import Models
import Numbers
import Options
import System
import Training

/// The table of a training: one row per model.
enum TrainingTable {
  /// A trained model and the outcome of its training.
  struct Run {
    var name: String
    var trainer: Trainer
    var outcome: TrainingOutcome
  }

  /// Metrics on the validation rows and digests of the weights; with `timings`, seconds of training.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  static func table(
    of runs: [Run], timings: Bool = false, _ interrupt: Interrupt
  ) throws -> Table {
    let tasks = TaskColumns(runs.flatMap(\.trainer.model.schema.tasks).uniqued())
    let columns =
      [
        Table.Column(key: "model", header: "model"),
        Table.Column(key: "epoch", header: "best epoch"),
      ]
      + tasks.columns + (timings ? [Table.Column(key: "seconds", header: "seconds")] : [])
      + [Table.Column(key: "weights", header: "weights")]
    var table = try Table(
      title: "Training · validation rows · \(rule(of: runs)) · \(seeds(of: runs))",
      columns: columns, rows: runs.map { try row($0, tasks, timings, interrupt) },
      longForm: .by("task"),
      reading: "weights: first digits of their SHA-256; the same seeds give the same digits."
        + dataRead(of: runs) + epochsOfTasks(of: runs) + waysOfTraining(of: runs)
        + lazyTables(of: runs) + stops(of: runs)
        + runs.map(warnings).joined())
    table.longForm = .table(withOwnEpochs(table.tidy, of: runs))
    return table
  }

  /// The long form, in which each task of a model that keeps several epochs has its own.
  private static func withOwnEpochs(_ long: Table, of runs: [Run]) -> Table {
    guard let task = long.index(ofColumn: "task"), let model = long.index(ofColumn: "model"),
      let epoch = long.index(ofColumn: "epoch")
    else { return long }
    var long = long
    for (index, row) in long.rows.enumerated() {
      guard let run = runs.first(where: { $0.name == row.cells[model].rawText }) else { continue }
      let (history, tasks) = (run.trainer.history, run.trainer.model.schema.tasks)
      guard history.bestEpochs.count > 1, history.bestEpochs.count == tasks.count,
        let own = tasks.firstIndex(where: { $0.name == row.cells[task].rawText })
      else { continue }
      long.rows[index].cells[epoch] = kept(String(history.bestEpochs[own]), history)
    }
    return long
  }

  /// `3 of 8`: an epoch, or several, of those begun.
  private static func kept(_ epochs: String, _ history: History) -> Table.Cell {
    .text("\(epochs) of \(history.startedEpochs)")
  }

  /// The fingerprints of the data of the runs, as in `show`.
  private static func dataRead(of runs: [Run]) -> String {
    var seen: Set<String> = []
    let fingerprints = runs.compactMap { $0.trainer.data.map { String($0.fingerprint.prefix(12)) } }
      .filter { seen.insert($0).inserted }
    let list = fingerprints.joined(separator: ", ")
    return fingerprints.count == 1 ? " Data fingerprint \(list)." : " Data fingerprints \(list)."
  }

  /// Which models have weights of several epochs.
  private static func epochsOfTasks(of runs: [Run]) -> String {
    let names = runs.filter { $0.trainer.history.bestEpochs.count > 1 }.map(\.name)
    if names.isEmpty { return "" }
    return " The tasks of \(Phrase.list(names)) share nothing: each has the weights of its own best"
      + " epoch, in their order."
  }

  /// "seed 7", or one seed per model if they differ.
  private static func seeds(of runs: [Run]) -> String {
    let seeds = runs.map { $0.trainer.options?.seed ?? 0 }
    return Set(seeds).count == 1
      ? "seed \(seeds[0])" : "seeds \(seeds.map(String.init).joined(separator: ", "))"
  }

  /// The optimizer, and whether each step updates all embedding rows (dense) or some (lazy).
  private static func rule(of runs: [Run]) -> String {
    let rule = runs.first?.trainer.options?.optimizer.rawValue ?? ""
    let lazy = runs.filter { !$0.trainer.lazyTables.isEmpty }.count
    return "\(rule), \(lazy == 0 ? "dense" : lazy == runs.count ? "lazy" : "lazy in part")"
  }

  /// The options that are not the default, per model if they differ.
  private static func waysOfTraining(of runs: [Run]) -> String {
    let ways = runs.map { wayOfTraining($0.trainer.options ?? TrainingOptions.standard) }
    if Set(ways).count == 1 { return ways[0] }
    return zip(runs, ways).map { $1.isEmpty ? "" : " \($0.name):\($1)" }.joined()
  }

  /// Options that the title and the columns show.
  private static let told: Set = ["epochs", "optimizer", "embedding-update", "seed"]

  private static func wayOfTraining(_ options: TrainingOptions) -> String {
    options.changes.filter { !told.contains($0.name) }.map { " " + $0.sentence }.joined()
  }

  /// The embedding tables with lazy updates, one sentence per model that has any.
  private static func lazyTables(of runs: [Run]) -> String {
    runs.map { run in
      let names = run.trainer.lazyTables
      if names.isEmpty { return "" }
      let list = names.prefix(3).joined(separator: ", ")
      let more = names.count > 3 ? " and \(names.count - 3) more" : ""
      return " Each step of \(run.name) updates only the batch's rows of \(list)\(more)."
    }.joined()
  }

  /// The models that stopped early, one sentence each.
  private static func stops(of runs: [Run]) -> String {
    runs.filter { $0.outcome.ending == .stoppedEarly }.map {
      " \($0.name) stopped early after epoch \($0.trainer.history.startedEpochs)."
    }.joined()
  }

  /// What is wrong with the losses of a model's best epoch: one far above the baseline's, or one task's
  /// far above another's.
  private static func warnings(on run: Run) -> String {
    let history = run.trainer.history
    let known = history.bestValidation?.tasks.filter { $0.rows > 0 } ?? []
    if let worst = known.max(by: { ($0.normalisedEntropy ?? 0) < ($1.normalisedEntropy ?? 0) }),
      let times = worst.normalisedEntropy, times > farAbove
    {
      return
        " \(run.name) diverged: its loss of \(worst.task.name) is \(rounded(times)) times that of"
        + " predicting the mean. A smaller --learning-rate or --clip-norm helps."
    }
    // Tasks that share no weights cannot crowd each other out, unless one norm of all gradients is clipped.
    if !run.trainer.model.parametersOfTasks.isEmpty, run.trainer.options?.clipNorm == nil {
      return ""
    }
    let losses = known.compactMap { figures in
      countedLoss(figures).map { (name: figures.task.name, loss: $0) }
    }
    guard let largest = losses.max(by: { $0.loss < $1.loss }),
      let smallest = losses.min(by: { $0.loss < $1.loss }), smallest.loss > 0,
      largest.loss > farAbove * smallest.loss, run.trainer.options?.taskWeights == nil,
      run.trainer.options?.weighting == .fixed
    else { return "" }
    let weights = run.trainer.model.schema.tasks.map { $0.name == largest.name ? "0.1" : "1" }
    return " \(run.name): the loss of \(largest.name) is"
      + " \(rounded(largest.loss / smallest.loss)) times that of \(smallest.name), which counts"
      + " for little; `--task-weights \(weights.joined(separator: " "))` or `uncertainty` evens that."
  }

  /// A task's loss as training counts it: that of a regression is of standardized labels; nil where it does
  /// not follow from the loss in the labels' units.
  private static func countedLoss(_ figures: Evaluation.OfTask) -> Double? {
    guard let scale = figures.task.scale else { return figures.loss }
    return scale.takesLogarithm ? nil : figures.loss / (scale.deviation * scale.deviation)
  }

  /// The ratio of two losses from which on there is a warning.
  private static let farAbove = 20.0

  private static func rounded(_ ratio: Double) -> String { NumberFormat.count.text(ratio) }

  private static func row(
    _ run: Run, _ tasks: TaskColumns, _ timings: Bool, _ interrupt: Interrupt
  ) throws(CancellationError) -> Table.Row {
    let history = run.trainer.history
    let best = history.bestValidation
    // Without validation rows there is no best one.
    let epochs = best == nil ? "last" : history.bestEpochs.map(String.init).joined(separator: ", ")
    let epoch: Table.Cell =
      history.bestEpochs.isEmpty ? .missing : kept(epochs, history)
    return try Table.Row(
      [.text(run.name), epoch]
        + tasks.cells(
          best?.figures ?? [], run.trainer.model.schema.tasks.map(\.name))
        + (timings ? [.number(run.outcome.seconds, .seconds)] : [])
        + [.text(String(run.trainer.model.digest(interrupt: interrupt).prefix(12)))])
  }
}
