package import Display
package import Training
import DataSets

/// Models beside each other, a row each, with differences to one of them.
package struct Comparison: Sendable {
  /// A model, evaluated once for each seed it was trained with.
  package struct Entry: Sendable {
    package let model: String
    package let kind: String
    /// In the order of the seeds, the same for all entries.
    package let evaluations: [Evaluation]
    package let parameters: Int
    /// Of training, where they are known.
    package let seconds: Double?

    package init(
      model: String, kind: String, evaluations: [Evaluation], parameters: Int, seconds: Double?
    ) {
      self.model = model
      self.kind = kind
      self.evaluations = evaluations
      self.parameters = parameters
      self.seconds = seconds
    }
  }

  private let entries: [Entry]
  private let baseline: Entry?
  private let source: String

  /// Compares models `entries` that were evaluated on the same rows of a data set called `source`.
  ///
  /// - Throws: `AnalysisError.unknownBaseline` if no entry has that name.
  package init(
    _ entries: [Entry], baseline: String?, source: String
  ) throws(AnalysisError) {
    let found = entries.first { $0.model == baseline }
    if let baseline, found == nil {
      throw .unknownBaseline(baseline, known: entries.map(\.model))
    }
    self.entries = entries
    self.baseline = found
    self.source = source
  }

  package var figure: Figure { .table(table) }

  /// More seeds, where a difference may be chance.
  package var advice: Advice? {
    entries.count > 1 && seeds == 1 && table.reading != nil ? .moreSeeds : nil
  }

  package var table: Table {
    let metrics = ComparisonMetric.all(of: entries.flatMap(\.evaluations))
    let measured = metrics.flatMap(columns)
    let start = [("model", "model"), ("kind", "kind")]
    let end = [("parameters", "parameters"), ("seconds", "time")]
    let rows = entries.map { entry in
      Table.Row(
        [.text(entry.model), .text(entry.kind)] + metrics.flatMap { cells(of: $0, entry) }
          + [
            .number(Double(entry.parameters), .count),
            entry.seconds.map { .number($0, .seconds) } ?? .missing,
          ])
    }
    let first = entries.first?.evaluations.first
    let selection = first.map { " · \($0.part.rawValue), \(Phrase.count($0.rows, "row"))" } ?? ""
    return Table(
      title: "Comparison · \(source)\(selection)" + (seeds > 1 ? " · \(seeds) seeds" : ""),
      subtitle: baseline.map { "diff.: difference to \($0.model)." },
      columns: start.map { Table.Column(key: $0, header: $1) } + measured
        + end.map { Table.Column(key: $0, header: $1) },
      rows: rows, reading: ComparisonReading(entries, baseline, metrics).text)
  }

  private var seeds: Int { entries.map(\.evaluations.count).max() ?? 0 }

  /// The figure; with seeds its spread; with a baseline the difference, and that one's spread.
  private func columns(of metric: ComparisonMetric) -> [Table.Column] {
    let isWide = seeds > 1 || baseline != nil
    let group = isWide ? "\(metric.group) \(metric.header)" : metric.group
    func column(_ suffix: String, _ header: String) -> Table.Column {
      Table.Column(key: metric.key + suffix, header: header, group: group)
    }
    var columns = [column("", isWide ? "value" : metric.header)]
    if seeds > 1 { columns.append(column(".deviation", "±")) }
    if baseline != nil { columns.append(column(".difference", "diff.")) }
    if baseline != nil, seeds > 1 {
      columns.append(column(".difference.deviation", "±"))
      columns.append(column(".stands-out", "real?"))
    }
    return columns
  }

  private func cells(of metric: ComparisonMetric, _ entry: Entry) -> [Table.Cell] {
    let values = entry.evaluations.map(metric.value)
    var samples = [Sample(values)]
    if let baseline {
      // Seed by seed, so that what a seed does to both models cancels.
      let others = baseline.evaluations.map(metric.value)
      samples.append(
        Sample(
          zip(values, others).map { mine, other in mine.flatMap { a in other.map { a - $0 } } }))
    }
    let cells = samples.enumerated().flatMap { place, sample -> [Table.Cell] in
      let format: NumberFormat = place == 0 ? metric.format : metric.differenceFormat
      let mean: Table.Cell = sample.mean.map { .number($0, format) } ?? .missing
      let deviation: Table.Cell = sample.deviation.map { .number($0, metric.format) } ?? .missing
      return seeds > 1 ? [mean, deviation] : [mean]
    }
    guard seeds > 1, let baseline else { return cells }
    let verdict = entry.model == baseline.model ? nil : samples[1].standsOut
    return cells + [.text(verdict.map { $0 ? "yes" : "no" } ?? "")]
  }
}

/// Mean and sample deviation of the same figure over seeds; nil where a seed has none.
struct Sample {
  let mean: Double?
  let deviation: Double?
  private let count: Int

  init(_ values: [Double?]) {
    let numbers = values.compactMap { $0 }
    self.count = numbers.count
    guard !numbers.isEmpty, numbers.count == values.count else {
      (mean, deviation) = (nil, nil)
      return
    }
    let moments = Moments(numbers)
    let count = Double(numbers.count)
    mean = moments.mean
    deviation = count > 1 ? moments.deviation * (count / (count - 1)).squareRoot() : nil
  }
}

extension Sample {
  /// Whether the mean is further from 0 than chance explains: Student's t at 5 %, two sides.
  ///
  /// Of differences seed by seed this is the paired test. nil with fewer than two seeds.
  var standsOut: Bool? {
    guard let mean, let deviation, count > 1 else { return nil }
    return abs(mean) > Self.quantile(count - 1) * deviation / Double(count).squareRoot()
      && abs(mean) > 1e-12
  }

  /// The 97.5 % quantile of Student's t; from 30 degrees of freedom on that of 30, a little too strict.
  private static func quantile(_ degrees: Int) -> Double {
    let table = [
      12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
      2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
      2.052, 2.048, 2.045, 2.042,
    ]
    return table[min(degrees, table.count) - 1]
  }
}
