package import DataSets
package import Display
package import Engine

/// Correlation of the tasks' labels.
package struct LabelCorrelation: Sendable {
  package let tasks: [Task]
  package let measure: CorrelationMeasure
  /// Tasks × tasks, over the rows in which both labels are present; NaN where it is undefined.
  package let values: [[Double]]
  /// Positive rate of a binary task, mean of a regression's labels.
  package let means: [Double]
  private let title: String

  /// The correlation over parts of a data set.
  ///
  /// Training and validation rows by default: those of the owner's training file, and no test row.
  package init(
    _ data: DataSet, on parts: [Split.Part] = [.train, .validation],
    measure: CorrelationMeasure = .pearson
  ) throws(AnalysisError) {
    guard data.schema.tasks.count > 1 else { throw .fewTasks }
    let selection = try RowSelection(parts, of: data)
    let labels = data.labels.map(selection.values)
    tasks = data.schema.tasks
    self.measure = measure
    values = Self.matrix(labels, measure)
    means = labels.map(Self.mean)
    title = "\(data.source) · \(selection.title)"
  }

  /// The correlation of every pair of columns.
  static func matrix(_ columns: [[Float]], _ measure: CorrelationMeasure) -> [[Double]] {
    columns.map { first in columns.map { measure.correlation(of: first, and: $0) } }
  }

  /// Mean of the values that are there, in double.
  static func mean(_ values: [Float]) -> Double {
    let present = values.filter { !$0.isNaN }
    return present.reduce(0.0) { $0 + Double($1) } / Double(present.count)
  }

  package var figure: Figure {
    let names = tasks.map(\.name)
    let areBinary = tasks.allSatisfy { $0.kind == .binary }
    return .heatMap(
      HeatMap(
        title: "Label correlation (\(measure.title)) · \(title)", of: "correlation",
        rows: HeatMap.Axis("task", names), columns: HeatMap.Axis("other", names), values: values,
        footers: [
          HeatMap.Footer(
            label: areBinary ? "positive" : "mean", values: means,
            format: areBinary ? .percent(2) : .significant(3))
        ],
        decimals: 3, scale: .signed, hasOwnCells: true, reading: reading))
  }

  private var reading: String {
    let pairs = TaskPair.all(names: tasks.map(\.name), values: values)
    guard let first = pairs.first else { return "No pair of tasks has a defined correlation." }
    if tasks.count == 2 {
      return "\(first.names) correlate by \(first.number): \(first.meaning)."
    }
    guard let closest = pairs.max(by: { $0.value < $1.value }),
      let least = pairs.min(by: { $0.value.magnitude < $1.value.magnitude }),
      let opposed = pairs.min(by: { $0.value < $1.value })
    else { return "" }
    var sentences = "Strongest: \(closest.described). Weakest: \(least.described)."
    if opposed.value < 0, opposed.names != least.names {
      sentences += " Most opposed: \(opposed.described)."
    }
    return sentences
  }
}

/// Two tasks and the correlation between them.
struct TaskPair {
  let names: String
  let value: Double

  /// The pairs whose correlation is defined.
  static func all(names: [String], values: [[Double]]) -> [TaskPair] {
    names.indices.flatMap { first in
      (first + 1..<names.count).map {
        TaskPair(names: "\(names[first]) and \(names[$0])", value: values[first][$0])
      }
    }.filter { $0.value.isFinite }
  }

  var number: String { NumberFormat.fixed(3).text(value) }
  var described: String { "\(names) (\(number))" }

  var meaning: String {
    if value.magnitude < 0.05 { return "knowing one says almost nothing about the other" }
    return "where one is high, the other tends to be \(value > 0 ? "high too" : "low")"
  }
}

extension CorrelationMeasure {
  var title: String { self == .pearson ? "Pearson" : "cosine" }
}
