package import DataSets
package import Display

/// How often a label is positive where another one is: P(column | row).
package struct ConditionalRates: Sendable {
  package let tasks: [String]
  /// Tasks × tasks, over the rows in which both labels are present; NaN without a positive.
  package let values: [[Double]]
  /// How often each label is positive in all rows that have it.
  package let rates: [Double]
  private let title: String

  /// The rates of the binary tasks over parts of a data set.
  ///
  /// - Throws: `AnalysisError.fewTasks` if fewer than two are binary.
  package init(
    _ data: DataSet, on parts: [Split.Part] = [.train, .validation]
  ) throws(AnalysisError) {
    let selection = try RowSelection(parts, of: data)
    let binary = data.schema.tasks.indices.filter { data.schema.tasks[$0].kind == .binary }
    guard binary.count > 1 else { throw .fewTasks }
    let labels = binary.map { selection.values(data.labels[$0]) }
    tasks = binary.map { data.schema.tasks[$0].name }
    values = labels.map { given in labels.map { Self.rate(of: $0, given: given) } }
    rates = labels.map(LabelCorrelation.mean)
    title = "\(data.source) · \(selection.title)"
  }

  private static func rate(of labels: [Float], given: [Float]) -> Double {
    let common = zip(labels, given).filter { !$0.isNaN && $1 == 1 }
    return Double(common.count { $0.0 == 1 }) / Double(common.count)
  }

  package var figure: Figure {
    .heatMap(
      HeatMap(
        title: "P(column | row) of the labels · \(title)",
        subtitle: "Among the data rows where the row's task is positive: the share where the "
          + "column's task is positive too.",
        of: "rate", rows: HeatMap.Axis("task", tasks), columns: HeatMap.Axis("other", tasks),
        values: values,
        footers: [HeatMap.Footer(label: "of all rows", key: "rate.all", values: rates)],
        decimals: 3,
        reading: reading))
  }

  /// The pair whose rate differs most from the rate of all rows.
  private var reading: String {
    let pairs = tasks.indices.flatMap { row in tasks.indices.map { (row: row, column: $0) } }
      .filter { $0.row != $0.column && values[$0.row][$0.column].isFinite }
    let widest = pairs.max { first, second in
      distance(first.row, first.column) < distance(second.row, second.column)
    }
    guard let widest else { return "No rate is defined." }
    let percent = NumberFormat.percent(1)
    return "Where \(tasks[widest.row]) is positive, \(tasks[widest.column]) is positive in "
      + "\(percent.text(values[widest.row][widest.column])) of the rows, against "
      + "\(percent.text(rates[widest.column])) overall."
  }

  private func distance(_ row: Int, _ column: Int) -> Double {
    (values[row][column] - rates[column]).magnitude
  }
}
