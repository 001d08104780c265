package import Display
import DataSets
import Training

extension Comparison {
  /// Up to four tasks side by side, a section per metric; else a row per task and model.
  package var table: Table { table(advising: nil) }

  /// The same with a sentence of advice after the reading.
  package func table(advising advice: String?) -> Table {
    let isWide = (2...4).contains(tasks.count)
    var table = isWide ? sections : list
    table.longForm = .table(long)
    let sentences = [ComparisonReading(self).text, advice].compactMap { $0 }
    let reading = sentences.isEmpty ? [] : [sentences.joined(separator: " "), ""]
    table.reading = (reading + models).joined(separator: "\n")
    return table
  }

  /// A line per model: its kind, size and training time.
  private var models: [String] {
    entries.map { entry in
      let time = entry.seconds.map { ", \(NumberFormat.seconds.text($0))" } ?? ""
      let size = entry.parameters.map { ", " + Phrase.count($0, "parameter") } ?? ""
      return "\(entry.model): \(entry.kind)\(size)\(time)"
    }
  }

  private var title: String {
    let first = entries.first?.evaluations.first
    let rows = first.map { " · \($0.part.rawValue), \(Phrase.count($0.rows, "row"))" } ?? ""
    return "Comparison · \(source)\(rows)" + (seeds > 1 ? " · \(seeds) seeds" : "")
  }

  private var subtitle: String? {
    let parts = [
      entries.count > 1 ? "•: best of its column" : nil,
      baseline.map { "+, -: difference from \($0.model)" },
      baseline != nil && seeds > 1
        ? "*: beyond chance (paired t test across seeds, p < 0.05)" : nil,
      baseline == nil && seeds > 1 ? "±: standard deviation across seeds" : nil,
      leavesTasksOut ? "only tasks that all models have" : nil,
    ].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: "; ") + "."
  }

  /// A section per metric with a row per model, a column per task.
  private var sections: Table {
    let columns = subjects.map { Table.Column(key: $0.name, header: $0.name) }
    let rows = metrics.enumerated().flatMap { index, metric in
      [
        Table.Row(
          [.text(metric.header)] + subjects.map { _ in .text("") }, ruleAbove: index > 0)
      ]
        + entries.map { entry in
          Table.Row([.text(entry.model)] + subjects.map { cell(metric, $0, entry) })
        }
    }
    return Table(
      title: title, subtitle: subtitle,
      columns: [Table.Column(key: "model", header: "")] + columns, rows: rows, maximumRows: nil)
  }

  /// A row per task and model, a column per metric.
  private var list: Table {
    let hasTasks = tasks.count > 1
    let rows = subjects.enumerated().flatMap { index, subject in
      entries.enumerated().map { number, entry in
        Table.Row(
          (hasTasks ? [.text(number == 0 ? subject.name : "")] : [])
            + [.text(entry.model)] + metrics.map { cell($0, subject, entry) },
          ruleAbove: index > 0 && number == 0)
      }
    }
    return Table(
      title: title, subtitle: subtitle,
      columns: (hasTasks ? [Table.Column(key: "task", header: "task")] : [])
        + [Table.Column(key: "model", header: "model")]
        + metrics.map { Table.Column(key: $0.rawValue, header: $0.header) },
      rows: rows, maximumRows: nil)
  }

  private func cell(
    _ metric: ComparisonMetric, _ subject: ComparisonSubject, _ entry: Entry
  ) -> Table.Cell {
    if case .task(let task) = subject, !metric.fits(task.kind) { return .text("") }
    let sample = sample(metric, subject, entry)
    guard let mean = sample.mean else { return .missing }
    let difference = difference(metric, subject, entry)
    return .measured(
      Table.Measured(
        mean, metric.format, deviation: baseline == nil ? sample.deviation : nil,
        difference: difference?.mean, isBeyondChance: difference?.isBeyondChance == true,
        isBest: mean == best(metric, subject)))
  }

  /// The best mean of all models; nil where there is nothing to choose from.
  private func best(_ metric: ComparisonMetric, _ subject: ComparisonSubject) -> Double? {
    let means = entries.compactMap { sample(metric, subject, $0).mean }
    guard means.count > 1, means.contains(where: { $0 != means[0] }) else { return nil }
    return metric.isLargerBetter ? means.max() : means.min()
  }

  /// Names of the long form's rows.
  private static let names = ["model", "kind", "task"].map { Table.Column(key: $0, header: $0) }

  /// A row per model and task (and their mean), a column per figure.
  private var long: Table {
    let measures = metrics.flatMap { metric in
      let header = metric.header
      return [(metric.rawValue, header)]
        + (seeds > 1 ? [(metric.rawValue + ".deviation", "\(header) ±")] : [])
        + (baseline != nil ? [(metric.rawValue + ".difference", "\(header) diff.")] : [])
        + (baseline != nil && seeds > 1
          ? [
            (metric.rawValue + ".difference.deviation", "\(header) diff. ±"),
            (metric.rawValue + ".p", "\(header) p"),
          ] : [])
    }
    let size = [("parameters", "parameters")] + (hasTimes ? [("seconds", "time")] : [])
    let rows = entries.flatMap { entry in
      subjects.map { subject in
        let names: [Table.Cell] = [.text(entry.model), .text(entry.kind), .text(subject.name)]
        let count: Table.Cell = entry.parameters.map { .number(Double($0), .count) } ?? .missing
        let time: Table.Cell = entry.seconds.map { .number($0, .seconds) } ?? .missing
        let measured = metrics.flatMap { figures(of: $0, subject, entry) }
        return Table.Row(names + measured + [count] + (hasTimes ? [time] : []))
      }
    }
    return Table(
      title: title,
      columns: Self.names
        + (measures + size).map { Table.Column(key: $0.0, header: $0.1) }, rows: rows)
  }

  private var hasTimes: Bool { entries.contains { $0.seconds != nil } }

  private func figures(
    of metric: ComparisonMetric, _ subject: ComparisonSubject, _ entry: Entry
  ) -> [Table.Cell] {
    func cell(_ value: Double?, _ format: NumberFormat) -> Table.Cell {
      value.map { .number($0, format) } ?? .missing
    }
    let sample = sample(metric, subject, entry)
    let beside = metric.format.beside(sample.mean ?? 0)
    var cells = [cell(sample.mean, metric.format)]
    if seeds > 1 { cells.append(cell(sample.deviation, beside)) }
    guard baseline != nil else { return cells }
    let difference = difference(metric, subject, entry)
    let format = metric.format.ofDifferences(from: sample.mean ?? 0)
    cells.append(cell(difference?.mean, format))
    if seeds > 1 {
      cells.append(cell(difference?.deviation, beside))
      cells.append(cell(difference?.pValue, .significant(3)))
    }
    return cells
  }

  /// A row per model, task and seed; seeds count from 1.
  package var perSeed: Table {
    let rows = entries.flatMap { entry in
      subjects.flatMap { subject in
        entry.evaluations.enumerated().map { index, evaluation in
          Table.Row(
            [
              .text(entry.model), .text(entry.kind), .text(subject.name),
              .number(Double(index + 1), .count),
            ]
              + metrics.map { metric in
                subject.value(of: metric, in: evaluation).map { .number($0, metric.format) }
                  ?? .missing
              })
        }
      }
    }
    return Table(
      title: title + " · each seed",
      columns: Self.names + [Table.Column(key: "seed", header: "seed")]
        + metrics.map { Table.Column(key: $0.rawValue, header: $0.header) },
      rows: rows, maximumRows: nil)
  }
}
