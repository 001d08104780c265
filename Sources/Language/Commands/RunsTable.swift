import Display
import FoundationEssentials
import Numbers
import Runs
import Training

/// Recorded runs as a table: what each trained, what it reached, and every option.
struct RunsTable {
  /// A fact about a run, and how its column is called.
  private struct Fact {
    let column: Table.Column
    let cell: (RunRecord) -> Table.Cell
  }

  private let folder: RunsFolder
  /// The runs, the newest first.
  private let records: [RunRecord]
  private let damaged: Int

  /// The runs of the session's folder.
  ///
  /// - Throws: `Complaint` if no runs are recorded or the folder is unreadable; `CancellationError`
  ///   after an interrupt.
  init(in session: Session) throws {
    folder = try session.runsFolder()
    let numbers = folder.numbers
    records = try session.records(in: folder)
    damaged = numbers.count - records.count
  }

  /// All runs with all columns, for queries.
  var table: Table {
    let facts = facts
    return Table(
      title: "Runs · \(folder.path)", columns: facts.map(\.column),
      rows: records.map { record in Table.Row(facts.map { $0.cell(record) }) })
  }

  /// The columns that are always shown.
  private static let shown = [
    "run", "model", "kind", "data", "state", "made", "epochs", "best", "seed", "weights", "when",
  ]

  /// Those columns of the first rows, the monitor if that differs among them, and the options that differ
  /// among the runs that have them.
  static func overview(of table: Table) -> Table {
    let rows = table.rows.prefix(table.maximumRows ?? .max)
    func differs(_ index: Int) -> Bool {
      let words = rows.map { $0.cells[index] }.filter { $0 != .missing }.map(\.rawText)
      return Set(words).count > 1
    }
    let options = table.columns.indices.filter { index in
      let column = table.columns[index]
      return column.group == "options" && !shown.contains(column.key) && differs(index)
    }
    let known = shown.compactMap { key in
      table.index(ofColumn: key).map { (key: key, index: $0) }
    }
    let monitor = table.index(ofColumn: "monitor").map { differs($0) ? [$0] : [] } ?? []
    let first = known.dropLast(2).flatMap { ($0.key == "best" ? monitor : []) + [$0.index] }
    return table.selecting(first + options + known.suffix(2).map(\.index))
  }

  private var facts: [Fact] { identity + results + options + ends }

  private var identity: [Fact] {
    [
      fact("run") { .number(Double($0.number), .count) }, fact("model") { .text($0.start.model) },
      fact("kind") { .text($0.start.kind) }, fact("data") { .text($0.start.data) },
      fact("state") { .text($0.stateWord) },
      Fact(column: Table.Column(key: "made", header: "made", group: "epochs")) {
        .number(Double($0.epochsMade), .count)
      },
      Fact(column: Table.Column(key: "epochs", header: "wanted", group: "epochs")) {
        .number(Double($0.epochsWanted), .count)
      },
    ]
  }

  /// What the monitor and each task reached in the epoch whose weights are kept.
  private var results: [Fact] {
    let monitors = Set(records.map(\.start.training.monitor.text))
    let watched = monitors.count == 1 ? monitors.first.map { "best \($0)" } : nil
    let figures = records.flatMap(\.start.tasks).uniqued().flatMap { task in
      metrics(of: task).map { metric in
        fact("\(task).\(metric.rawValue)") {
          Self.cell($0.figures(of: task)?[metric], metric.format)
        }
      }
    }
    return [
      fact("monitor") { .text($0.start.training.monitor.text) },
      Fact(column: Table.Column(key: "best", header: watched ?? "best")) {
        Self.cell($0.bestFigure, $0.start.training.monitor.metric.format)
      },
      fact("best.epoch") { .epochs($0.best?.all ?? []) },
    ] + figures
  }

  /// The metrics of a task that have a column: loss, AUC, and those that some run has.
  private func metrics(of task: String) -> [TaskMetric] {
    let known = records.compactMap { $0.figures(of: task) }
    return TaskMetric.allCases.filter { metric in
      [.loss, .auc].contains(metric) || known.contains { $0[metric] != nil }
    }
  }

  /// Options of training and of models; those of models that are called alike have a prefix.
  private var options: [Fact] {
    let training = records.flatMap { $0.trainingOptions.map(\.name) }.uniqued()
    let building = records.flatMap { $0.modelOptions.map(\.name) }.uniqued()
    return fact(of: training.filter { !["epochs", "monitor"].contains($0) }, \.trainingOptions)
      + fact(of: building, \.modelOptions, besides: training)
      + [option("model-seed") { .number(Double($0.start.modelSeed), .count) }]
  }

  private func fact(
    of names: [String], _ options: @escaping (RunRecord) -> [RunOption], besides: [String] = []
  ) -> [Fact] {
    names.map { name in
      option(besides.contains(name) ? "model-\(name)" : name) { record in
        options(record).first { $0.name == name }?.cell ?? .missing
      }
    }
  }

  private var ends: [Fact] {
    [
      fact("kept") { .text($0.files.isKept ? "yes" : $0.hasModel ? "for now" : "no") },
      fact("weights") { run in
        run.end?.digest.map { .text(String($0.prefix(12))) } ?? .missing
      },
      fact("when") { .text($0.time.ISO8601Format()) },
    ]
  }

  private func fact(_ key: String, _ cell: @escaping (RunRecord) -> Table.Cell) -> Fact {
    Fact(column: Table.Column(key: key, header: key), cell: cell)
  }

  private func option(_ key: String, _ cell: @escaping (RunRecord) -> Table.Cell) -> Fact {
    Fact(column: Table.Column(key: key, header: key, group: "options"), cell: cell)
  }

  private static func cell(_ figure: Double?, _ format: NumberFormat) -> Table.Cell {
    figure.map { .number($0, format) } ?? .missing
  }

  /// What is left to say of some of the rows, and what to do with them.
  func reading(of table: Table) -> String {
    let numbers = Set((table[column: "run"] ?? []).compactMap(\.value))
    let records = records.filter { numbers.contains(Double($0.number)) }
    let left = damaged > 0 ? ["Journals that cannot be read: \(damaged)."] : []
    let way: [String]
    if let run = records.first(where: \.isResumable) {
      way = ["`\(run.resumingLine)` continues run \(run.number)."]
    } else if let run = records.first(where: \.hasModel) {
      way = ["`\(run.openingLine)` opens the model of run \(run.number)."]
    } else if records.isEmpty {
      way = damaged > 0 || !self.records.isEmpty ? [] : ["No runs yet: `train m` starts one."]
    } else {
      way = ["`attach run` shows the newest."]
    }
    return (left + way).joined(separator: " ")
  }
}
