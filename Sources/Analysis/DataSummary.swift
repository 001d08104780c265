package import DataSets
package import Display

/// A data set's parts with their labels, and its features one by one.
package struct DataSummary: Sendable {
  private let data: DataSet
  private let notes: [String]

  /// With the data's notes as sentences, shown below the parts.
  package init(_ data: DataSet, notes: [String] = []) {
    self.data = data
    self.notes = notes
  }

  /// The parts, then the features.
  package var figures: [Figure] { [.table(parts), .table(features)] }

  /// One row per part: its rows, and each task's positive rate (mean of a regression).
  package var parts: Table {
    let tasks = data.schema.tasks
    let columns =
      [
        Table.Column(key: "part", header: "part"), Table.Column(key: "rows", header: "rows"),
        Table.Column(key: "share", header: "of all"),
      ]
      + tasks.map {
        Table.Column(
          key: $0.name, header: $0.name, group: $0.kind == .binary ? "positive" : "mean label")
      }
    let sections = Split.Part.allCases.map { ($0.rawValue, data.split[$0]) }
    let all = ("all", sections.flatMap(\.1))
    return Table(
      title: "\(data.source) · \(Phrase.count(data.rowCount, "row")), "
        + "\(Phrase.count(data.schema.features.count, "feature")), "
        + "\(Phrase.count(tasks.count, "task")) · fingerprint \(data.fingerprint.prefix(12))",
      columns: columns,
      rows: (sections + [all]).map { name, rows in row(name, rows, isTotal: name == "all") },
      reading: notes.isEmpty ? nil : notes.joined(separator: "\n"))
  }

  private func row(_ name: String, _ rows: [Int32], isTotal: Bool) -> Table.Row {
    let share = Double(rows.count) / Double(max(1, data.rowCount))
    let means = data.schema.tasks.indices.map { task -> Table.Cell in
      let mean = Self.mean(of: data.labels[task], rows)
      let isBinary = data.schema.tasks[task].kind == .binary
      return mean.isNaN ? .missing : .number(mean, isBinary ? .percent(2) : .significant(3))
    }
    let start: [Table.Cell] = [
      .text(name), .number(Double(rows.count), .count), .number(share, .percent(1)),
    ]
    return Table.Row(start + means, ruleAbove: isTotal)
  }

  /// Mean of the labels that are there, in double, in the order of the rows.
  private static func mean(of labels: Values<Float>, _ rows: [Int32]) -> Double {
    var (sum, count) = (0.0, 0.0)
    for label in labels.values(of: rows) where !label.isNaN {
      sum += Double(label)
      count += 1
    }
    return sum / count
  }

  /// One row per feature: kind, number of values, missing and unknown share, content.
  package var features: Table {
    let columns = [
      ("feature", "feature"), ("kind", "kind"), ("values", "values"), ("missing", "missing"),
      ("unknown", "unknown"), ("content", "content"),
    ].map { Table.Column(key: $0, header: $1) }
    let rows = zip(data.schema.features, data.statistics).map { feature, statistics in
      Table.Row([
        .text(feature.name), .text(feature.kind.form.rawValue), values(feature, statistics),
        .number(share(statistics.missing, of: data.rowCount), .percent(1)),
        .number(
          share(statistics.rare + statistics.unseen, of: statistics.values ?? data.rowCount),
          .percent(1)),
        .text(content(feature, statistics)),
      ])
    }
    let isOfLists = data.statistics.contains { $0.values != nil }
    return Table(
      title: "Features · \(data.source) · \(Phrase.count(data.rowCount, "row"))",
      subtitle: "values: vocabulary size, buckets, or distinct numbers. unknown: rows whose value "
        + "is too rare or in no training row. content: most frequent values, or mean ± standard "
        + "deviation and range."
        + (isOfLists
          ? " For multi-valued features, unknown and content are shares of their values." : ""),
      columns: columns, rows: Array(rows), maximumRows: 200)
  }

  private func share(_ count: Int, of all: Int) -> Double { Double(count) / Double(max(1, all)) }

  private func values(_ feature: Feature, _ statistics: FieldStatistics) -> Table.Cell {
    if case .hashed(let buckets) = feature.kind { return .number(Double(buckets), .count) }
    return statistics.distinct.map { .number(Double($0), .count) } ?? .text("many")
  }

  private func content(_ feature: Feature, _ statistics: FieldStatistics) -> String {
    switch feature.kind {
    case .categorical(let words), .multiple(let words):
      return top(statistics) { words.indices.contains($0 - 1) ? words[$0 - 1] : "?" }
    case .hashed: return top(statistics) { "#\($0)" }
    case .numeric(let transform):
      return range(statistics) + (transform.takesLogarithm ? ", log1p" : "")
    case .binned(let edges): return "\(edges.count + 1) bins; " + range(statistics)
    }
  }

  private func top(_ statistics: FieldStatistics, _ word: (Int) -> String) -> String {
    statistics.top.map { entry in
      let share = share(entry.rows, of: statistics.values ?? data.rowCount)
      return "\(word(entry.id)) \(NumberFormat.percent(1).text(share))"
    }.joined(separator: ", ")
  }

  private func range(_ statistics: FieldStatistics) -> String {
    func text(_ value: Double) -> String {
      (value == value.rounded() ? NumberFormat.count : .significant(4)).text(value)
    }
    guard let mean = statistics.mean, let deviation = statistics.deviation,
      let least = statistics.least, let largest = statistics.largest
    else { return "no value" }
    return "\(text(mean)) ± \(text(deviation)), \(text(Double(least))) to "
      + text(Double(largest))
  }
}

/// Mean and population deviation, in double.
struct Moments {
  let mean: Double
  let deviation: Double

  init(_ values: some Collection<Float>) { self.init(values.map(Double.init)) }

  init(_ values: [Double]) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    self.mean = mean
    deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
  }
}
