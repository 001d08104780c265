package import Data
package import Display

/// What a data set holds: parts and labels, and the features one by one.
package struct DataSummary: Sendable {
  private let data: DataSet

  package init(_ data: DataSet) { self.data = data }

  /// The parts, then the features.
  package var figures: [Figure] { [.table(parts), .table(features)] }

  /// A row a part: how many rows, and each task's positive rate (mean of a regression).
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
      reading: data.notes.isEmpty ? nil : data.notes.joined(separator: "\n"))
  }

  private func row(_ name: String, _ rows: [Int32], isTotal: Bool) -> Table.Row {
    let share = Double(rows.count) / Double(max(1, data.rowCount))
    let means = data.schema.tasks.indices.map { task -> Table.Cell in
      let mean = LabelCorrelation.mean(rows.map { data.labels[task][Int($0)] })
      let isBinary = data.schema.tasks[task].kind == .binary
      return mean.isNaN ? .missing : .number(mean, isBinary ? .percent(2) : .significant(3))
    }
    let start: [Table.Cell] = [
      .text(name), .number(Double(rows.count), .count), .number(share, .percent(1)),
    ]
    return Table.Row(start + means, ruleAbove: isTotal)
  }

  /// A row a feature: its kind, how many values, how much is missing, what it is like.
  package var features: Table {
    let columns = [
      ("feature", "feature"), ("kind", "kind"), ("values", "values"), ("missing", "missing"),
      ("content", "content"),
    ].map { Table.Column(key: $0, header: $1) }
    let rows = zip(data.schema.features, data.columns).map { feature, column in
      switch (feature.kind, column) {
      case (.categorical(let vocabulary), .categories(let ids)):
        categoricalRow(feature.name, vocabulary, ids)
      case (.numeric(let transform), .numbers(let raw, _)):
        numericRow(feature.name, transform, raw)
      default: Table.Row([.text(feature.name)] + columns.dropFirst().map { _ in .missing })
      }
    }
    return Table(
      title: "Features · \(data.source) · \(Phrase.count(data.rowCount, "row"))",
      subtitle: "values: words in the vocabulary, or different numbers. "
        + "content: most frequent words, or mean ± deviation and range.",
      columns: columns, rows: Array(rows))
  }

  private func categoricalRow(_ name: String, _ words: [String], _ ids: [Int32]) -> Table.Row {
    var counts = Array(repeating: 0, count: words.count + 1)
    for id in ids where counts.indices.contains(Int(id)) { counts[Int(id)] += 1 }
    let place = data.schema.features.firstIndex { $0.name == name } ?? 0
    let unseen = data.unseen.indices.contains(place) ? data.unseen[place].count : 0
    // Ties in the vocabulary's order.
    let order = words.indices.sorted { (-counts[$0 + 1], $0) < (-counts[$1 + 1], $1) }
    let top = order.prefix(3).map { index in
      "\(words[index]) \(NumberFormat.percent(1).text(share(counts[index + 1], of: ids)))"
    }
    return Table.Row([
      .text(name), .text("categorical"), .number(Double(words.count), .count),
      .number(share(counts[0] - unseen, of: ids), .percent(1)),
      .text(top.joined(separator: ", ")),
    ])
  }

  private func share(_ count: Int, of values: [some Any]) -> Double {
    Double(count) / Double(max(1, values.count))
  }

  private func numericRow(_ name: String, _ transform: NumericTransform, _ raw: [Float])
    -> Table.Row
  {
    let present = raw.filter { !$0.isNaN }
    let plain = Moments(present)
    func text(_ value: Double) -> String {
      (value == value.rounded() ? NumberFormat.count : .significant(4)).text(value)
    }
    var content = "no value"
    if let least = present.min(), let most = present.max() {
      content =
        "\(text(plain.mean)) ± \(text(plain.deviation)), "
        + "\(text(Double(least))) to \(text(Double(most)))"
      if transform.takesLogarithm { content += ", log1p" }
    }
    return Table.Row([
      .text(name), .text("numeric"), .number(Double(Set(present).count), .count),
      .number(share(raw.count - present.count, of: raw), .percent(1)), .text(content),
    ])
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
