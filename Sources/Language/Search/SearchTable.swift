import DataSets
import Display
import Training

/// The table of a search: one row per trial.
struct SearchTable {
  private let space: SearchSpace
  private let manner: SearchSpace.Manner
  private let training: TrainingOptions
  private let tasks: TaskColumns
  private let title: String
  private var rows: [(trial: Trial, result: TrialResult?, failure: String?)] = []

  init(
    kind: String, source: String, space: SearchSpace, manner: SearchSpace.Manner,
    training: TrainingOptions, tasks: [Task]
  ) {
    self.space = space
    self.manner = manner
    self.training = training
    self.tasks = TaskColumns(tasks)
    title =
      "Search · \(kind) · \(source) · validation rows · "
      + (manner == .grid ? "every combination" : "drawn") + " · seed \(training.seed)"
  }

  var isEmpty: Bool { rows.isEmpty }

  mutating func append(_ trial: Trial, _ result: TrialResult) { rows.append((trial, result, nil)) }

  /// A trial that could not be trained.
  mutating func append(_ trial: Trial, failure: String) { rows.append((trial, nil, failure)) }

  private var monitor: Monitor { training.monitor }

  private func figure(_ result: TrialResult?) -> Double? {
    (result?.figures).flatMap { monitor.value(of: $0, tasks.names) }
  }

  /// The row of the best trial; of equal ones the first.
  private var best: Int? {
    let figures = rows.map { figure($0.result) }
    var best: Int?
    for (index, figure) in figures.enumerated() {
      guard let figure else { continue }
      guard let known = best.flatMap({ figures[$0] }) else {
        best = index
        continue
      }
      if monitor.prefers(figure, to: known) { best = index }
    }
    return best
  }

  var table: Table {
    let best = best
    return Table(
      title: title, columns: columns,
      rows: rows.indices.map { row($0, isBest: $0 == best) }, reading: reading(best))
  }

  private var columns: [Table.Column] {
    let names = space.options.map(\.name)
    return [Table.Column(key: "trial", header: "trial")]
      + names.map { Table.Column(key: $0, header: $0) }
      + [Table.Column(key: "best", header: "best \(monitor.text)")] + tasks.columns
      + ["epoch", "run", "weights"].map { Table.Column(key: $0, header: $0) }
  }

  private func row(_ index: Int, isBest: Bool) -> Table.Row {
    let (trial, result, failure) = rows[index]
    let values = trial.values.map { RunOption(name: "", words: [$0]).cell }
    let best = figure(result).map {
      Table.Cell.measured(Table.Measured($0, monitor.metric.format, isBest: isBest))
    }
    let figures = tasks.cells(result?.figures ?? [], tasks.names)
    let end: [Table.Cell] = [
      .epochs(result?.epochs ?? []),
      result?.run.map { .number(Double($0), .count) } ?? .missing,
      result?.digest.map { .text(String($0.prefix(12))) } ?? .missing,
    ]
    return Table.Row(
      [.number(Double(trial.number), .count)] + values + [best ?? .missing] + figures + end,
      note: failure)
  }

  private func reading(_ best: Int?) -> String {
    guard let best else { return "No trial has a value of \(monitor.text)." }
    let (trial, result, _) = rows[best]
    let values = zip(space.options.map(\.name), trial.values).map { "\($0) \($1)" }
    let opening = result?.run.map { " `m = open run \($0)` opens its model." } ?? ""
    let figure = figure(result).map { monitor.metric.format.text($0) } ?? ""
    return "Trial \(trial.number) is best, with \(monitor.text) \(figure): "
      + values.joined(separator: ", ") + ".\(opening)"
  }
}
